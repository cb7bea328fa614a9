import type { Guest } from '../guest.js'
import { ticks } from './ticks.js'

/** /proc/cpuinfo of QEMU's default processor, one paragraph for each vCPU that is online. */
export function cpuinfo(guest: Guest): string {
  const online = guest.vcpus.list().filter(vcpu => vcpu.online)
  return online
    .map(({ id }) =>
      [
        ['processor\t', id],
        ['vendor_id\t', 'AuthenticAMD'],
        ['cpu family\t', 15],
        ['model\t\t', 107],
        ['model name\t', 'QEMU Virtual CPU version 2.5+'],
        ['stepping\t', 1],
        ['cpu MHz\t\t', '2596.134'],
        ['physical id\t', id],
        ['siblings\t', 1],
        ['core id\t\t', 0],
        ['cpu cores\t', 1],
        [
          'flags\t\t',
          'fpu de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat clflush mmx fxsr sse sse2 syscall nx lm hypervisor',
        ],
      ]
        .map(([key, value]) => `${key}: ${value}\n`)
        .join(''),
    )
    .map(paragraph => `${paragraph}\n`)
    .join('')
}

/** /proc/stat: all time since the boot was idle. */
export function cpuStat(guest: Guest): string {
  const online = guest.vcpus.list().filter(vcpu => vcpu.online)
  const idle = ticks(guest.clock.uptime())
  const row = (name: string, idleTicks: bigint) => `${name} 0 0 0 ${idleTicks} 0 0 0 0 0 0\n`
  const bootTime = (guest.clock.now() - guest.clock.uptime()) / 1_000_000_000n
  return [
    row('cpu ', idle * BigInt(online.length)),
    ...online.map(({ id }) => row(`cpu${id}`, idle)),
    `btime ${bootTime}\n`,
    `processes ${guest.processes.lastPid}\n`,
    'procs_running 1\n',
    'procs_blocked 0\n',
  ].join('')
}
