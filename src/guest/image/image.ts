/**
 * The files that a guest starts with: those that follow from its state (/etc/passwd, /etc/fstab, …), stubs for its
 * programs, and those of the scenario, which win over all others.
 */
import type { FileConfig, GuestConfig } from '../config.js'
import { zoneinfoPath } from '../timezone/timezone.js'
import { ZONES } from '../timezone/zones.js'
import { encodeUtmp } from '../utmp.js'
import { groupText, passwdText, shadowText } from './passwd.js'
import { stub } from './stub.js'
import { tzif } from './tzif.js'

/** What is not in the configuration but shows in files. */
export interface ImageFacts {
  /** Days since the epoch. */
  readonly today: number
  /** 32 hexadecimal digits. */
  readonly machineId: string
}

export function buildImage(config: GuestConfig, facts: ImageFacts): FileConfig[] {
  const files = new Map<string, FileConfig>()
  const add = (file: FileConfig) => files.set(file.path, file)
  for (const file of [...systemFiles(config, facts), ...programStubs(config)]) add(file)
  for (const file of config.files) add(file)
  return [...files.values()].sort((a, b) => rank(a) - rank(b))
}

const SYSTEM_DIRECTORIES = [
  '/bin',
  '/dev',
  '/etc',
  '/proc',
  '/run',
  '/sbin',
  '/sys',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/var',
]

/** Links come after what they usually point at (/usr/bin) and before what is reached through them (/bin/cat). */
function rank({ kind, path }: FileConfig): number {
  if (kind === 'symlink') return 1
  if (kind === 'directory') return SYSTEM_DIRECTORIES.includes(path) ? 0 : 2
  return 3
}

function systemFiles(config: GuestConfig, facts: ImageFacts): FileConfig[] {
  const { users, groups, hostname, osRelease, sessions } = config
  return [
    ...SYSTEM_DIRECTORIES.filter(path => !isLinkedAway(config, path)).map(path =>
      directory(path, path === '/tmp' ? 0o1777 : 0o755),
    ),
    ...config.mounts.map(mount => directory(mount.path, 0o755)),
    ...users.map(user => directory(user.home, user.uid === 0 ? 0o700 : 0o755, user.uid, user.gid)).filter(isRealHome),
    text('/etc/passwd', passwdText(users)),
    text('/etc/group', groupText(groups)),
    text('/etc/shadow', shadowText(users, facts.today), 0o640),
    text('/etc/hostname', `${hostname}\n`),
    text('/etc/hosts', `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\n`),
    text('/etc/machine-id', `${facts.machineId}\n`, 0o444),
    text('/etc/fstab', fstab(config)),
    ...(osRelease === undefined ? [] : [text('/etc/os-release', osRelease)]),
    ...timezoneFiles(config.clock.timezone),
    symlink('/var/run', '/run'),
    file('/run/utmp', encodeUtmp(sessions), 0o664),
  ]
}

/** The scenario may make /bin a link to usr/bin; then there is no directory of that name. */
function isLinkedAway(config: GuestConfig, path: string): boolean {
  return config.files.some(file => file.kind === 'symlink' && file.path === path)
}

function isRealHome(file: FileConfig): boolean {
  return file.path === '/root' || file.path.startsWith('/home/')
}

function timezoneFiles(timezone: string): FileConfig[] {
  const rules = ZONES[timezone]
  // A POSIX TZ string names no zone: there is no /etc/localtime to point at, the agent's environment tells it.
  if (rules === undefined) return []
  return [
    symlink('/etc/localtime', zoneinfoPath(timezone)),
    text('/etc/timezone', `${timezone}\n`),
    file(zoneinfoPath(timezone), tzif(rules), 0o644),
  ]
}

function fstab(config: GuestConfig): string {
  const disks = new Set(config.disks.flatMap(disk => [disk.name, ...disk.partitions.map(partition => partition.name)]))
  return config.mounts
    .filter(mount => disks.has(mount.source))
    .map(mount => `/dev/${mount.source} ${mount.path} ${mount.type} defaults 0 ${mount.path === '/' ? 1 : 2}\n`)
    .join('')
}

function programStubs(config: GuestConfig): FileConfig[] {
  const builtins = config.builtins.map(path => file(path, stub('built-in', lastComponent(path)), 0o755))
  const have = new Set(config.builtins.map(lastComponent))
  const programs = config.programs.flatMap(({ path, match = '' }) => {
    const name = path ?? match.trim().split(/\s+/)[0] ?? ''
    if (name.startsWith('/')) return config.builtins.includes(name) ? [] : [name]
    // A bare name that a built-in has already is found in its place.
    return name === '' || have.has(name) ? [] : [`/usr/local/bin/${name}`]
  })
  return [...builtins, ...programs.map(path => file(path, stub('program', lastComponent(path)), 0o755))]
}

function lastComponent(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function directory(path: string, mode: number, owner = 0, group = 0): FileConfig {
  return { kind: 'directory', path, mode, owner, group }
}

function symlink(path: string, target: string): FileConfig {
  return { kind: 'symlink', path, target, mode: 0o777, owner: 0, group: 0 }
}

function file(path: string, bytes: Uint8Array, mode: number): FileConfig {
  return { kind: 'file', path, content: { kind: 'bytes', bytes }, mode, owner: 0, group: 0 }
}

function text(path: string, content: string, mode = 0o644): FileConfig {
  return file(path, Buffer.from(content, 'utf8'), mode)
}
