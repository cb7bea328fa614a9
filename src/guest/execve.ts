/** From a name to the program that runs: execvp(3)'s search, then what the file that was found turns out to be. */
import type { ProgramConfig } from './config.js'
import { Errno } from './errno.js'
import type { Credentials } from './files/credentials.js'
import type { Files } from './files/files.js'
import { STUB_MARK } from './image/stub.js'

/** What execvp(3) searches when there is no PATH. */
const DEFAULT_PATH = '/bin:/usr/bin'
const MAX_INTERPRETERS = 4

export type Executable =
  /** A built-in program of that name. */
  | { readonly kind: 'builtin'; readonly name: string }
  /** One that the scenario describes. */
  | { readonly kind: 'scenario'; readonly program: ProgramConfig }
  /** The scenario has programs of that name, but none for these arguments. */
  | { readonly kind: 'unmatched'; readonly name: string }

/**
 * Throws ENOENT, EACCES (not executable, a directory), ENOEXEC (executable, but nothing that the guest can run), and
 * what walking the path throws. `argv` may change: a script's interpreter gets the script's path.
 */
export function resolveExecutable(
  files: Files,
  programs: readonly ProgramConfig[],
  request: {
    readonly path: string
    readonly argv: readonly string[]
    readonly searchPath: string | undefined
    readonly cred: Credentials
  },
): { readonly executable: Executable; readonly argv: readonly string[] } {
  let { path, argv } = request
  let found = search(files, path, request.searchPath, request.cred)
  for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
    const canonical = files.realpath(found)
    const program = programs.find(program => matches(program, [path, found, canonical], argv.slice(1)))
    if (program !== undefined) return { executable: { kind: 'scenario', program }, argv }
    const content = Buffer.from(files.readFile(canonical)).toString('latin1')
    const stub = STUB_MARK.exec(content)
    if (stub?.[1] === 'built-in') return { executable: { kind: 'builtin', name: stub[2] ?? '' }, argv }
    if (stub?.[1] === 'program') return { executable: { kind: 'unmatched', name: stub[2] ?? '' }, argv }
    const script = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*?))?[ \t]*(?:\n|$)/.exec(content)
    if (script === null) throw new Errno('ENOEXEC')
    const [, interpreter = '', argument] = script
    argv = [interpreter, ...(argument === undefined || argument === '' ? [] : [argument]), found, ...argv.slice(1)]
    path = interpreter
    found = interpreter
    checkExecutable(files, found, request.cred)
  }
  throw new Errno('ELOOP')
}

function search(files: Files, name: string, searchPath: string | undefined, cred: Credentials): string {
  if (name === '') throw new Errno('ENOENT')
  if (name.includes('/')) {
    checkExecutable(files, name, cred)
    return name
  }
  let denied = false
  for (const directory of (searchPath ?? DEFAULT_PATH).split(':')) {
    const candidate = directory === '' ? name : `${directory}/${name}`
    try {
      checkExecutable(files, candidate, cred)
      return candidate
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      denied ||= error.code === 'EACCES'
    }
  }
  throw new Errno(denied ? 'EACCES' : 'ENOENT')
}

function checkExecutable(files: Files, path: string, cred: Credentials): void {
  if (files.stat(path).kind !== 'file') throw new Errno('EACCES')
  files.access(path, 'x', cred)
}

function matches(program: ProgramConfig, names: readonly string[], args: readonly string[]): boolean {
  const allNames = names.flatMap(name => [name, name.slice(name.lastIndexOf('/') + 1)])
  if (program.path !== undefined) return names.includes(program.path)
  const [word = '', ...rest] = (program.match ?? '').trim().split(/\s+/)
  return allNames.includes(word) && wildcard(rest.join(' ')).test(args.join(' '))
}

/** `*` stands for any text, the empty one too. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.split('*').map(part => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*')}$`)
}
