/** From a name to the program that runs: execvp(3)'s search, then what the file that was found turns out to be. */
import type { ProgramConfig } from './config.js'
import { Errno, type ErrnoCode } from './errno.js'
import type { Credentials } from './files/credentials.js'
import type { Files } from './files/files.js'
import { STUB_MARK } from './image/stub.js'
import { commOf } from './kernel/proc-pid-names.js'
import { type Candidate, candidates } from './scenario-programs/match-command.js'
import { unixNaming } from './scenario-programs/naming.js'

/** What execvp(3) searches when there is no PATH. */
const DEFAULT_PATH = '/bin:/usr/bin'
const MAX_INTERPRETERS = 4
const SHELL = '/bin/sh'
/** After these the search goes on with the next directory; any other error ends it. */
const PASSED_OVER = new Set<ErrnoCode>(['EACCES', 'ENOENT', 'ENOTDIR', 'ENODEV', 'ETIMEDOUT'])

export type Executable =
  /** A built-in program of that name. */
  | { readonly kind: 'builtin'; readonly name: string }
  /** The scenario has entries for that command line; `otherwise`: what it is when none of them answers. Throws Errno. */
  | { readonly kind: 'scenario'; readonly candidates: readonly Candidate[]; readonly otherwise: () => Resolution }
  /** The scenario has programs of that name, but none for these arguments. */
  | { readonly kind: 'unmatched'; readonly name: string }
  /** No program at all, for whoever asked to read it: bash. The path as it was found. */
  | { readonly kind: 'text'; readonly path: string }

export interface ResolveRequest {
  readonly path: string
  readonly argv: readonly string[]
  readonly searchPath: string | undefined
  readonly cred: Credentials
  /** What is executable, but nothing that can be executed, is run by /bin/sh, as GLib does it; 'own': it is a text. */
  readonly shellFallback: boolean | 'own'
  /** Where relative paths begin; absent: "/". */
  readonly cwd?: string
}

export interface Resolution {
  readonly executable: Executable
  readonly argv: readonly string[]
  /** The path of the file that is executed; undefined where nothing asks for it. */
  readonly file?: string
  /** What the kernel calls the process; undefined where nothing asks for it. */
  readonly comm?: string
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
  const absolute = absoluteIn(request.cwd)
  const { path, argv, cred, shellFallback } = request

  function resolve(path: string, found: string, argv: readonly string[], comm: string, depth: number): Resolution {
    if (depth > MAX_INTERPRETERS) throw new Errno('ELOOP')
    const canonical = files.realpath(absolute(found))
    // Uploaded and run before it was closed: the classic mistake.
    if (files.isBeingWritten(canonical)) throw new Errno('ETXTBSY')
    const otherwise = () => resolveContent(canonical, found, argv, comm, depth)
    const all = candidates(programs, unixNaming(files, [path, found, canonical]), argv)
    if (all.length === 0) return otherwise()
    return { executable: { kind: 'scenario', candidates: all, otherwise }, argv, file: canonical, comm }
  }

  function resolveContent(
    canonical: string,
    found: string,
    argv: readonly string[],
    comm: string,
    depth: number,
  ): Resolution {
    const content = Buffer.from(files.readFile(canonical)).toString('latin1')
    const [, kind, name = ''] = STUB_MARK.exec(content) ?? []
    if (kind === 'built-in') return { executable: { kind: 'builtin', name }, argv, file: canonical, comm }
    if (kind === 'program') return { executable: { kind: 'unmatched', name }, argv, file: canonical, comm }
    const script = /^#![ \t]*([^ \t\n]+)(?:[ \t]+([^\n]*?))?[ \t]*(?:\n|$)/.exec(content)
    if (script === null && !shellFallback) throw new Errno('ENOEXEC')
    if (script === null && shellFallback === 'own') return { executable: { kind: 'text', path: found }, argv }
    const [, interpreter = SHELL, argument = ''] = script ?? []
    checkExecutable(files, absolute(interpreter), cred)
    const words = [interpreter, ...(argument === '' ? [] : [argument]), found, ...argv.slice(1)]
    // The kernel names it by the script; another execve(2), as that of what is none, by the shell.
    return resolve(interpreter, interpreter, words, script === null ? commOf(SHELL) : comm, depth + 1)
  }

  const found = findExecutable(files, path, request)
  return resolve(path, found, argv, commOf(found), 0)
}

function absoluteIn(cwd = '/'): (name: string) => string {
  return name => (name.startsWith('/') ? name : `${cwd.replace(/\/$/, '')}/${name}`)
}

/** The name as the search has found it: as it was given, or below a directory of PATH. Throws as resolveExecutable. */
export function findExecutable(
  files: Files,
  name: string,
  { searchPath, cred, cwd }: Pick<ResolveRequest, 'searchPath' | 'cred' | 'cwd'>,
): string {
  const absolute = absoluteIn(cwd)
  if (name === '') throw new Errno('ENOENT')
  if (name.includes('/')) {
    checkExecutable(files, absolute(name), cred)
    return name
  }
  let denied = false
  for (const directory of (searchPath ?? DEFAULT_PATH).split(':')) {
    const candidate = directory === '' ? name : `${directory}/${name}`
    try {
      checkExecutable(files, absolute(candidate), cred)
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
