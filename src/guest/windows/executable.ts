/** From a name to the program that runs: what spawnvpe() of the C runtime and CreateProcess find. */
import type { ProgramConfig } from '../config.js'
import { Errno } from '../errno.js'
import type { Resolution, ResolveRequest } from '../execve.js'
import type { Files } from '../files/files.js'
import { wildcard } from '../wildcard.js'
import { fromCommandLine, toCommandLine } from './command-line.js'
import { readMatch } from './match.js'
import { folded, isSameName } from './names.js'
import { programMark } from './program-file.js'

/** Tried in that order behind a name without an extension. */
const EXTENSIONS = ['.com', '.exe', '.bat', '.cmd']
const SCRIPT = /\.(?:bat|cmd)$/i
/** What runs scripts. */
const SHELL = 'C:\\Windows\\System32\\cmd.exe'

/**
 * `argv` becomes what the program sees of it. Throws ENOENT, EACCES (a folder, or open for writing), ENOEXEC (no program),
 * as the C runtime has them of the errors of CreateProcess.
 */
export function resolveWindowsExecutable(
  files: Files,
  programs: readonly ProgramConfig[],
  { path, argv: given, searchPath }: Pick<ResolveRequest, 'path' | 'argv' | 'searchPath'>,
): Resolution {
  const found = search(files, path, searchPath)
  const name = files.realpath(found)
  if (files.isBeingWritten(name)) throw new Errno('EACCES', path)
  const argv = fromCommandLine(toCommandLine(given))
  const program = programs.find(it => matches(it, [path, found, name], argv.slice(1)))
  if (program !== undefined) return { executable: { kind: 'scenario', program }, argv }
  if (SCRIPT.test(name)) return resolveScript(argv, name)
  const mark = programMark(files.readFile(name))
  if (mark === undefined) throw new Errno('ENOEXEC', path)
  return { executable: { kind: mark.isBuiltin ? 'builtin' : 'unmatched', name: mark.name }, argv }
}

function resolveScript(argv: readonly string[], name: string): Resolution {
  return { executable: { kind: 'builtin', name: 'cmd.exe' }, argv: [SHELL, '/c', name, ...argv.slice(1)] }
}

function search(files: Files, path: string, searchPath = ''): string {
  if (path === '') throw new Errno('ENOENT')
  const hasFolder = /[\\/:]/.test(path)
  const folders = hasFolder ? [''] : ['', ...searchPath.split(';').filter(folder => folder !== '')]
  const hasExtension = /\.[^\\/.]*$/.test(path)
  for (const folder of folders) {
    const candidate = folder === '' ? path : `${folder.replace(/[\\/]+$/, '')}\\${path}`
    const names = hasExtension ? [candidate] : EXTENSIONS.map(extension => candidate + extension)
    const found = [...names, ...(hasExtension ? [] : [candidate])].find(name => files.exists(name))
    if (found === undefined) continue
    if (files.stat(found).kind !== 'file') throw new Errno('EACCES', path)
    return found
  }
  throw new Errno('ENOENT', path)
}

/** The first word with quotes around it may have blanks; `.exe` may be left out, and upper and lower case are the same. */
function matches(program: ProgramConfig, names: readonly string[], args: readonly string[]): boolean {
  if (program.path !== undefined) return names.some(name => isSameName(name, program.path?.replaceAll('/', '\\') ?? ''))
  const { name: wanted, args: pattern } = readMatch(program.match ?? '')
  const spellings = names.flatMap(name => [
    name,
    name.slice(Math.max(...['\\', '/'].map(it => name.lastIndexOf(it))) + 1),
  ])
  const known = new Set(spellings.flatMap(name => [folded(name), folded(name.replace(/\.exe$/i, ''))]))
  return known.has(folded(wanted)) && wildcard(pattern).test(args.join(' '))
}
