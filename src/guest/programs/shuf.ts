import { quoted, quotedIfNeeded, quotedWord } from './quote.js'
import { readAll } from './reading.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['e,echo', 'i,input-range=', 'n,head-count=', 'o,output=', 'r,repeat', 'z,zero-terminated']
const LARGEST = 1 << 24

/** coreutils' shuf(1), with the guest's chance: the same every time a scenario runs with the same seed. */
export const shuf = tool(tool => {
  const options = tool.options(OPTIONS, { others: ['random-source='] })
  const range = options.value('i')
  const counts = options.list.filter(({ name }) => name === 'n').map(({ value = '' }) => value)
  const wrong = counts.find(count => !/^\d+$/.test(count))
  if (wrong !== undefined) throw tool.fail(`invalid line count: ${quotedWord(wrong)}`)
  if (range !== undefined && options.has('e')) throw tool.usage('cannot combine -e and -i options')
  const lines = range !== undefined ? numbers(tool, range) : undefined
  const extra = options.has('e') ? undefined : options.operands[range === undefined ? 1 : 0]
  if (extra !== undefined) throw tool.usage(`extra operand ${quotedWord(extra)}`)
  const end = Buffer.from(options.has('z') ? '\0' : '\n')
  const items = lines ?? (options.has('e') ? options.operands : undefined)?.map(text => Buffer.from(text))
  const source = items ?? linesOf(tool, options.operands[0] ?? '-', end)
  const count = counts.length === 0 ? undefined : Math.min(...counts.map(Number))
  const chosen = options.has('r') ? repeated(tool, source, count) : shuffled(tool, source).slice(0, count)
  const output = Buffer.concat(chosen.flatMap(line => [line, end]))
  const path = options.value('o')
  if (path === undefined) tool.print(output)
  else {
    tool.attempt(
      () => writeOutput(tool, path, output),
      text => `${quotedIfNeeded(path)}: ${text}`,
    )
  }
})

function numbers(tool: Tool, range: string): Buffer[] {
  const [, low = '', high = ''] = /^(\d+)-(\d+)$/.exec(range) ?? []
  const count = Number(high) - Number(low) + 1
  if (low === '' || count < 0) throw tool.fail(`invalid input range: ${quotedWord(range)}`)
  if (count > LARGEST) throw tool.fail(`mockvm doesn't do a range of more than ${LARGEST} numbers yet`)
  return Array.from({ length: count }, (_, index) => Buffer.from(String(BigInt(low) + BigInt(index))))
}

function linesOf(tool: Tool, operand: string, end: Buffer): Buffer[] {
  const bytes = tool.get(
    () => readAll(tool, operand),
    text => `${text === 'Is a directory' ? 'read error' : quotedIfNeeded(operand)}: ${text}`,
  )
  if (bytes === undefined) throw tool.exit(1)
  const lines: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const found = bytes.indexOf(end, at)
    const stop = found === -1 ? bytes.length : found
    lines.push(bytes.subarray(at, stop))
    at = stop + 1
  }
  return lines
}

function shuffled(tool: Tool, lines: readonly Buffer[]): Buffer[] {
  const random = tool.guest.random.stream('shuf')
  const result = [...lines]
  for (let at = 0; at < result.length - 1; at++) {
    const other = at + random.below(result.length - at)
    const [one, two] = [result[at], result[other]]
    if (one === undefined || two === undefined) continue
    result[at] = two
    result[other] = one
  }
  return result
}

function repeated(tool: Tool, lines: readonly Buffer[], count: number | undefined): Buffer[] {
  if (count === 0) return []
  if (lines.length === 0) throw tool.fail('no lines to repeat')
  if (count === undefined || count > LARGEST) throw tool.fail(`mockvm doesn't do -r without ${quoted('-n COUNT')} yet`)
  const random = tool.guest.random.stream('shuf')
  return Array.from({ length: count }, () => lines[random.below(lines.length)] ?? Buffer.alloc(0))
}

function writeOutput(tool: Tool, name: string, bytes: Uint8Array): void {
  const flags = { read: false, write: true, create: true, truncate: true }
  const file = tool.files.open(tool.path(name), flags, 0o644, tool.cred)
  try {
    for (let rest = bytes; rest.length > 0; ) rest = rest.subarray(file.write(rest))
  } finally {
    file.close()
  }
}
