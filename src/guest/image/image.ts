/**
 * The files that a guest starts with: those of its system, which follow from its state (/etc/passwd, /etc/fstab, …), stubs
 * for its programs, and those of the scenario, which win over all others.
 */
import type { FileConfig, GuestConfig } from '../config.js'
import { readUnixMatch } from '../scenario-programs/naming.js'
import { programNames } from '../scenario-programs/program-name.js'
import type { ImageFacts, System } from '../system.js'
import { directory, file } from './entries.js'
import { stub } from './stub.js'

export function buildImage(config: GuestConfig, system: System, facts: ImageFacts): FileConfig[] {
  const directories = system.directories.filter(path => !isLinkedAway(config, path))
  const files = new Map<string, FileConfig>()
  const all = [
    ...directories.map(path => directory(path, path === '/tmp' ? 0o1777 : 0o755)),
    ...system.files(config, facts),
    ...programStubs(config),
    ...config.files,
  ]
  for (const file of all) files.set(file.path, file)
  // Links come after what they usually point at (/usr/bin) and before what is reached through them (/bin/cat).
  const rank = ({ kind, path }: FileConfig) => {
    if (kind === 'symlink') return 1
    if (kind === 'directory') return system.directories.includes(path) ? 0 : 2
    return 3
  }
  return [...files.values()].sort((a, b) => rank(a) - rank(b))
}

function isLinkedAway(config: GuestConfig, path: string): boolean {
  return config.files.some(file => file.kind === 'symlink' && file.path === path)
}

function programStubs(config: GuestConfig): FileConfig[] {
  const builtins = config.builtins.map(path => file(path, stub('built-in', lastComponent(path)), 0o755))
  const there = [...config.builtins, ...config.files.filter(({ kind }) => kind !== 'directory').map(({ path }) => path)]
  const places = new Set(there.map(path => throughLinks(config, path)))
  const have = new Set(there.filter(path => IN_PATH.test(path)).map(lastComponent))
  const names = config.programs.flatMap(program => programNames(program, match => readUnixMatch(match).name))
  const programs = names.flatMap(name => {
    if (name.startsWith('/')) return places.has(throughLinks(config, name)) ? [] : [name]
    // A bare name that the guest has already is found in its place.
    return have.has(name) ? [] : [`/usr/local/bin/${name}`]
  })
  return [...builtins, ...programs.map(path => file(path, stub('program', lastComponent(path)), 0o755))]
}

/** Where a search for a bare name looks. */
const IN_PATH = /^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/

/** With /bin a link to /usr/bin, as most systems have it, /bin/sh is /usr/bin/sh. */
function throughLinks({ files }: GuestConfig, path: string): string {
  for (const file of files) {
    if (file.kind !== 'symlink' || !path.startsWith(`${file.path}/`)) continue
    const folder = file.target.startsWith('/') ? '' : file.path.slice(0, file.path.lastIndexOf('/') + 1)
    return `${folder}${file.target}${path.slice(file.path.length)}`
  }
  return path
}

function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
