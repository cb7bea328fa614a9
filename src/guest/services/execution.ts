/** Executing one command of a service: as whom, where, with what around it. */

import { readEnviron, toEnviron } from '../environ.js'
import { Errno, unlessErrno } from '../errno.js'
import type { Guest } from '../guest.js'
import { STUB_MARK } from '../image/stub.js'
import { Null } from '../tasks/description.js'
import { readSettings } from './env-file.js'
import { type ExecLine, fillSpecifiers, fillVariables } from './exec-line.js'
import { JournalStream } from './journal-stream.js'
import type { Unit, UnitExec } from './unit.js'
import { isAssignment } from './unit-exec.js'

export type ExecMachine = Pick<Guest, 'config' | 'files' | 'hostname' | 'journal' | 'processes' | 'tasks' | 'users'>

/** What a service is executed with, whatever the command. */
interface Context {
  readonly environ: readonly string[]
  readonly cwd: string
  readonly user: string
}

/** Why nothing could be executed: systemd's own exit code, and what it says. */
export interface Trouble {
  readonly exitCode: number
  readonly messages: readonly string[]
}

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
const INIT = 1
/** Exit codes of systemd's own (systemd.exec(5)). */
const CHDIR = 200
const EXEC = 203
const USER = 217
/** Since then what fails before it is executed speaks by the name that it would have had. */
const SPEAKS_ITSELF = 255

/** What keeps the service from any start; undefined when nothing does. Throws nothing. */
export function missingEnvironment({ files }: ExecMachine, { environmentFiles }: UnitExec): string | undefined {
  return environmentFiles.find(({ path, isOptional }) => !isOptional && !files.exists(path))?.path
}

/**
 * `begun` is told the pid before anything is executed. What could not be executed is returned, with no process; and
 * "stands" when the process only stands for a program, and does nothing.
 */
export function execute(
  machine: ExecMachine,
  unit: Unit,
  exec: UnitExec,
  line: ExecLine,
  mainPid: number | undefined,
  begun: (pid: number) => void,
): Trouble | 'stands' | undefined {
  const { tasks, journal, hostname, processes, users, files } = machine
  const fill = (text: string) => fillSpecifiers(text, unit.name, hostname)
  const account = users.byName(unit.user)
  const path = fill(line.argv[0] ?? '')
  if (account === undefined && unit.user !== 'root')
    return step(unit, 'USER', USER, path, 'No such process', 'Failed to determine user credentials')
  const context = contextOf(machine, unit, exec, mainPid)
  const argv = fillVariables(line.argv.map(fill), readEnviron(context.environ))
  if (unlessErrno(() => files.stat(context.cwd).kind) !== 'directory') {
    return step(
      unit,
      'CHDIR',
      CHDIR,
      path,
      'No such file or directory',
      'Changing to the requested working directory failed',
    )
  }
  const identifier = path.slice(path.lastIndexOf('/') + 1)
  const output = new JournalStream(journal, unit.name, identifier, tasks.pipeLink().replace('pipe', 'socket'))
  const launch = { path, argv, searchPath: PATH, ppid: INIT, descriptors: { 0: new Null(), 1: output, 2: output } }
  const begins = (pid: number) => {
    output.pid = pid
    begun(pid)
    return () => {}
  }
  const standIn = () => {
    const pid = processes.allocatePid()
    begun(pid)
    processes.start({ pid, ppid: INIT, user: unit.user, argv: standInArgv(unit, argv) })
    return 'stands' as const
  }
  try {
    if (exec.isPlayed && isUnplayed(machine, path)) return standIn()
    tasks.launch({ ...launch, ...context }, () => false, begins)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (!isStandIn(machine, exec, path, error)) {
      return step(unit, 'EXEC', EXEC, path, error.text, `Failed to locate executable ${path}`)
    }
    return standIn()
  }
  return undefined
}

/** Who says that something could not be executed. */
export function speaker({ config }: ExecMachine, path: string): string {
  const version = Number.parseInt(config.packages.find(({ name }) => name === 'systemd')?.version ?? '252', 10)
  return version >= SPEAKS_ITSELF ? `(${path.slice(path.lastIndexOf('/') + 1)})` : 'systemd'
}

/** A machine program that can't be played, or one that only the scenario's unit knows: it is said to run. */
function isStandIn({ files }: ExecMachine, { isPlayed }: UnitExec, path: string, error: Errno): boolean {
  if (error.code === 'ENOENT') return isPlayed
  return error.code === 'ENOEXEC' && Buffer.from(files.readFile(path)).toString('latin1', 0, 4) === '\x7fELF'
}

/** A file that stands for a program which nobody has described. */
function isUnplayed({ files, config }: ExecMachine, path: string): boolean {
  if (config.programs.some(program => program.path === path)) return false
  const text = unlessErrno(() => Buffer.from(files.readFile(path)).toString('latin1'))
  return STUB_MARK.exec(text ?? '')?.[1] === 'program'
}

function standInArgv({ process }: Unit, argv: readonly string[]): readonly string[] {
  return process === undefined || process.includes('*') ? argv : [process]
}

function step(unit: Unit, name: string, exitCode: number, path: string, text: string, before?: string): Trouble {
  const why = `${unit.name}: Failed at step ${name} spawning ${path}: ${text}`
  return { exitCode, messages: before === undefined ? [why] : [`${unit.name}: ${before}: ${text}`, why] }
}

function contextOf(machine: ExecMachine, unit: Unit, exec: UnitExec, mainPid: number | undefined): Context {
  const { users, files, hostname } = machine
  const fill = (text: string) => fillSpecifiers(text, unit.name, hostname)
  const account = unit.user === 'root' ? undefined : users.byName(unit.user)
  const fromFiles = exec.environmentFiles.flatMap(({ path }) => [...readSettings(files, path)])
  const variables = new Map([
    ['LANG', 'C.UTF-8'],
    ['PATH', PATH],
    ...(account === undefined
      ? []
      : ([
          ['HOME', account.home],
          ['LOGNAME', account.name],
          ['USER', account.name],
          ['SHELL', account.shell],
        ] as const)),
    ...exec.environment.filter(isAssignment).map(fill).map(nameAndValue),
    ...fromFiles,
    ...(mainPid === undefined ? [] : ([['MAINPID', String(mainPid)]] as const)),
  ])
  const cwd = exec.workingDirectory === '~' ? (account?.home ?? '/root') : (exec.workingDirectory ?? '/')
  return { environ: toEnviron(Object.fromEntries(variables)), cwd: fill(cwd), user: unit.user }
}

function nameAndValue(text: string): readonly [string, string] {
  return [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]
}
