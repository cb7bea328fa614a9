/** From a name to the program that runs: execvp(3)'s search, then what the file that was found turns out to be. */
import type { ProgramConfig } from './config.js'
import { Errno, type ErrnoCode } from './errno.js'
import type { Credentials } from './files/credentials.js'
import type { Files } from './files/files.js'
import { STUB_MARK } from './image/stub.js'
import { wildcard } from './wildcard.js'

/** What execvp(3) searches when there is no PATH. */
const DEFAULT_PATH = '/bin:/usr/bin'
const MAX_INTERPRETERS = 4
const SHELL = '/bin/sh'
/** After these the search goes on with the next directory; any other error ends it. */
const PASSED_OVER = new Set<ErrnoCode>(['EACCES', 'ENOENT', 'ENOTDIR', 'ENODEV', 'ETIMEDOUT'])

export type Executable =
  /** A built-in program of that name. */
  | { readonly kind: 'builtin'; readonly name: string }
  /** One that the scenario describes. */
  | { readonly kind: 'scenario'; readonly program: ProgramConfig }
  /** The scenario has programs of that name, but none for these arguments. */
  | { readonly kind: 'unmatched'; readonly name: string }

export interface ResolveRequest {
  readonly path: string
  readonly argv: readonly string[]
  readonly searchPath: string | undefined
  readonly cred: Credentials
  /** What is executable, but nothing that can be executed, is run by /bin/sh, as GLib does it. */
  readonly shellFallback: boolean
}

export interface Resolution {
  readonly executable: Executable
  readonly argv: readonly string[]
}

/** How a system gets from a name to a program. Throws Errno. */
export type ResolveExecutable = (
  files: Files,
  programs: readonly ProgramConfig[],
  request: ResolveRequest,
) => Resolution

/**
 * Throws ENOENT, EACCES (not executable, a directory), ETXTBSY (open for writing), ENOEXEC (executable, but no program), and
 * what walking the path throws. `argv` may change: a script's interpreter gets the script's path.
 */
export function resolveExecutable(
  files: Files,
  programs: readonly ProgramConfig[],
  request: ResolveRequest,
): Resolution {
  let { path, argv } = request
  let found = search(files, path, request.searchPath, request.cred)
  for (let depth = 0; depth <= MAX_INTERPRETERS; depth++) {
    const canonical = files.realpath(found)
    // Uploaded and run before it was closed: the classic mistake.
    if (files.isBeingWritten(canonical)) throw new Errno('ETXTBSY')
    const program = programs.find(program => matches(files, program, [path, found, canonical], argv.slice(1)))
    if (program !== undefined) return { executable: { kind: 'scenario', program }, argv }
    const content = Buffer.from(files.readFile(canonical)).toString('latin1')
    const stub = STUB_MARK.exec(content)
    if (stub?.[1] === 'built-in') return { executable: { kind: 'builtin', name: stub[2] ?? '' }, argv }
    if (stub?.[1] === 'program') return { executable: { kind: 'unmatched', name: stub[2] ?? '' }, argv }
    const script = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*?))?[ \t]*(?:\n|$)/.exec(content)
    if (script === null && !request.shellFallback) throw new Errno('ENOEXEC')
    const [, interpreter = SHELL, argument = ''] = script ?? []
    argv = [interpreter, ...(argument === '' ? [] : [argument]), found, ...argv.slice(1)]
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
      if (!(error instanceof Errno) || !PASSED_OVER.has(error.code)) throw error
      denied ||= error.code === 'EACCES'
    }
  }
  throw new Errno(denied ? 'EACCES' : 'ENOENT')
}

function checkExecutable(files: Files, path: string, cred: Credentials): void {
  if (files.stat(path).kind !== 'file') throw new Errno('EACCES')
  files.access(path, 'x', cred)
}

function matches(files: Files, program: ProgramConfig, names: readonly string[], args: readonly string[]): boolean {
  const allNames = names.flatMap(name => [name, name.slice(name.lastIndexOf('/') + 1)])
  if (program.path !== undefined)
    return names.includes(program.path) || names.includes(canonicalPath(files, program.path))
  const [word = '', ...rest] = (program.match ?? '').trim().split(/\s+/)
  return allNames.includes(word) && wildcard(rest.join(' ')).test(args.join(' '))
}

/** Where the links of a path lead to (/bin is /usr/bin on most systems); the path itself when it is not there. */
function canonicalPath(files: Files, path: string): string {
  return files.exists(path) ? files.realpath(path) : path
}
