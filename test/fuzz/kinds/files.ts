/** Files opened, read, written, moved in and closed in any order, several at once. */
import type { Chance } from '../chance.js'
import { DIR, request, type Step } from '../story.js'
import { NAMES } from '../world.js'

const MODES = ['r', 'rb', 'w', 'wb', 'a', 'ab', 'r+', 'rb+', 'r+b', 'w+', 'wb+', 'w+b', 'a+', 'ab+', 'a+b']
const BAD_MODES = ['', 'rw', 'rt', 'x', 'R', 'r ', '+r', 'wx', 'r+w', 'rb+b', 'we']
/** Beside those of the world: new ones, and what can't be. */
const MORE_NAMES = [
  ...['new', 'new2', 'dir/new', 'nodir/new', 'hello/x', 'link/', 'dir/', 'dir/../hello', './hello', 'n'.repeat(255)],
]
const BAD_NAMES = [
  ...['n'.repeat(256), 'dirlink/inner', 'dirlink/new', 'loop/x', `${'d/'.repeat(2100)}x`, 'dangling/x', 'fifo/', ''],
]
const DEVICES = ['/dev/null', '/dev/zero', '/dev/full']
/** About the sizes of buffers, pages and files. */
const SIZES = [
  0, 1, 2, 3, 5, 6, 7, 100, 511, 1024, 4095, 4096, 4097, 8191, 8192, 8193, 9999, 10_000, 10_001, 12_288, 70_000,
]
const ODD_BASE64 = [
  ...['*', 'YQ', 'YWI', 'Y', '====', '=', 'YQ==YQ==', '=YWJj', 'YWJj=', 'YR==', 'YW\nJj', 'YW\rJj', 'YW Jj', 'YW-_'],
  ...['\u0000', '==', 'YQ=a', 'Y=Q='],
]
/** What somebody else does to files meanwhile. */
const MEDDLING: readonly ((a: string, b: string) => [path: string, arg: string[]])[] = [
  a => ['rm', ['-f', a]],
  (a, b) => ['mv', ['-f', a, b]],
  (a, b) => ['ln', ['-f', a, b]],
  a => ['chmod', ['600', a]],
  a => ['touch', [a]],
]
const MEDDLED = [...NAMES.filter(name => !['fifo', 'loop', 'script', 'readonly'].includes(name)), 'new', 'new2']

export function filesStory(chance: Chance): Step[] {
  // Few files, so that several handles meet in one.
  const names = chance.list(1 + chance.below(3), () => chance.oneOf([...NAMES, 'new']))
  let opened = 0
  const steps: Step[] = []
  const handle = () => handleFor(chance, opened)
  for (let left = 10 + chance.below(50); left > 0; left--) {
    const what = opened === 0 ? 0 : chance.below(25)
    if (what <= 2) {
      opened++
      steps.push(open(chance, names))
    } else if (what <= 8) steps.push(read(chance, handle()))
    else if (what <= 14) steps.push(write(chance, handle()))
    else if (what <= 19) steps.push(seek(chance, handle()))
    else if (what <= 21) steps.push(request('guest-file-flush', { handle: handle() }))
    else if (what === 22) steps.push(request('guest-file-close', { handle: handle() }))
    else if (what === 23) steps.push(chance.once(4) ? { reconnect: true } : { look: true })
    else steps.push(...meddle(chance, names, `process ${left}`))
  }
  return steps
}

function meddle(chance: Chance, names: readonly string[], process: string): Step[] {
  const usable = [...names.filter(name => MEDDLED.includes(name)), chance.oneOf(MEDDLED)]
  const name = () => `${DIR}/${chance.oneOf(usable)}`
  const [path, arg] = chance.oneOf(MEDDLING)(name(), name())
  return [{ ...request('guest-exec', { path, arg, 'capture-output': true }), starts: process }, { poll: process }]
}

function handleFor(chance: Chance, opened: number): number {
  if (chance.once(30)) return chance.oneOf([0, -1, 999, 1000 + opened, 2 ** 40])
  // Not all that was tried could be opened.
  return 1000 + chance.size(opened)
}

function open(chance: Chance, names: readonly string[]): Step {
  const mode = chance.once(25) ? chance.oneOf(BAD_MODES) : chance.oneOf(MODES)
  return request('guest-file-open', { path: path(chance, names), ...(!chance.once(12) && { mode }) })
}

function path(chance: Chance, names: readonly string[]): string {
  if (chance.once(12)) return `${DIR}/${chance.oneOf(MORE_NAMES)}`
  if (chance.once(30)) return `${DIR}/${chance.oneOf(BAD_NAMES)}`
  if (chance.once(20)) return chance.oneOf(DEVICES)
  return `${DIR}/${chance.oneOf(names)}`
}

function size(chance: Chance): number {
  return chance.once(3) ? chance.size(20_000) : chance.oneOf(SIZES)
}

function read(chance: Chance, handle: number): Step {
  if (chance.once(6)) return request('guest-file-read', { handle })
  const count = chance.once(25) ? chance.oneOf([-1, 50_331_648, 50_331_649, 1_000_000]) : size(chance)
  return request('guest-file-read', { handle, count })
}

function write(chance: Chance, handle: number): Step {
  const bytes = Buffer.from(chance.text('abcdefghijklmnopqrstuvwxyz\n', size(chance)))
  const base64 = chance.once(12) ? chance.oneOf(ODD_BASE64) : bytes.toString('base64')
  const count = chance.once(2) ? chance.below(bytes.length + 1) : chance.oneOf([-1, 0, bytes.length, bytes.length + 1])
  return request('guest-file-write', { handle, 'buf-b64': base64, ...(chance.once(4) && { count }) })
}

function seek(chance: Chance, handle: number): Step {
  const whence = chance.oneOf(['set', 'cur', 'end', 0, 1, 2, 'set', 'cur', 'end', chance.once(8) ? 3 : 0])
  const sign = whence === 'set' || whence === 0 ? (chance.once(15) ? -1 : 1) : chance.oneOf([1, -1])
  const offset = chance.once(25) ? chance.oneOf([2 ** 33, 2 ** 40, -(2 ** 40)]) : sign * size(chance)
  return request('guest-file-seek', { handle, offset, whence })
}
