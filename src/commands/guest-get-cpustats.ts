import type { CpuTime } from '../guest/cpu-times.js'
import { milliseconds } from '../guest/kernel/ticks.js'
import { q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const CpuStats = q.struct('GuestCpuStats', {
  type: q.doc('of what system: there is no other', q.enum('GuestCpuStatsType', ['linux'])),
  cpu: q.doc('its id', q.int),
  user: q.doc('all times are milliseconds, as coarse as the ticks of 1/100 s', q.uint64),
  nice: q.uint64,
  system: q.uint64,
  idle: q.uint64,
  iowait: q.optional(q.uint64),
  irq: q.optional(q.uint64),
  softirq: q.optional(q.uint64),
  steal: q.optional(q.uint64),
  guest: q.optional(q.uint64),
  guestnice: q.optional(q.uint64),
})

export const guestGetCpustats = defineCommand({
  name: 'guest-get-cpustats',
  since: '7.1',
  doc: 'What each processor that is online did with its time since the guest booted, from /proc/stat.',
  returns: q.list(CpuStats),
  run: ({ guest }) => {
    const times = guest.activity.cpus.get()
    return guest.vcpus.list().flatMap(({ id, online }) => {
      const time = times[id]
      return online && time !== undefined ? [{ type: 'linux' as const, cpu: BigInt(id), ...stats(time) }] : []
    })
  },
})

function stats({ guestNice, ...others }: CpuTime) {
  const { user, nice, system, idle, iowait, irq, softirq, steal, guest } = others
  return {
    user: milliseconds(user),
    nice: milliseconds(nice),
    system: milliseconds(system),
    idle: milliseconds(idle),
    iowait: milliseconds(iowait),
    irq: milliseconds(irq),
    softirq: milliseconds(softirq),
    steal: milliseconds(steal),
    guest: milliseconds(guest),
    guestnice: milliseconds(guestNice),
  }
}
