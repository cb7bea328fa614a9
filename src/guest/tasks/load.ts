/** execve(2): from a name to what a process does. */
import { readEnviron } from '../environ.js'
import { Errno } from '../errno.js'
import { type Executable, type Resolution, resolveExecutable } from '../execve.js'
import type { Guest } from '../guest.js'
import { bodies } from '../programs/bodies.js'
import { builtins } from '../programs/registry.js'
import { play } from './play.js'
import type { Body } from './stream.js'
import type { Execution } from './task.js'

export interface Loaded {
  readonly body: Body
  readonly argv: readonly string[]
  /** Of a program that is only described all that is known is how long it takes: it works all the while. */
  readonly isBusy: boolean
  /** The path of the file. */
  readonly exe?: string
  readonly comm?: string
  /** No other program: the process goes on under its name with a text. */
  readonly isText?: boolean
}

const COMMAND_NOT_FOUND = 127

/** Throws Errno as resolveExecutable, and E2BIG. */
export function loadExecutable(
  guest: Guest,
  { path, argv: given, searchPath, shellFallback = false, runText }: Execution,
  environ: readonly string[],
  cwd: string,
  user: string,
): Loaded {
  const resolve = guest.system.resolveExecutable ?? resolveExecutable
  const { executable, argv, file, comm } = resolve(guest.files, guest.config.programs, {
    path,
    argv: given,
    searchPath: searchPath ?? readEnviron(environ).PATH,
    shellFallback: runText === undefined ? shellFallback : 'own',
    cred: guest.users.credentials(user),
    cwd,
  })
  checkSize([...argv, ...environ])
  const isBusy = executable.kind === 'scenario'
  const body = bodyOf(guest, executable, argv, runText)
  const names = { ...(file !== undefined && { exe: file }), ...(comm !== undefined && { comm }) }
  return { body, argv, isBusy, ...names, ...(executable.kind === 'text' && { isText: true }) }
}

function bodyOf(guest: Guest, executable: Executable, argv: readonly string[], runText: Execution['runText']): Body {
  if (executable.kind === 'scenario') {
    return guest.scenarioPrograms.body(executable.candidates, becoming(guest, executable.otherwise, runText))
  }
  if (executable.kind === 'text' && runText !== undefined) return runText(executable.path, argv)
  if (executable.kind === 'builtin') {
    const body = guest.system.bodies?.get(executable.name) ?? bodies.get(executable.name)
    if (body !== undefined) return body
    const program = guest.system.programs.get(executable.name) ?? builtins.get(executable.name)
    if (program !== undefined) return play(program)
  }
  return play(() => ({
    exitCode: COMMAND_NOT_FOUND,
    stderr: `mockvm: nothing says what '${argv.join(' ')}' does; add it to the scenario's programs\n`,
  }))
}

/** What a process goes on with that no entry of the scenario answers. */
function becoming(guest: Guest, resolve: () => Resolution, runText: Execution['runText']): Body {
  return function* (task) {
    const { executable, argv, file, comm } = resolve()
    task.argv = argv
    const names = { ...(file !== undefined && { exe: file }), ...(comm !== undefined && { comm }) }
    guest.processes.change(task.pid, { argv, isBusy: false, ...names })
    return yield* bodyOf(guest, executable, argv, runText)(task)
  }
}

/** MAX_ARG_STRLEN, and a quarter of the stack for all of them with a pointer each (fs/exec.c). */
const LONGEST_STRING = 131_072
const LARGEST_ARGUMENTS = 2 << 20
const POINTER = 8

function checkSize(strings: readonly string[]): void {
  const sizes = strings.map(text => Buffer.byteLength(text) + 1)
  const total = sizes.reduce((sum, size) => sum + size + POINTER, 0)
  if (sizes.some(size => size > LONGEST_STRING) || total > LARGEST_ARGUMENTS) throw new Errno('E2BIG')
}
