/** Limits of a service as systemd starts it. They are told and remembered; nothing is kept from going past them. */
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { type Options, readOptions } from './options.js'

interface Resource {
  /** As `ulimit -a` of bash calls it. */
  readonly name: string
  /** "(blocks, -c)" */
  readonly unit: string
  /** As dash calls it; undefined: it doesn't know it. */
  readonly short?: string
  readonly soft: number | undefined
  readonly hard: number | undefined
}

const UNLIMITED = { soft: undefined, hard: undefined }
const PROCESSES = 7_823

/** By letter, in the order of bash. */
const RESOURCES: ReadonlyMap<string, Resource> = new Map([
  ['R', { name: 'real-time non-blocking time', unit: '(microseconds, -R)', ...UNLIMITED }],
  ['c', { name: 'core file size', unit: '(blocks, -c)', short: 'coredump(blocks)', soft: 0, hard: undefined }],
  ['d', { name: 'data seg size', unit: '(kbytes, -d)', short: 'data(kbytes)', ...UNLIMITED }],
  ['e', { name: 'scheduling priority', unit: '(-e)', soft: 0, hard: 0 }],
  ['f', { name: 'file size', unit: '(blocks, -f)', short: 'file(blocks)', ...UNLIMITED }],
  ['i', { name: 'pending signals', unit: '(-i)', soft: PROCESSES, hard: PROCESSES }],
  ['l', { name: 'max locked memory', unit: '(kbytes, -l)', short: 'locked memory(kbytes)', soft: 8192, hard: 8192 }],
  ['m', { name: 'max memory size', unit: '(kbytes, -m)', short: 'memory(kbytes)', ...UNLIMITED }],
  ['n', { name: 'open files', unit: '(-n)', short: 'nofiles', soft: 1024, hard: 524_288 }],
  ['p', { name: 'pipe size', unit: '(512 bytes, -p)', soft: 8, hard: 8 }],
  ['q', { name: 'POSIX message queues', unit: '(bytes, -q)', soft: 819_200, hard: 819_200 }],
  ['r', { name: 'real-time priority', unit: '(-r)', short: 'rtprio', soft: 0, hard: 0 }],
  ['s', { name: 'stack size', unit: '(kbytes, -s)', short: 'stack(kbytes)', soft: 8192, hard: undefined }],
  ['t', { name: 'cpu time', unit: '(seconds, -t)', short: 'time(seconds)', ...UNLIMITED }],
  ['u', { name: 'max user processes', unit: '(-u)', short: 'process', soft: PROCESSES, hard: PROCESSES }],
  ['v', { name: 'virtual memory', unit: '(kbytes, -v)', short: 'vmemory(kbytes)', ...UNLIMITED }],
  ['x', { name: 'file locks', unit: '(-x)', short: 'locks', ...UNLIMITED }],
])
/** In the order of dash; of each its letter there. */
const OF_DASH = [...'tfdscmlpnvwr']
const LETTERS_OF_DASH: Readonly<Record<string, string>> = { p: 'u', w: 'x' }

export const ulimit: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(
    shell,
    name,
    args,
    isBash ? `SHa${[...RESOURCES.keys()].join('')}bkPT` : 'HSatfdscmlpnvwr',
  )
  if (typeof options === 'number') return options
  if (options.has('a')) {
    yield* shell.print(listAll(shell, options))
    return 0
  }
  const known = isBash ? [...RESOURCES.keys()] : OF_DASH
  const letters = known.filter(letter => options.has(letter))
  const wanted = letters.length === 0 ? ['f'] : letters
  const [text] = options.rest
  for (const given of wanted) {
    const letter = isBash ? given : (LETTERS_OF_DASH[given] ?? given)
    if (text !== undefined) {
      const status = yield* change(shell, name, letter, text, options)
      if (status !== 0) return status
      continue
    }
    const { soft, hard } = limitOf(shell, letter)
    const value = shown(options.has('H') ? hard : soft)
    const resource = RESOURCES.get(letter)
    yield* shell.print(wanted.length > 1 && resource !== undefined ? rowOfBash(resource, value) : `${value}\n`)
  }
  return 0
}

function limitOf(shell: Shell, letter: string): { soft: number | undefined; hard: number | undefined } {
  return shell.limits.get(letter) ?? RESOURCES.get(letter) ?? UNLIMITED
}

function shown(value: number | undefined): string {
  return value === undefined ? 'unlimited' : String(value)
}

function listAll(shell: Shell, options: Options): string {
  const side = (letter: string) => shown(limitOf(shell, letter)[options.has('H') ? 'hard' : 'soft'])
  if (shell.dialect.isBash) return [...RESOURCES].map(([letter, it]) => rowOfBash(it, side(letter))).join('')
  return OF_DASH.map(given => {
    const letter = LETTERS_OF_DASH[given] ?? given
    return `${(RESOURCES.get(letter)?.short ?? '').padEnd(20)} ${side(letter)}\n`
  }).join('')
}

/** Name and unit stand at the two ends of a column. */
function rowOfBash({ name, unit }: Resource, value: string): string {
  return `${name.padEnd(Math.max(name.length + 1, 41 - unit.length - 1))}${unit} ${value}\n`.replace(
    /^(.{1,80})$/m,
    '$1',
  )
}

/** Downwards; upwards only as far as the hard limit, which nobody raises here. */
function* change(
  shell: Shell,
  name: string,
  letter: string,
  text: string,
  options: Options,
): Generator<Wait, number, void> {
  const { isBash } = shell.dialect
  const limit = limitOf(shell, letter)
  const isWord = text === 'unlimited' || (isBash && /^(?:hard|soft)$/.test(text))
  if (!isWord && !/^\d+$/.test(text)) {
    if (isBash) return yield* refuse(shell, name, `${text}: invalid number`)
    throw yield* failed(shell, name, 'bad number')
  }
  const value =
    text === 'unlimited' ? undefined : text === 'hard' ? limit.hard : text === 'soft' ? limit.soft : Number(text)
  const isHard = options.has('H') || !options.has('S')
  const isSoft = options.has('S') || !options.has('H')
  const isPast = limit.hard !== undefined && (value === undefined || value > limit.hard)
  if ((isPast && shell.task.cred.uid !== 0) || (isPast && letter === 'n'))
    return yield* notPermitted(shell, name, letter)
  shell.limits.set(letter, { soft: isSoft ? value : limit.soft, hard: isHard ? value : limit.hard })
  return 0
}

function* notPermitted(shell: Shell, name: string, letter: string): Generator<Wait, number, void> {
  const text = 'Operation not permitted'
  const what = RESOURCES.get(letter)?.name ?? ''
  if (shell.dialect.isBash) return yield* refuse(shell, name, `${what}: cannot modify limit: ${text}`)
  throw yield* failed(shell, name, `error setting limit (${text})`)
}
