import { CPU_STATES, type CpuState } from '../cpu-times.js'
import type { Guest } from '../guest.js'
import { loadText } from '../load-average.js'
import { centiseconds, ticks } from './ticks.js'

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

/** /proc/stat: the sum over all processors, and those that are online. */
export function cpuStat({ activity, vcpus, clock, processes }: Guest): string {
  const times = activity.cpus.get()
  const row = (name: string, columns: readonly bigint[]) => `${name} ${columns.join(' ')}\n`
  const column = (state: CpuState) => times.reduce((sum, time) => sum + ticks(time[state]), 0n)
  const online = vcpus.list().filter(vcpu => vcpu.online)
  const bootTime = (clock.now() - clock.uptime()) / 1_000_000_000n
  return [
    row('cpu ', CPU_STATES.map(column)),
    ...online.map(({ id }) =>
      row(
        `cpu${id}`,
        CPU_STATES.map(state => ticks(times[id]?.[state] ?? 0n)),
      ),
    ),
    `btime ${bootTime}\n`,
    `processes ${processes.lastPid}\n`,
    `procs_running ${1 + activity.load.running}\n`,
    'procs_blocked 0\n',
  ].join('')
}

/** /proc/loadavg: what reads it runs as well. */
export function loadavg({ activity, processes }: Guest): string {
  const averages = activity.load.get().map(loadText).join(' ')
  return `${averages} ${1 + activity.load.running}/${processes.list().length} ${processes.lastPid}\n`
}

/** /proc/uptime: how long the guest is up, and how long its processors were idle together. */
export function uptime({ clock, activity }: Guest): string {
  const idle = activity.cpus.get().reduce((sum, time) => sum + time.idle, 0n)
  return `${centiseconds(clock.uptime())} ${centiseconds(idle)}\n`
}
