/** Units that systemd itself brings, whatever the distribution: targets, slices, and what makes the guest sleep. */
import type { Mount } from '../mounts.js'
import { escapePath, kindOf, UNIT_KINDS, type UnitConfig } from './unit.js'

/** A unit with what most have. */
export function plainUnit(name: string, description: string, changes: Partial<UnitConfig> = {}): UnitConfig {
  return {
    name,
    description,
    aliases: [],
    documentation: [],
    path: `/lib/systemd/system/${name}`,
    fileState: 'static',
    preset: 'enabled',
    wantedBy: 'multi-user.target',
    type: 'simple',
    command: [],
    user: 'root',
    restart: 'no',
    canReload: false,
    active: 'active',
    sub: UNIT_KINDS[kindOf(name)] ?? 'running',
    startTime: 0n,
    ...changes,
  }
}

const manual = (...pages: string[]) => ({ documentation: pages.map(page => `man:${page}`) })
const special = manual('systemd.special(7)')
const asleep = (name: string) => ({
  ...manual(`${name}(8)`),
  type: 'oneshot' as const,
  active: 'inactive' as const,
  sub: 'dead',
})
const inactive = { ...special, active: 'inactive' as const, sub: 'dead' }

const OWN: readonly UnitConfig[] = [
  plainUnit('-.slice', 'Root Slice', special),
  plainUnit('basic.target', 'Basic System', special),
  plainUnit('cryptsetup.target', 'Local Encrypted Volumes', special),
  plainUnit('emergency.target', 'Emergency Mode', inactive),
  plainUnit('getty.target', 'Login Prompts', special),
  plainUnit('graphical.target', 'Graphical Interface', special),
  plainUnit('init.scope', 'System and Service Manager', manual('systemd(1)')),
  plainUnit('local-fs-pre.target', 'Preparation for Local File Systems', special),
  plainUnit('local-fs.target', 'Local File Systems', special),
  plainUnit('multi-user.target', 'Multi-User System', special),
  plainUnit('network-online.target', 'Network is Online', special),
  plainUnit('network.target', 'Network', special),
  plainUnit('paths.target', 'Path Units', special),
  plainUnit('poweroff.target', 'System Power Off', inactive),
  plainUnit('reboot.target', 'System Reboot', inactive),
  plainUnit('remote-fs.target', 'Remote File Systems', special),
  plainUnit('rescue.target', 'Rescue Mode', inactive),
  plainUnit('shutdown.target', 'System Shutdown', inactive),
  plainUnit('slices.target', 'Slice Units', special),
  plainUnit('sockets.target', 'Socket Units', special),
  plainUnit('swap.target', 'Swaps', special),
  plainUnit('sysinit.target', 'System Initialization', special),
  plainUnit('system.slice', 'System Slice', special),
  plainUnit('systemd-hibernate.service', 'System Hibernate', asleep('systemd-hibernate.service')),
  plainUnit('systemd-hybrid-sleep.service', 'System Hybrid Suspend+Hibernate', asleep('systemd-hybrid-sleep.service')),
  plainUnit('systemd-suspend.service', 'System Suspend', asleep('systemd-suspend.service')),
  plainUnit('time-sync.target', 'System Time Synchronized', inactive),
  plainUnit('timers.target', 'Timer Units', special),
  plainUnit('umount.target', 'Unmount All Filesystems', inactive),
  plainUnit('user.slice', 'User and Session Slice', special),
]

/** Mount points that systemd makes no units for: it mounts them itself before it reads any. */
const UNSEEN =
  /^\/(?:proc|sys|dev|run|dev\/shm|dev\/pts|sys\/(?:kernel\/security|firmware\/efi\/efivars|fs\/(?:cgroup|pstore|bpf|selinux)(?:\/.*)?))$/

const MOUNT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  '/': 'Root Mount',
  '/dev/hugepages': 'Huge Pages File System',
  '/dev/mqueue': 'POSIX Message Queue File System',
  '/run/lock': 'Legacy Locks Directory /run/lock',
  '/sys/fs/fuse/connections': 'FUSE Control File System',
  '/sys/kernel/config': 'Kernel Configuration File System',
  '/sys/kernel/debug': 'Kernel Debug File System',
  '/sys/kernel/tracing': 'Kernel Trace File System',
  '/tmp': 'Temporary Directory /tmp',
}

/** The units of what is mounted, and systemd's own. */
export function systemdUnits(mounts: readonly Mount[]): readonly UnitConfig[] {
  const mounted = mounts
    .filter(({ path }) => !UNSEEN.test(path))
    .map(({ path }) => {
      const description = MOUNT_DESCRIPTIONS[path] ?? path
      const fileState = path.startsWith('/sys') || path.startsWith('/dev') ? 'static' : 'generated'
      const folder = fileState === 'static' ? '/lib/systemd/system' : '/run/systemd/generator'
      const name = `${escapePath(path)}.mount`
      return plainUnit(name, description, { fileState, path: `${folder}/${name}` })
    })
  return [...OWN, ...new Map(mounted.map(unit => [unit.name, unit])).values()]
}

/** Newer systems have their units where all of systemd is: below /usr. */
export function placed(unit: UnitConfig, processes: readonly { readonly argv: readonly string[] }[]): UnitConfig {
  const isMerged = processes.some(({ argv }) => argv[0]?.startsWith('/usr/lib/systemd/'))
  return isMerged ? { ...unit, path: unit.path.replace(/^\/lib\//, '/usr/lib/') } : unit
}
