/** The files that a Windows guest starts with, by their paths in the tree; those of the scenario win over all others. */
import type { FileConfig, GuestConfig } from '../config.js'
import { directory, file } from '../image/entries.js'
import { programNames } from '../scenario-programs/program-name.js'
import { KnownNames } from './known-names.js'
import { fileOfProgram, readMatch } from './match.js'
import { folded } from './names.js'
import { programFile } from './program-file.js'
import { OTHER_PROGRAMS } from './programs/others.js'
import { pathsOf } from './volumes.js'

const SYSTEM = 'C:\\Windows\\System32'
const FOLDERS = [
  ...[SYSTEM, 'C:\\Windows\\Temp', 'C:\\Program Files', 'C:\\Program Files (x86)', 'C:\\ProgramData'],
  ...['C:\\ProgramData\\qemu-ga', 'C:\\Users\\Public'],
]
const IN_SYSTEM = [
  ...['cmd.exe', 'defrag.exe', 'find.exe', 'findstr.exe', 'hostname.exe', 'ipconfig.exe', 'more.com', 'net.exe'],
  ...[
    'ping.exe',
    'reg.exe',
    'sc.exe',
    'shutdown.exe',
    'sort.exe',
    'systeminfo.exe',
    'taskkill.exe',
    'tasklist.exe',
    'timeout.exe',
  ],
  ...['vssadmin.exe', 'w32tm.exe', 'where.exe', 'whoami.exe', ...OTHER_PROGRAMS],
]
const PROGRAMS = [
  ...IN_SYSTEM.map(name => `${SYSTEM}\\${name}`),
  `${SYSTEM}\\wbem\\wmic.exe`,
  `${SYSTEM}\\WindowsPowerShell\\v1.0\\powershell.exe`,
  'C:\\Program Files\\Qemu-ga\\qemu-ga.exe',
]

/** What is a folder on every Windows: nothing else can take its place. */
export const SYSTEM_FOLDERS: readonly string[] = [...FOLDERS, ...PROGRAMS.map(path => path.replace(/\\[^\\]*$/, ''))]

export function windowsImage(config: GuestConfig): FileConfig[] {
  const { users = [] } = config.windows ?? {}
  const all = [
    ...FOLDERS.map(path => directory(path)),
    ...users.map(({ profile }) => directory(profile)),
    ...PROGRAMS.map(path => file(path, programFile({ isBuiltin: true, name: lastName(path) }), 0o755)),
    ...programsOf(config).map(path => file(path, programFile({ isBuiltin: false, name: lastName(path) }), 0o755)),
    ...config.files,
  ]
  const paths = pathsOf(config)
  const known = new KnownNames()
  // Where something is mounted is settled.
  for (const { place } of config.windows?.volumes ?? []) known.add(place)
  const placed = new Map<string, FileConfig>()
  for (const entry of all) {
    const place = paths.inTree(paths.parse(entry.path), known)
    known.add(place)
    placed.set(place, { ...entry, path: place })
  }
  return [...placed.values()]
}

/** Programs of the scenario that nobody has put anywhere else. */
function programsOf({ programs, files }: GuestConfig): string[] {
  const there = [...PROGRAMS, ...files.map(({ path }) => path)].map(path => folded(lastName(path)))
  const names = programs.flatMap(program => programNames(program, match => readMatch(match).name))
  return names.flatMap(name => {
    const place = fileOfProgram(name)
    return there.includes(folded(lastName(place))) ? [] : [place]
  })
}

function lastName(path: string): string {
  return path.replace(/^.*[\\/]/s, '')
}
