/**
 * Whether bytes may be sent to an agent that acts on this machine. Stories are made so that they may; this is for what
 * chance makes of them, and for what is left of them while a difference is made smaller.
 */
import { JsonStream } from '../../src/json/stream.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/json/value.js'

/** Files outside of the folder that may be opened for writing. */
const DEVICES = ['/dev/null', '/dev/zero', '/dev/full']

/** They change nothing, whatever their arguments. */
const READERS = new Set(
  'true false echo printf cat head tail wc basename dirname pwd readlink realpath test [ stat ls printenv id whoami uname'.split(
    ' ',
  ),
)
/** They change what they are given, by these options and no others. */
const WRITERS = new Set('touch mkdir rmdir rm cp mv ln mkfifo chmod'.split(' '))
const OPTIONS = new Set(
  '-f -r -v -d -n -p -s -P -T -L -R -c -a -m -m600 --ignore-fail-on-non-empty --no-such-option -Y'.split(' '),
)

/** In the folder, and executed: nobody may make a program of them. */
const NEVER_PROGRAMS = ['script', 'readonly', 'dir', 'nowhere']

/** Nobody has an account of that name; the last one has where `fuzzer` is known to the agent alone. */
const USERS = ['', 'nobody-here', 'fuzzer']

/** A function to be asked for all that one agent is sent, in order. */
export function makeGuard(folder: string): (bytes: Buffer) => boolean {
  let found = true
  const stream = new JsonStream(message => {
    if ('value' in message && isJsonObject(message.value) && !isHarmless(message.value, folder)) found = false
  }, '5.2')
  return bytes => {
    const before = stream.snapshot()
    found = true
    stream.feed(bytes)
    // What isn't sent has not been read either.
    if (!found) stream.restore(before)
    return found
  }
}

function isHarmless(request: JsonObject, folder: string): boolean {
  const args = request.get('arguments')
  const argumentOf = (name: string): JsonValue | undefined => (isJsonObject(args) ? args.get(name) : undefined)
  switch (request.get('execute')) {
    case 'guest-file-open':
      return mayOpen(argumentOf('path'), argumentOf('mode') ?? 'r', folder)
    case 'guest-exec':
      return mayExecute(argumentOf('path'), argumentOf('arg') ?? [], folder)
    case 'guest-ssh-get-authorized-keys':
    case 'guest-ssh-add-authorized-keys':
    case 'guest-ssh-remove-authorized-keys': {
      const user = argumentOf('username')
      return typeof user !== 'string' || USERS.includes(user)
    }
    default:
      return true
  }
}

function mayOpen(path: JsonValue | undefined, mode: JsonValue, folder: string): boolean {
  if (typeof path !== 'string' || typeof mode !== 'string') return true
  return /^rb?$/.test(mode) || DEVICES.includes(path) || path === '/' || isInside(path, folder)
}

/** In the folder, however it is written. */
function isInside(path: string, folder: string): boolean {
  return (path === folder || path.startsWith(`${folder}/`)) && !path.includes('/..')
}

function mayExecute(path: JsonValue | undefined, args: JsonValue, folder: string): boolean {
  if (typeof path !== 'string' || !Array.isArray(args)) return true
  if (!args.every(arg => typeof arg === 'string')) return true
  if (path === '' || path.startsWith('/no/such')) return true
  if (NEVER_PROGRAMS.some(name => path === `${folder}/${name}`)) return true
  return mayRun(path.replace(/^(?:\/usr)?\/bin\//, ''), args as readonly string[], folder)
}

function mayRun(program: string, args: readonly string[], folder: string): boolean {
  if (program.startsWith('no-such')) return true
  // What never ends, and what waits for somebody to write: that all fifos are called so sees to the rest.
  const isEndless = args.some(arg => /\/dev\/|\/proc\/|fifo$/.test(arg))
  if (isEndless && !['test', 'stat', 'mkfifo'].includes(program)) return false
  if (program === 'tail') return !args.some(arg => /^-[^-]*[fF]|^--(?:f|r|p)/.test(arg))
  if (READERS.has(program)) return true
  if (WRITERS.has(program)) return mayChange(program, args, folder)
  if (program === 'date') return args.every(arg => /^(?:-u|\+.*|-d|@-?\d+)$/s.test(arg)) && args.includes('-d')
  if (program === 'env') return mayRunIn(args, folder)
  return false
}

/** All operands are in the folder, but for the mode of chmod, which comes first. */
function mayChange(program: string, args: readonly string[], folder: string): boolean {
  const operands = args.filter(arg => !arg.startsWith('-'))
  const files = program === 'chmod' ? operands.slice(1) : operands
  // With one operand a link is made where the agent is: in the root directory.
  if (program === 'ln' && files.length < 2) return false
  if (program === 'mkfifo' && !files.every(file => /fifo$/.test(file))) return false
  return (
    args.every(arg => !arg.startsWith('-') || OPTIONS.has(arg)) &&
    files.every(
      file => isInside(file, folder) && !NEVER_PROGRAMS.some(name => file === `${folder}/${name}` && name !== 'dir'),
    )
  )
}

/** What env(1) is given: options and variables, then a program. */
function mayRunIn(args: readonly string[], folder: string): boolean {
  const at = args.findIndex(arg => !/^(?:-i|-0|-uHOME|[^-=]*=.*)$/s.test(arg))
  if (at === -1) return true
  return mayRun(args[at] ?? '', args.slice(at + 1), folder)
}
