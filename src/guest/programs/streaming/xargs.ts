import { Errno } from '../../errno.js'
import { toText } from '../../shell/tools/text.js'
import type { Wait } from '../../wait.js'
import { type Console, program } from './console.js'
import { readWhole } from './input.js'

const OPTIONS = [
  ...['0,null', 'a,arg-file=', 'd,delimiter=', 'E=', 'I=', 'i,replace?', 'L,max-lines=', 'l?', 'n,max-args='],
  ...['P,max-procs=', 'p,interactive', 'r,no-run-if-empty', 's,max-chars=', 't,verbose', 'x,exit', 'e?', 'o,open-tty'],
]
/** What findutils takes as the longest command line. */
const LARGEST = 131_072

interface Plan {
  readonly most: number
  readonly lines: number
  readonly chars: number
  readonly parallel: number
  readonly replace: string | undefined
  readonly isVerbose: boolean
  readonly command: readonly string[]
}

export const xargs = program(
  function* (console) {
    const options = yield* console.options(OPTIONS, { stopEarly: true })
    for (const [name, long] of [
      ['p', 'interactive'],
      ['o', 'open-tty'],
    ] as const) {
      if (options.has(name)) yield* console.fail(`mockvm doesn't do --${long} yet`)
    }
    const replace = options.value('I') ?? (options.has('i') ? (options.value('i') ?? '{}') : undefined)
    const plan: Plan = {
      most: replace === undefined ? yield* number(console, 'n', options.value('n')) : 1,
      lines: options.has('l') ? Number(options.value('l') ?? 1) : yield* number(console, 'L', options.value('L')),
      chars: Math.min(LARGEST, yield* number(console, 's', options.value('s'))),
      parallel:
        options.value('P') === '0' ? 1000 : options.has('P') ? yield* number(console, 'P', options.value('P')) : 1,
      replace,
      isVerbose: options.has('t'),
      command: options.operands.length > 0 ? options.operands : ['echo'],
    }
    const text = toText(yield* readWhole(console.task, options.value('a') ?? '-'))
    const delimiter = options.has('0') ? '\0' : unescaped(options.value('d'))
    const items = delimiter === undefined ? yield* words(console, text, plan) : split(text, delimiter)
    const end = options.value('E')
    const kept =
      end === undefined || !items.some(item => item.text === end)
        ? items
        : items.slice(
            0,
            items.findIndex(item => item.text === end),
          )
    const batches = plan.replace === undefined ? batch(kept, plan) : kept.map(item => [item.text])
    if (batches.length === 0 && !options.has('r') && plan.replace === undefined) batches.push([])
    yield* runAll(console, batches, plan)
    return undefined
  },
  { shortName: false },
)

interface Item {
  readonly text: string
  /** The last of its line. */
  readonly endsLine: boolean
}

function* number(console: Console, name: string, text: string | undefined): Generator<Wait, number, void> {
  if (text === undefined) return Number.POSITIVE_INFINITY
  if (!/^\d+$/.test(text)) yield* console.usage(`invalid number "${text}" for -${name} option`)
  if (Number(text) < 1) yield* console.usage(`value ${text} for -${name} option should be >= 1`)
  return Number(text)
}

function unescaped(delimiter: string | undefined): string | undefined {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', '0': '\0', r: '\r', '\\': '\\' }
  return delimiter?.replace(/^\\(x[0-9a-f]{2}|0[0-7]{0,3}|.)$/i, (_, code: string) => {
    if (/^x/i.test(code)) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
    if (/^0[0-7]+$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
    return escapes[code] ?? code
  })
}

function split(text: string, delimiter: string): Item[] {
  const parts = text.split(delimiter)
  if (parts.at(-1) === '') parts.pop()
  return parts.map(part => ({ text: part, endsLine: true }))
}

/** Blanks separate, quotes and backslashes keep together; with -I only the ends of lines separate. */
function* words(console: Console, text: string, { replace }: Plan): Generator<Wait, Item[], void> {
  const items: Item[] = []
  for (const line of text.replace(/\n$/, '').split('\n')) {
    let rest = replace === undefined ? line : line.replace(/^[ \t]+/, '')
    let word: string | undefined
    const found: string[] = []
    while (rest !== '') {
      const [part = ''] = /^(?:"[^"]*"|'[^']*'|\\.|["']|[^\\"' \t]+|[ \t]+|\\)/s.exec(rest) ?? [rest]
      rest = rest.slice(part.length)
      if (part === '"' || part === "'") {
        const kind = part === '"' ? 'double' : 'single'
        yield* console.fail(
          `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`,
        )
      }
      if (/^[ \t]/.test(part) && replace === undefined) {
        if (word !== undefined) found.push(word)
        word = undefined
      } else if (/^["']/.test(part)) word = (word ?? '') + part.slice(1, -1)
      else if (part.startsWith('\\')) word = (word ?? '') + part.slice(1)
      else word = (word ?? '') + part
    }
    if (word !== undefined) found.push(word)
    // A line that ends in a blank goes on in the next.
    const goesOn = /[ \t]$/.test(line) && replace === undefined
    for (const [index, each] of found.entries())
      items.push({ text: each, endsLine: index === found.length - 1 && !goesOn })
  }
  return items
}

function batch(items: readonly Item[], { most, lines, chars, command }: Plan): string[][] {
  const batches: string[][] = []
  const own = command.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0)
  let current: string[] = []
  let size = own
  let ended = 0
  const next = () => {
    if (current.length > 0) batches.push(current)
    current = []
    size = own
    ended = 0
  }
  for (const { text, endsLine } of items) {
    const length = Buffer.byteLength(text) + 1
    if (size + length > chars) next()
    current.push(text)
    size += length
    if (endsLine) ended++
    if (current.length >= most || ended >= lines) next()
  }
  next()
  return batches
}

function* runAll(console: Console, batches: readonly (readonly string[])[], plan: Plan): Generator<Wait, void, void> {
  const { task } = console
  const running: number[] = []
  for (const args of batches) {
    if (running.length >= plan.parallel) yield* collect(console, running)
    const { replace, command } = plan
    const argv =
      replace === undefined
        ? [...command, ...args]
        : command.map((word, at) => (at === 0 ? word : word.replaceAll(replace, args[0] ?? '')))
    if (plan.isVerbose) yield* console.say(`${argv.join(' ')}\n`)
    const path = argv[0] ?? ''
    try {
      yield* console.flush()
      const nothing = yield* task.open('/dev/null', { read: true, write: false })
      running.push(task.spawn({ path, argv }, { descriptors: { 0: nothing } }).pid)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.fail(`${path}: ${error.text}`, error.code === 'ENOENT' ? 127 : 126)
    }
  }
  while (running.length > 0) yield* collect(console, running)
}

/** One that has ended; what stops everything is an exit code of 255, or a signal. */
function* collect(console: Console, running: number[]): Generator<Wait, void, void> {
  const { task } = console
  let pid = running.find(each => task.endingOf(each) !== undefined)
  while (pid === undefined) {
    yield* task.waitForAny()
    pid = running.find(each => task.endingOf(each) !== undefined)
  }
  running.splice(running.indexOf(pid), 1)
  const name = task.guest.processes.get(pid)?.argv[0] ?? ''
  const ending = yield* task.wait(pid)
  if ('signal' in ending) return yield* console.fail(`${name}: terminated by signal ${ending.signal}`, 125)
  const { exitCode } = ending
  if (exitCode === 255) yield* console.fail(`${name}: exited with status 255; aborting`, 124)
  if (exitCode !== 0) console.exitCode = 123
}
