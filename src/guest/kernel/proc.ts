/** /proc: what the state says, in the formats of proc(5). */

import { deviceNumber } from '../device-number.js'
import type { SyntheticTree } from '../files/synthetic.js'
import type { Guest } from '../guest.js'
import { type Directory, link, textFile, treeOf } from './branches.js'
import { cpuinfo, cpuStat } from './proc-cpu.js'
import { meminfo } from './proc-meminfo.js'
import { processDirectory } from './proc-pid.js'
import { centiseconds } from './ticks.js'

export function procTree(guest: Guest): SyntheticTree {
  return treeOf(() => ({
    ...Object.fromEntries(guest.processes.list().map(process => [process.pid, processDirectory(guest, process)])),
    self: link(String(guest.agentPid)),
    cmdline: textFile(() => 'BOOT_IMAGE=/boot/vmlinuz root=/dev/vda1 ro console=tty0 console=ttyS0\n'),
    cpuinfo: textFile(() => cpuinfo(guest)),
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

/** The second figure is the idle time summed over all processors: a guest that idles. */
function uptime(guest: Guest): string {
  const seconds = guest.clock.uptime()
  return `${centiseconds(seconds)} ${centiseconds(seconds * BigInt(guest.vcpus.list().length))}\n`
}

/** A guest at rest: nothing waits for a processor. */
function loadavg(guest: Guest): string {
  return `0.00 0.00 0.00 1/${guest.processes.list().length} ${guest.processes.lastPid}\n`
}

function version({ config: { kernel } }: Guest): string {
  return `Linux version ${kernel.release} (mockvm) ${kernel.version}\n`
}

function partitions({ config: { disks } }: Guest): string {
  const rows = disks.flatMap(disk => [
    { ...deviceNumber(disk), size: disk.size, name: disk.name },
    ...disk.partitions.map(partition => ({ ...deviceNumber(disk, partition), ...partition })),
  ])
  const row = ({ major, minor, size, name }: (typeof rows)[number]) =>
    `${String(major).padStart(4)} ${String(minor).padStart(8)} ${String(size / 1024n).padStart(10)} ${name}\n`
  return `major minor  #blocks  name\n\n${rows.map(row).join('')}`
}

function sysctl(guest: Guest): Directory {
  const { kernel } = guest.config
  return () => ({
    kernel: () => ({
      hostname: textFile(() => `${guest.hostname}\n`, 0o644),
      osrelease: textFile(() => `${kernel.release}\n`),
      ostype: textFile(() => 'Linux\n'),
      version: textFile(() => `${kernel.version}\n`),
      pid_max: textFile(() => '4194304\n', 0o644),
      random: () => ({ boot_id: textFile(() => `${guest.bootId}\n`) }),
    }),
  })
}
