/** The files of a FreeBSD guest that follow from its state. */
import type { FileConfig, GuestConfig } from '../config.js'
import { diskMounts, homes, mountPoints } from '../image/common-files.js'
import { directory, file, symlink, text } from '../image/entries.js'
import { groupText, passwdText } from '../image/passwd.js'
import type { ImageFacts } from '../system.js'
import { zoneinfoPath } from '../timezone/timezone.js'
import { ZONES } from '../timezone/zones.js'
import { masterPasswdText } from './accounts.js'
import { encodeUtx } from './utx.js'

export const FREEBSD_DIRECTORIES = [
  '/bin',
  '/dev',
  '/etc',
  '/sbin',
  '/tmp',
  '/usr/bin',
  '/usr/local/bin',
  '/usr/local/etc',
  '/usr/local/sbin',
  '/usr/sbin',
  '/usr/share',
  '/var',
  '/var/db',
  '/var/log',
  '/var/run',
]

export function freebsdFiles(config: GuestConfig, { machineId }: ImageFacts): FileConfig[] {
  const { users, groups, hostname, osRelease, sessions } = config
  return [
    ...mountPoints(config),
    ...homes(config),
    directory('/var/tmp', 0o1777),
    text('/etc/passwd', passwdText(users, '*')),
    text('/etc/group', groupText(groups, '*')),
    text('/etc/master.passwd', masterPasswdText(users), 0o600),
    text('/etc/rc.conf', `hostname="${hostname}"\nqemu_guest_agent_enable="YES"\n`),
    text('/etc/hosts', '::1\t\t\tlocalhost\n127.0.0.1\t\tlocalhost\n'),
    text('/etc/hostid', `${machineId.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}\n`),
    text('/etc/fstab', fstab(config)),
    // Made anew at every boot, of what the kernel says of itself.
    ...(osRelease === undefined
      ? []
      : [text('/var/run/os-release', osRelease, 0o444), symlink('/etc/os-release', '../var/run/os-release')]),
    ...timezoneFiles(config.clock.timezone),
    file('/var/run/utx.active', encodeUtx(sessions), 0o644),
  ]
}

/** tzsetup(8) leaves nothing for UTC, which is what a system without such files has. */
function timezoneFiles(timezone: string): FileConfig[] {
  if (!Object.hasOwn(ZONES, timezone) || /^(?:Etc\/)?UTC$/.test(timezone)) return []
  return [symlink('/etc/localtime', zoneinfoPath(timezone)), text('/var/db/zoneinfo', `${timezone}\n`)]
}

function fstab(config: GuestConfig): string {
  const rows = diskMounts(config).map(({ source, path, type }) => {
    return `/dev/${source}\t${path}\t${type}\trw\t${path === '/' ? '1\t1' : '2\t2'}\n`
  })
  return `# Device\tMountpoint\tFStype\tOptions\tDump\tPass#\n${rows.join('')}`
}
