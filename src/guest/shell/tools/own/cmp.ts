/** diffutils' cmp(1). */
import type { GivenOptions } from '../../../programs/options.js'
import { readAll } from '../../../programs/reading.js'
import { type Tool, tool } from '../../../programs/tool.js'

const OPTIONS = ['b,print-bytes', 'i,ignore-initial=', 'l,verbose', 'n,bytes=', 's,quiet,silent']
const TROUBLE = 2
const NEWLINE = 10
const FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  k: 1024,
  K: 1024,
  M: 1024 ** 2,
  G: 1024 ** 3,
  kB: 1e3,
  MB: 1e6,
}

export const cmp = tool(tool => {
  const options = readOptions(tool)
  const [first, second = '-', skipFirst, skipSecond, extra] = options.operands
  if (first === undefined) throw usage(tool, `missing operand after '${tool.call.argv[0]}'`)
  if (extra !== undefined) throw usage(tool, `extra operand '${extra}'`)
  if (options.has('l') && options.has('s')) throw usage(tool, 'options -l and -s are incompatible')
  const [skipOne = '0', skipOther = skipOne] = (options.value('i') ?? '0').split(':')
  const limitText = options.value('n')
  const limit = limitText === undefined ? undefined : count(tool, '--bytes', limitText)
  const read = (name: string, skip: string) => {
    const bytes = tool.get(
      () => readAll(tool, name),
      text => (options.has('s') ? undefined : `${name}: ${text}`),
      TROUBLE,
    )
    if (bytes === undefined) throw tool.exit(TROUBLE)
    const start = count(tool, '--ignore-initial', skip)
    return bytes.subarray(start, limit === undefined ? undefined : start + limit)
  }
  const one = read(first, skipFirst ?? skipOne)
  const other = read(second, skipSecond ?? skipOther)
  compare(tool, options.has('s') ? 'silent' : options.has('l') ? 'all' : 'first', options.has('b'), {
    ...{ names: [first, second], one, other },
  })
})

interface Pair {
  readonly names: readonly [string, string]
  readonly one: Buffer
  readonly other: Buffer
}

function compare(tool: Tool, mode: 'first' | 'all' | 'silent', withBytes: boolean, { names, one, other }: Pair): void {
  const [first, second] = names
  const length = Math.min(one.length, other.length)
  const width = String(length).length
  let line = 1
  for (let at = 0; at < length; at++) {
    const [left = 0, right = 0] = [one[at], other[at]]
    if (left !== right) {
      tool.exitCode = 1
      if (mode === 'silent') return
      if (mode === 'first') {
        const where = `${first} ${second} differ: ${withBytes ? 'byte' : 'char'} ${at + 1}, line ${line}`
        tool.print(
          withBytes ? `${where} is ${octal(left)} ${shown(left)} ${octal(right)} ${shown(right)}\n` : `${where}\n`,
        )
        return
      }
      const bytes = withBytes ? `${octal(left)} ${shown(left).padEnd(4)} ${octal(right)} ${shown(right)}` : undefined
      tool.print(`${String(at + 1).padStart(width)} ${bytes ?? `${octal(left)} ${octal(right)}`}\n`)
    }
    if (left === NEWLINE) line++
  }
  if (one.length === other.length) return
  tool.exitCode = 1
  if (mode === 'silent') return
  const [name, short] = one.length < other.length ? [first, one] : [second, other]
  if (short.length === 0) tool.warn(`EOF on ${name} which is empty`)
  else if (mode === 'all') tool.warn(`EOF on ${name} after byte ${short.length}`)
  else {
    const isWhole = short.at(-1) === NEWLINE
    tool.warn(`EOF on ${name} after byte ${short.length}, ${isWhole ? `line ${line - 1}` : `in line ${line}`}`)
  }
}

function octal(byte: number): string {
  return byte.toString(8).padStart(3)
}

/** As cat -v shows it. */
function shown(byte: number): string {
  const plain = byte & 127
  const text = plain < 32 ? `^${String.fromCharCode(plain + 64)}` : plain === 127 ? '^?' : String.fromCharCode(plain)
  return byte > 127 ? `M-${text}` : text
}

function count(tool: Tool, option: string, text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([kKMG]|kB|MB)?$/.exec(text) ?? []
  if (digits === '') throw usage(tool, `invalid ${option} value '${text}'`)
  return Number(digits) * (FACTORS[unit] ?? 1)
}

function readOptions(tool: Tool): GivenOptions {
  try {
    return tool.options(OPTIONS, { usageCode: TROUBLE, terse: true })
  } catch (error) {
    pointAtHelp(tool)
    throw error
  }
}

function usage(tool: Tool, message: string): Error {
  tool.warn(message, TROUBLE)
  pointAtHelp(tool)
  return tool.exit(TROUBLE)
}

/** diffutils do so with their name. */
function pointAtHelp(tool: Tool): void {
  tool.stderr.add(`${tool.name}: Try '${tool.name} --help' for more information.\n`)
}
