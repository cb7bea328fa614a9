/** The files of a Linux guest that follow from its state: /etc/passwd, /etc/fstab, … */
import type { FileConfig, GuestConfig } from '../config.js'
import { isDebian } from '../distribution.js'
import { packageFiles } from '../packages/image.js'
import { unitFiles } from '../services/unit-image.js'
import type { ImageFacts } from '../system.js'
import { zoneinfoPath } from '../timezone/timezone.js'
import { ZONES } from '../timezone/zones.js'
import { encodeUtmp } from '../utmp.js'
import { bootRecords } from '../wtmp.js'
import { diskMounts, homes, mountPoints } from './common-files.js'
import { file, symlink, text } from './entries.js'
import { groupText, passwdText, shadowText } from './passwd.js'

export const LINUX_DIRECTORIES = [
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
  '/usr/share',
  '/var',
]

const MICROSECOND = 1000n

/** fsck(8) has nothing to do for them. */
const CHECKED_BY_ITSELF = new Set(['btrfs', 'xfs'])

export function linuxFiles(config: GuestConfig, facts: ImageFacts): FileConfig[] {
  const { users, groups, hostname, osRelease } = config
  return [
    ...mountPoints(config),
    ...homes(config),
    text('/etc/passwd', passwdText(users)),
    text('/etc/group', groupText(groups)),
    text('/etc/shadow', shadowText(users, facts.today), 0o640),
    text('/etc/hostname', `${hostname}\n`),
    text('/etc/hosts', `127.0.0.1\tlocalhost\n127.0.1.1\t${hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\n`),
    text('/etc/machine-id', `${facts.machineId}\n`, 0o444),
    text('/etc/fstab', fstab(config)),
    ...(osRelease === undefined ? [] : [text('/etc/os-release', osRelease)]),
    ...timezoneFiles(config),
    ...unitFiles(config),
    ...packageFiles(config),
    symlink('/var/run', '/run'),
    ...loginFiles(config, facts),
  ]
}

/** Who is logged in, and where systemd keeps it who has ever been. */
function loginFiles({ sessions, groups, kernel, processes }: GuestConfig, { booted, now }: ImageFacts): FileConfig[] {
  const group = groups.find(({ name }) => name === 'utmp')?.gid ?? 0
  const utmp = { ...file('/run/utmp', encodeUtmp(sessions), 0o664), group }
  if (!processes.some(({ argv }) => argv[0]?.endsWith('/systemd-journald'))) return [utmp]
  const boot = bootRecords(kernel.release, booted / MICROSECOND, now / MICROSECOND)
  const history = [...boot, ...sessions].sort((one, other) => Number(one.time - other.time))
  return [utmp, { ...file('/var/log/wtmp', encodeUtmp(history), 0o664), group }]
}

function timezoneFiles({ clock: { timezone }, osRelease }: GuestConfig): FileConfig[] {
  // A POSIX TZ string names no zone: there is no /etc/localtime to point at, the agent's environment tells it.
  if (!Object.hasOwn(ZONES, timezone)) return []
  return [
    symlink('/etc/localtime', zoneinfoPath(timezone)),
    ...(isDebian(osRelease) ? [text('/etc/timezone', `${timezone}\n`)] : []),
  ]
}

/** What is mounted at boot. A loop device is not there yet, and a folder of a file system is mounted by somebody else. */
function fstab(config: GuestConfig): string {
  return diskMounts(config)
    .filter(({ source, type, root = '/' }) => !source.startsWith('loop') && (type === 'btrfs' || root === '/'))
    .map(({ source, path, type, root = '/' }) => {
      const options = root === '/' ? 'defaults' : `subvol=${root.slice(1)}`
      return `/dev/${source} ${path} ${type} ${options} 0 ${CHECKED_BY_ITSELF.has(type) ? 0 : path === '/' ? 1 : 2}\n`
    })
    .join('')
}
