/** The files that a Windows guest starts with, by their paths in the tree; those of the scenario win over all others. */
import type { FileConfig, GuestConfig } from '../config.js'
import { parentPath } from '../files/names.js'
import type { TreeView } from '../files/path-style.js'
import { directory, file } from '../image/entries.js'
import { folded, isSameName } from './names.js'
import { programFile } from './program-file.js'
import { pathsOf } from './volumes.js'

const SYSTEM = 'C:\\Windows\\System32'
/** Where a program of the scenario lies whose folder nobody tells. */
const WINDOWS = 'C:\\Windows'
const FOLDERS = [
  ...[SYSTEM, 'C:\\Windows\\Temp', 'C:\\Program Files', 'C:\\Program Files (x86)', 'C:\\ProgramData'],
  ...['C:\\ProgramData\\qemu-ga', 'C:\\Users\\Public'],
]
/** The shells are there, but nothing says yet what they do. */
const PROGRAMS = [
  ...['cmd.exe', 'defrag.exe', 'hostname.exe', 'shutdown.exe', 'w32tm.exe', 'whoami.exe'].map(it => `${SYSTEM}\\${it}`),
  `${SYSTEM}\\WindowsPowerShell\\v1.0\\powershell.exe`,
  'C:\\Program Files\\Qemu-ga\\qemu-ga.exe',
]

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
  return programs.flatMap(({ path, match = '' }) => {
    const [, word = ''] = /^\s*("[^"]*"|\S+)/.exec(path === undefined ? match : `"${path}"`) ?? []
    const name = word.replaceAll('"', '')
    const whole = /\.[^\\/.]+$/.test(name) ? name : `${name}.exe`
    if (name === '' || there.includes(folded(lastName(whole)))) return []
    return [/^[A-Za-z]:[\\/]/.test(whole) ? whole : `${WINDOWS}\\${lastName(whole)}`]
  })
}

function lastName(path: string): string {
  return path.replace(/^.*[\\/]/s, '')
}

/** Names as they were spelt first: whoever comes later in other letters means the same. */
class KnownNames implements TreeView {
  readonly #names = new Map<string, string[]>()

  has(path: string): boolean {
    return this.names(parentPath(path)).includes(path.slice(path.lastIndexOf('/') + 1))
  }

  names(path: string): readonly string[] {
    return this.#names.get(path) ?? []
  }

  add(path: string): void {
    for (let at = path; at !== '/'; at = parentPath(at)) {
      const name = at.slice(at.lastIndexOf('/') + 1)
      const names = this.#names.get(parentPath(at)) ?? []
      if (!names.some(other => isSameName(other, name))) this.#names.set(parentPath(at), [...names, name])
    }
  }
}
