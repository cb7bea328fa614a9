/** su, runuser and sudo, as far as they are a change of user: nobody can type a password in a guest. */
import { Errno } from '../../errno.js'
import type { Guest } from '../../guest.js'
import type { Ending } from '../../processes.js'
import type { Account } from '../../users.js'
import type { Wait } from '../../wait.js'
import { type Console, notRun, program, statusOf } from './console.js'
import { needsNoPassword } from './sudoers.js'

const LOGIN_PATH = '/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games'
const ROOT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const SU_OPTIONS = [
  ...['c,command=', 'session-command=', 'f,fast', 'g,group=', 'G,supp-group=', 'l,login', 'm,preserve-environment'],
  ...['p', 'P,pty', 's,shell=', 'u,user=', 'w,whitelist-environment='],
]

export const su = program(console => switchUser(console, false), { shortName: true })
export const runuser = program(console => switchUser(console, true), { shortName: true })

function* switchUser(console: Console, isRunuser: boolean): Generator<Wait, Ending, void> {
  const { task } = console
  // What follows the user's name is the shell's.
  const options = yield* console.options(SU_OPTIONS)
  const operands = [...options.operands]
  const isLogin = options.has('l') || operands[0] === '-'
  if (operands[0] === '-') operands.shift()
  const direct = isRunuser ? options.value('u') : undefined
  const name = direct ?? operands.shift() ?? 'root'
  const account = task.guest.users.byName(name)
  if (account === undefined) {
    return yield* console.fail(`user ${name} does not exist or the user entry does not contain all the required fields`)
  }
  if (task.cred.uid !== 0) {
    if (isRunuser) return yield* console.fail('may not be used by non-root users')
    yield* console.say('Password: ')
    return yield* console.fail('Authentication failure')
  }
  if (direct !== undefined) {
    if (operands.length === 0) yield* console.fail('no command was specified')
    return yield* runAs(console, account, operands, task.environ)
  }
  const shell = options.value('s') ?? (account.shell === '' ? '/bin/sh' : account.shell)
  const command = options.value('c') ?? options.value('session-command')
  const argv0 = isLogin ? `-${shell.slice(shell.lastIndexOf('/') + 1)}` : shell.slice(shell.lastIndexOf('/') + 1)
  const argv = [argv0, ...(command === undefined ? [] : ['-c', command]), ...operands]
  const environ = options.has('m') || options.has('p') ? task.environ : environOf(task.environ, account, shell, isLogin)
  return yield* runAs(console, account, argv, environ, shell, isLogin ? account.home : undefined)
}

function environOf(
  environ: readonly string[],
  { name, uid, home }: Account,
  shell: string,
  isLogin: boolean,
): string[] {
  const own = [`HOME=${home}`, `SHELL=${shell}`]
  const user = [`USER=${name}`, `LOGNAME=${name}`]
  if (isLogin) {
    const term = environ.filter(entry => entry.startsWith('TERM='))
    return [...term, ...own, ...user, `PATH=${uid === 0 ? ROOT_PATH : LOGIN_PATH}`]
  }
  // A change to root leaves who logged in.
  return replaced(environ, uid === 0 ? own : [...own, ...user])
}

function replaced(environ: readonly string[], entries: readonly string[]): string[] {
  const names = entries.map(entry => entry.slice(0, entry.indexOf('=') + 1))
  return [...environ.filter(entry => !names.some(name => entry.startsWith(name))), ...entries]
}

function* runAs(
  console: Console,
  account: Account,
  argv: readonly string[],
  environ: readonly string[],
  path = argv[0] ?? '',
  home?: string,
): Generator<Wait, Ending, void> {
  const { task } = console
  const cwd = home !== undefined && task.guest.files.exists(home) ? home : task.cwd
  yield* console.flush()
  try {
    const execution = { path, argv, searchPath: task.env.PATH ?? ROOT_PATH }
    const ending = yield* task.run(execution, { user: account.name, environ, cwd })
    return { exitCode: statusOf(ending) }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return yield* console.fail(`failed to execute ${path}: ${error.text}`, notRun(error))
  }
}

const SUDO_OPTIONS = [
  ...['u,user=', 'g,group=', 'n,non-interactive', 'E,preserve-env?', 'H,set-home', 'i,login', 's,shell', 'S,stdin'],
  ...[
    'k,reset-timestamp',
    'K,remove-timestamp',
    'v,validate',
    'b,background',
    'D,chdir=',
    'l,list',
    'V,version',
    'A',
    'e,edit',
  ],
]
const KEPT = /^(?:DISPLAY|LANG|LANGUAGE|LC_[A-Z]+|TERM|TZ|COLORS|LS_COLORS|PATH)=/

/** Who isn't root may what sudoers lets them do without a password: nobody can type one. */
export const sudo = program(
  function* (console) {
    const { task } = console
    const { guest } = task
    const options = yield* console.options(SUDO_OPTIONS, { stopEarly: true })
    for (const [name, long] of [
      ['l', 'list'],
      ['b', 'background'],
      ['e', 'edit'],
      ['V', 'version'],
    ] as const) {
      if (options.has(name)) yield* console.fail(`mockvm doesn't do --${long} yet`)
    }
    const name = options.value('u') ?? 'root'
    const account = name.startsWith('#') ? guest.users.byUid(Number(name.slice(1))) : guest.users.byName(name)
    if (account === undefined) {
      yield* console.say(`sudo: unknown user ${name}\n`)
      return yield* console.fail('error initializing audit plugin sudoers_audit')
    }
    const user = guest.users.byName(task.user)
    const command = options.operands.filter(
      (word, at, all) => !isAssignment(word) || !all.slice(0, at).every(isAssignment),
    )
    const isFree = user !== undefined && needsNoPassword(guest, user, [placeOf(guest, command[0]), ...command.slice(1)])
    if (task.cred.uid !== 0 && !isFree) {
      if (options.has('n')) return yield* console.fail('a password is required')
      yield* console.say(
        'sudo: a terminal is required to read the password; either use the -S option to read from standard input or configure an askpass helper\n',
      )
      return yield* console.fail('a password is required')
    }
    const given = [...options.operands]
    const assigned: string[] = []
    while (isAssignment(given[0] ?? '')) assigned.push(given.shift() ?? '')
    if (options.has('v') || (given.length === 0 && (options.has('k') || options.has('K')))) return { exitCode: 0 }
    const shell = account.shell === '' ? '/bin/sh' : account.shell
    const isLogin = options.has('i')
    if (given.length === 0 && !isLogin && !options.has('s')) return yield* usage(console)
    const argv =
      isLogin || options.has('s') ? [shell, ...(given.length > 0 ? ['-c', given.map(escaped).join(' ')] : [])] : given
    const base = options.has('E') ? task.environ : task.environ.filter(entry => KEPT.test(entry))
    const environ = replaced(base, [
      ...[
        `SHELL=${shell}`,
        `PATH=${ROOT_PATH}`,
        `LOGNAME=${account.name}`,
        `USER=${account.name}`,
        `HOME=${account.home}`,
      ],
      ...[`SUDO_COMMAND=${argv.join(' ')}`, `SUDO_USER=${task.user}`],
      ...[`SUDO_UID=${user?.uid ?? 0}`, `SUDO_GID=${user?.gid ?? 0}`],
      ...assigned,
    ])
    const directory = options.value('D') ?? (isLogin ? account.home : undefined)
    try {
      const execution = { path: argv[0] ?? '', argv, searchPath: ROOT_PATH }
      const cwd = directory === undefined ? task.cwd : task.path(directory)
      return { exitCode: statusOf(yield* task.run(execution, { user: account.name, environ, cwd })) }
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      const path = argv[0] ?? ''
      const isMissing = error.code === 'ENOENT'
      return yield* console.fail(isMissing ? `${path}: command not found` : `unable to execute ${path}: ${error.text}`)
    }
  },
  { shortName: true },
)

const isAssignment = (word: string) => /^[A-Za-z_]\w*=/.test(word)

/** The path of a command as sudoers has it: a shell's without any. */
function placeOf({ files }: Guest, name = '/bin/sh'): string {
  if (name.includes('/')) return name
  const places = ROOT_PATH.split(':').map(folder => `${folder}/${name}`)
  return places.find(path => files.exists(path)) ?? name
}

function* usage(console: Console): Generator<Wait, Ending, void> {
  yield* console.say(
    'usage: sudo -h | -K | -k | -V\n' +
      'usage: sudo -v [-ABkNnS] [-g group] [-h host] [-p prompt] [-u user]\n' +
      'usage: sudo [-ABbEHkNnPS] [-r role] [-t type] [-C num] [-D directory] [-g group] [-h host] [-p prompt] [-R directory] [-T timeout] [-u user] [VAR=value] [-i | -s] [command [arg ...]]\n',
  )
  return { exitCode: 1 }
}

function escaped(word: string): string {
  return word.replace(/[^A-Za-z0-9_$-]/g, '\\$&')
}
