/** From a name to the program that runs: what spawnvpe() of the C runtime and CreateProcess find. */
import type { ProgramConfig } from '../config.js'
import { Errno } from '../errno.js'
import type { Resolution, ResolveRequest } from '../execve.js'
import type { Files } from '../files/files.js'
import { candidates } from '../scenario-programs/match-command.js'
import { windowsNaming } from '../scenario-programs/naming.js'
import { argvOf, toCommandLine } from './command-line.js'
import { decodedCommand } from './powershell/options.js'
import { programMark } from './program-file.js'

/** Tried in that order behind a name without an extension. */
const EXTENSIONS = ['.com', '.exe', '.bat', '.cmd']
const POWERSHELL = /\\(?:powershell|pwsh)\.exe$/i
const SCRIPT = /\.(?:bat|cmd)$/i
/** What runs scripts. */
const SHELL = 'C:\\Windows\\system32\\cmd.exe'

/**
 * Throws ENOENT, EACCES (a folder, or open for writing), ENOEXEC (no program),
 * as the C runtime has them of the errors of CreateProcess.
 */
export function resolveWindowsExecutable(
  files: Files,
  programs: readonly ProgramConfig[],
  { path, argv, searchPath }: Pick<ResolveRequest, 'path' | 'argv' | 'searchPath'>,
): Resolution {
  const found = search(files, path, searchPath)
  const name = files.realpath(found)
  if (files.isBeingWritten(name)) throw new Errno('EACCES', path)
  const otherwise = () => resolveContent(files, path, name, argv)
  const naming = windowsNaming([path, found, name])
  const all = argvsOf(name, argv).flatMap(it => candidates(programs, naming, it))
  const firsts = all.filter((it, at) => all.findIndex(({ index }) => index === it.index) === at)
  firsts.sort((a, b) => a.index - b.index)
  if (firsts.length === 0) return otherwise()
  return { executable: { kind: 'scenario', candidates: firsts, otherwise }, argv }
}

/** As they are, and as they would be if the command of PowerShell had come in clear. */
function argvsOf(name: string, argv: readonly string[]): readonly (readonly string[])[] {
  const clear = POWERSHELL.test(name) ? decodedCommand(argv) : undefined
  return clear === undefined ? [argv] : [argv, clear]
}

function resolveContent(files: Files, path: string, name: string, argv: readonly string[]): Resolution {
  if (SCRIPT.test(name)) return resolveScript(argv, name)
  const mark = programMark(files.readFile(name))
  if (mark === undefined) throw new Errno('ENOEXEC', path)
  return { executable: { kind: mark.isBuiltin ? 'builtin' : 'unmatched', name: mark.name }, argv }
}

/** As CreateProcess does it: the whole line in quotes once more, which cmd.exe takes away. */
function resolveScript(argv: readonly string[], name: string): Resolution {
  const line = toCommandLine([name, ...argv.slice(1)])
  return { executable: { kind: 'builtin', name: 'cmd.exe' }, argv: argvOf(`${SHELL} /c "${line}"`) }
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
