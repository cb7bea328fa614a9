/** tail -f and -F: what comes later is looked for every second of the guest's clock. */
import { Errno } from '../../errno.js'
import { play } from '../../tasks/play.js'
import type { Body } from '../../tasks/stream.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { readOptions } from '../options.js'
import { textBytes } from '../output.js'
import type { Program } from '../program.js'
import { quoted } from '../quote.js'
import { statusOf } from './console.js'
import { parseDuration } from './duration.js'
import { closeInput, openInput } from './input.js'
import { OutputReader } from './output-reader.js'

const DECLARED = [
  ...['n,lines=', 'c,bytes=', 'q,quiet,silent', 'v,verbose', 'f,follow?', 'F', 's,sleep-interval=', 'pid=', 'retry'],
  'max-unchanged-stats=',
]
const PIECE = 65_536

interface Followed {
  readonly operand: string
  fd: number | undefined
  ino: number | undefined
  offset: bigint
}

export function following(whole: Program): Body {
  const rest = play(whole)
  return function* (task) {
    const args = task.argv.slice(1).map((arg, at) => (at === 0 && /^-\d+f$/.test(arg) ? `-fn${arg.slice(1, -1)}` : arg))
    const options = readOptions(args, DECLARED, false)
    if (typeof options === 'string' || !(options.has('f') || options.has('F'))) return yield* rest(task)
    return yield* follow(task, rest, options)
  }
}

function* follow(task: Task, rest: Body, options: Exclude<ReturnType<typeof readOptions>, string>): ReturnType<Body> {
  const byName = options.has('F') || options.value('f') === 'name'
  const operands = options.operands.length === 0 ? ['-'] : options.operands
  const interval = parseDuration(options.value('s') ?? '1')
  const name = task.argv[0] ?? 'tail'
  const files: Followed[] = operands.map(operand => ({ operand, fd: undefined, ino: undefined, offset: 0n }))
  for (const file of files) yield* open(task, file)
  // The last lines first, as without -f.
  const shown = options.list.filter(option => ['n', 'c', 'q', 'v'].includes(option.name))
  const words = shown.flatMap(({ name: letter, value }) =>
    value === undefined ? [`-${letter}`] : [`-${letter}`, value],
  )
  const before = task.argv
  task.argv = [name, ...words, ...options.operands]
  const first = yield* rest(task)
  task.argv = before
  const isThere = (file: Followed) => file.fd !== undefined
  const exitCode = statusOf(first)
  if (!byName && !options.has('retry') && !files.some(isThere)) {
    yield* say(task, `${name}: no files remaining\n`)
    return { exitCode: 1 }
  }
  const headers = options.last('q', 'v') === undefined ? operands.length > 1 : options.last('q', 'v') === 'v'
  let last = files.at(-1)
  if (files.length === 1 && operands[0] === '-') return { exitCode }
  const reader = new OutputReader(task)
  for (;;) {
    if (!(yield* reader.sleep(interval === undefined || interval === 'forever' ? 1_000_000_000n : interval)))
      return { exitCode: 1 }
    const watched = options.value('pid')
    const isOver = watched !== undefined && task.guest.processes.get(Number(watched)) === undefined
    for (const file of files) {
      if (byName) yield* reopen(task, file, name)
      if (file.fd === undefined) continue
      for (const bytes of yield* news(task, file, name)) {
        if (headers && last !== file) yield* write(task, textBytes(`\n==> ${file.operand} <==\n`))
        last = file
        yield* write(task, bytes)
      }
    }
    if (isOver) return { exitCode }
  }
}

function* open(task: Task, file: Followed): Generator<Wait, void, void> {
  if (file.operand === '-') {
    file.fd = 0
    return
  }
  try {
    file.fd = yield* openInput(task, file.operand)
    const opened = task.descriptors.get(file.fd).file
    file.ino = opened?.stat().ino
    file.offset = opened?.stat().size ?? 0n
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    file.fd = undefined
  }
}

/** Another file may have the name now, or none. */
function* reopen(task: Task, file: Followed, name: string): Generator<Wait, void, void> {
  const path = task.path(file.operand)
  const { files } = task.guest
  const isThere = files.exists(path, task.cred)
  const ino = isThere ? files.stat(path, task.cred).ino : undefined
  if (ino === file.ino) return
  if (file.fd !== undefined) closeInput(task, file.fd)
  const wasThere = file.ino !== undefined
  file.fd = undefined
  file.ino = undefined
  if (!isThere) {
    if (wasThere)
      yield* say(task, `${name}: ${quoted(file.operand)} has become inaccessible: No such file or directory\n`)
    return
  }
  yield* open(task, file)
  file.offset = 0n
  const what = wasThere ? 'has been replaced' : 'has appeared'
  yield* say(task, `${name}: ${quoted(file.operand)} ${what};  following new file\n`)
}

function* news(task: Task, file: Followed, name: string): Generator<Wait, Uint8Array[], void> {
  const opened = file.fd === undefined ? undefined : task.descriptors.get(file.fd).file
  if (opened === undefined) return []
  const { size, kind } = opened.stat()
  if (kind !== 'file') return []
  if (size < file.offset) {
    yield* say(task, `${name}: ${file.operand}: file truncated\n`)
    file.offset = 0n
  }
  opened.seek(file.offset, 'set')
  const parts: Uint8Array[] = []
  while (file.offset < size) {
    const part = opened.read(PIECE)
    if (part.length === 0) break
    parts.push(part)
    file.offset += BigInt(part.length)
  }
  return parts
}

function* say(task: Task, text: string): Generator<Wait, void, void> {
  if (task.descriptors.has(2)) yield* task.write(2, textBytes(text))
}

function* write(task: Task, bytes: Uint8Array): Generator<Wait, void, void> {
  if (task.descriptors.has(1)) yield* task.write(1, bytes)
}
