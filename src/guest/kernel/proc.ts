/** /proc: what the state says, in the formats of proc(5). */
import type { SyntheticTree } from '../files/synthetic.js'
import type { Guest } from '../guest.js'
import { randomUuid } from '../programs/uuid.js'
import { type Directory, link, textFile, treeOf } from './branches.js'
import { cpuinfo, cpuStat, loadavg, uptime } from './proc-cpu.js'
import { diskstats, partitions } from './proc-disks.js'
import { meminfo } from './proc-meminfo.js'
import { processDirectory } from './proc-pid.js'

export function procTree(guest: Guest): SyntheticTree {
  return treeOf(() => ({
    ...Object.fromEntries(guest.processes.list().map(process => [process.pid, processDirectory(guest, process)])),
    self: link(String(guest.tasks.current?.pid ?? guest.agentPid)),
    cmdline: textFile(() => commandLine(guest)),
    cpuinfo: textFile(() => cpuinfo(guest)),
    diskstats: textFile(() => diskstats(guest)),
    loadavg: textFile(() => loadavg(guest)),
    meminfo: textFile(() => meminfo(guest)),
    mounts: link('self/mounts'),
    net: link('self/net'),
    partitions: textFile(() => partitions(guest)),
    stat: textFile(() => cpuStat(guest)),
    swaps: textFile(() => 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'),
    sys: sysctl(guest),
    uptime: textFile(() => uptime(guest)),
    version: textFile(() => version(guest)),
  }))
}

/** What the boot loader hands to the kernel. A root that lies on no disk is mounted by whoever starts the kernel. */
function commandLine({ config: { kernel }, mounts }: Guest): string {
  const root = mounts.table.find(({ path }) => path === '/')
  const words = [
    'BOOT_IMAGE=/boot/vmlinuz',
    ...(root?.disk === undefined ? [] : [`root=/dev/${root.source}`]),
    'ro',
    ...(root?.type === 'btrfs' && root.root !== undefined ? [`rootflags=subvol=${root.root.slice(1)}`] : []),
    kernel.options ?? 'console=tty0 console=ttyS0',
  ]
  return `${words.join(' ')}\n`
}

function version({ config: { kernel } }: Guest): string {
  return `Linux version ${kernel.release} (mockvm) ${kernel.version}\n`
}

function sysctl(guest: Guest): Directory {
  const { kernel } = guest.config
  const own: Directory = () => ({
    hostname: {
      kind: 'file',
      read: () => `${guest.hostname}\n`,
      write(bytes) {
        guest.hostname = Buffer.from(bytes).toString('latin1').split('\n', 1)[0] ?? ''
      },
    },
    osrelease: textFile(() => `${kernel.release}\n`),
    ostype: textFile(() => 'Linux\n'),
    version: textFile(() => `${kernel.version}\n`),
    pid_max: textFile(() => '4194304\n', 0o644),
    random: () => ({
      boot_id: textFile(() => `${guest.bootId}\n`),
      uuid: textFile(() => `${randomUuid(guest)}\n`),
    }),
  })
  const interfaces = guest.interfaces.list().map(({ name }) => name)
  return guest.kernelSettings.directory(interfaces, { kernel: own })
}
