import { Errno } from '../errno.js'
import type { Ending } from '../processes.js'
import type { Description } from '../tasks/description.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'
import { calendar } from './local-time.js'
import { strftime } from './strftime.js'

const LOG = '/var/log/qga-fsfreeze-hook.log'
const DATE = '%a %b %e %H:%M:%S %Z %Y'
/** What package managers and editors leave behind. */
const IGNORED = /~$|\.(?:bak|orig|rpmnew|rpmorig|rpmsave|sample|dpkg-(?:old|new|tmp|dist|bak|backup|remove))$/
const CANNOT_RUN = 126
const NOT_FOUND = 127
/** A shell adds it to the number of the signal that killed a program. */
const SIGNALLED = 128

/**
 * The script that comes with the agent for its option -F. Runs everything executable in the folder `fsfreeze-hook.d`
 * beside it, one after the other, and writes down how that went; what comes of it, the script succeeds.
 */
export function* fsfreezeHook(task: Task): Generator<Wait, Ending, void> {
  const script = task.path(task.argv[0] ?? '')
  const folder = `${script.slice(0, script.lastIndexOf('/'))}/fsfreeze-hook.d`
  for (const path of executablesIn(task, folder)) {
    yield* log(task, `execute ${path} ${task.argv.slice(1).join(' ')}`)
    const status = yield* runOne(task, path)
    yield* log(task, `${path} finished with status=${status}`)
  }
  return { exitCode: 0 }
}

/** In the order of their names. */
function executablesIn(task: Task, folder: string): string[] {
  const { files } = task.guest
  if (!files.exists(folder, task.cred)) return []
  return files
    .readdir(folder, task.cred)
    .filter(name => !name.startsWith('.') && !IGNORED.test(name))
    .map(name => `${folder}/${name}`)
    .filter(path => isExecutable(task, path))
}

function isExecutable(task: Task, path: string): boolean {
  try {
    task.guest.files.access(path, 'x', task.cred)
    return true
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}

/** Both streams of it go to the log. */
function* runOne(task: Task, path: string): Generator<Wait, number, void> {
  const log = yield* openLog(task)
  if (log === undefined) return 1
  try {
    const execution = { path, argv: [path, ...task.argv.slice(1)], shellFallback: true }
    const ending = yield* task.run(execution, { descriptors: { 1: log, 2: log } })
    return 'signal' in ending ? SIGNALLED + ending.signal : ending.exitCode
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* append(task, `${task.argv[0]}: ${path}: ${error.text}\n`)
    return error.code === 'ENOENT' ? NOT_FOUND : CANNOT_RUN
  }
}

function* log(task: Task, text: string): Generator<Wait, void, void> {
  const { guest, env } = task
  yield* append(task, `${strftime(DATE, calendar(guest, env)(guest.clock.now()))}: ${text}\n`)
}

function* append(task: Task, text: string): Generator<Wait, void, void> {
  const log = yield* openLog(task)
  if (log === undefined) return
  const fd = task.descriptors.add(log)
  yield* task.write(fd, Buffer.from(text))
  task.descriptors.close(fd)
}

/** A shell complains about a log that it can't write, and goes on. */
function* openLog(task: Task): Generator<Wait, Description | undefined, void> {
  try {
    return yield* task.open(LOG, { read: false, write: true, append: true, create: true })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* task.write(2, Buffer.from(`${task.argv[0]}: ${LOG}: ${error.text}\n`))
    return undefined
  }
}
