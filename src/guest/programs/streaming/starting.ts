/** Programs that change something about their process and become another program. */
import { Errno } from '../../errno.js'
import type { Body } from '../../tasks/stream.js'
import { quoted } from '../quote.js'
import { type Console, Exit, program } from './console.js'

const CANNOT_RUN = 125
const SIGHUP = 1

export const nohup = program(function* (console) {
  const { task } = console
  const { operands } = yield* console.options([], { usageCode: CANNOT_RUN, stopEarly: true })
  const [path] = operands
  if (path === undefined) return yield* console.usage('missing operand', CANNOT_RUN)
  // No descriptor of a guest's program is a terminal, so nothing has to be redirected.
  task.dispositions.set(SIGHUP, 'ignore')
  return yield* console.become({ path, argv: operands }, text => `failed to run command ${quoted(path)}: ${text}`)
})

export const nice = program(function* (console) {
  const args = console.args.map(arg => (/^-\d+$/.test(arg) ? `-n${arg.slice(1)}` : arg))
  const options = yield* console.options(['n,adjustment='], { usageCode: CANNOT_RUN, stopEarly: true, args })
  const adjustment = options.value('n')
  if (adjustment !== undefined && !/^[+-]?\d+$/.test(adjustment)) {
    yield* console.fail(`invalid adjustment ${quoted(adjustment)}`, CANNOT_RUN)
  }
  const [path] = options.operands
  if (path === undefined) {
    if (adjustment !== undefined) yield* console.usage('a command must be given with an adjustment', CANNOT_RUN)
    yield* console.print('0\n')
    throw new Exit(0)
  }
  return yield* console.become({ path, argv: options.operands }, text => `${quoted(path)}: ${text}`)
})

export const ionice = program(function* (console) {
  const options = yield* console.options(['c,class=', 'n,classdata=', 't,ignore'], { stopEarly: true })
  const [path] = options.operands
  if (path === undefined) {
    yield* console.print('none: prio 0\n')
    throw new Exit(0)
  }
  return yield* console.become({ path, argv: options.operands }, text => `failed to execute ${path}: ${text}`)
})

export const stdbuf = program(function* (console) {
  const declared = ['i,input=', 'o,output=', 'e,error=']
  const options = yield* console.options(declared, { usageCode: CANNOT_RUN, stopEarly: true })
  const [path] = options.operands
  if (path === undefined) return yield* console.usage('missing operand', CANNOT_RUN)
  if (options.list.length === 0) yield* console.usage('you must specify a buffering mode option', CANNOT_RUN)
  return yield* console.become(
    { path, argv: options.operands },
    text => `failed to run command ${quoted(path)}: ${text}`,
  )
})

export const setsid = program(
  function* (console) {
    const { task } = console
    const { processes } = task.guest
    const options = yield* console.options(['c,ctty', 'f,fork', 'w,wait'], { stopEarly: true })
    const [path] = options.operands
    if (path === undefined) return yield* console.usage('no command specified')
    const execution = { path, argv: options.operands }
    const explain = (text: string) => `failed to execute ${path}: ${text}`
    // A leader of its group can't begin a session; another process does it.
    if (options.has('f') || processes.get(task.pid)?.pgid === task.pid) {
      const child = task.fork(lead(console, execution, explain))
      return options.has('w') ? yield* task.wait(child.pid) : { exitCode: 0 }
    }
    processes.change(task.pid, { pgid: task.pid, sid: task.pid })
    return yield* console.become(execution, explain)
  },
  { shortName: true },
)

function lead(
  console: Console,
  execution: { path: string; argv: readonly string[] },
  explain: (text: string) => string,
): Body {
  return function* (task) {
    task.guest.processes.change(task.pid, { pgid: task.pid, sid: task.pid })
    try {
      return yield* task.become(execution)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* task.write(2, Buffer.from(`${console.name}: ${explain(error.text)}\n`))
      return { exitCode: error.code === 'ENOENT' ? 127 : 126 }
    }
  }
}

/** Only into the root that it is in already: a file system of another one would be another guest. */
export const chroot = program(function* (console) {
  const { task } = console
  const { files } = task.guest
  const declared = ['groups=', 'userspec=', 'skip-chdir']
  const options = yield* console.options(declared, { usageCode: CANNOT_RUN, stopEarly: true })
  const [root, ...given] = options.operands
  if (root === undefined) return yield* console.usage('missing operand', CANNOT_RUN)
  const refuse = (text: string) => console.fail(`cannot change root directory to ${quoted(root)}: ${text}`, CANNOT_RUN)
  if (!files.exists(task.path(root), task.cred)) yield* refuse('No such file or directory')
  if (files.stat(task.path(root), task.cred).kind !== 'directory') yield* refuse('Not a directory')
  if (task.cred.uid !== 0) yield* refuse('Operation not permitted')
  if (files.realpath(task.path(root)) !== '/')
    yield* console.fail("mockvm doesn't do another root than / yet", CANNOT_RUN)
  for (const name of ['groups', 'userspec']) {
    if (options.has(name)) yield* console.fail(`mockvm doesn't do --${name} yet`, CANNOT_RUN)
  }
  task.chdir('/')
  const argv = given.length > 0 ? given : [task.env.SHELL ?? '/bin/sh', '-i']
  return yield* console.become(
    { path: argv[0] ?? '', argv },
    text => `failed to run command ${quoted(argv[0] ?? '')}: ${text}`,
  )
})
