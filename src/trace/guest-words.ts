import type { GuestChange, PowerState } from '../guest/changes.js'

/** What happened in the guest, as a sentence. */
export function inWords(change: GuestChange): string {
  switch (change.what) {
    case 'time':
      return `system time set from ${instant(change.from)} to ${instant(change.to)}`
    case 'rtc':
      return `hardware clock set to ${instant(change.to)}`
    case 'freeze':
      return `${change.mount} ${change.frozen ? 'frozen' : 'thawed'}`
    case 'trim':
      return `${change.mount} trimmed by ${change.bytes} bytes`
    case 'vcpu':
      return `vCPU ${change.id} ${change.online ? 'online' : 'offline'}`
    case 'memory-block':
      return `memory block ${change.index} ${change.online ? 'online' : 'offline'}`
    case 'interface':
      return `${change.name} ${change.up ? 'up' : 'down'}, ${change.addresses.join(', ') || 'without an address'}`
    case 'password':
      return `password of ${change.user} changed`
    case 'file-open':
      return `${change.path} opened with mode ${change.mode} as handle ${change.handle}`
    case 'file-close':
      return `${change.path} closed, handle ${change.handle}`
    case 'process-start':
      return `process ${change.pid} started: ${change.argv.join(' ')}`
    case 'process-end':
      return `process ${change.pid} ${ending(change.exitCode, change.signal)}`
    case 'service':
      return change.done === undefined
        ? `${change.unit} ${change.active} (${change.sub})`
        : `${change.unit} ${change.done}`
    case 'package':
      return `package ${change.name} ${change.version} ${change.done}`
    case 'power':
      return power(change.from, change.to)
  }
}

function ending(exitCode: number | undefined, signal: number | undefined): string {
  if (signal !== undefined) return `killed by signal ${signal}`
  return exitCode === undefined ? 'ended' : `exited with status ${exitCode}`
}

function power(from: PowerState, to: PowerState): string {
  switch (to) {
    case 'running':
      return from.startsWith('suspended') ? 'guest woke up' : 'guest is up again'
    case 'shutting-down':
      return 'guest goes down'
    case 'booting':
      return 'guest boots'
    case 'panicked':
      return 'guest panicked'
    case 'rebooting':
      return 'guest reboots'
    case 'off':
      return 'guest powered off'
    case 'halted':
      return 'guest halted'
    case 'suspended-ram':
      return 'guest suspended to RAM'
    case 'suspended-disk':
      return 'guest suspended to disk'
  }
}

/** ISO 8601 with nanoseconds, from nanoseconds since the epoch; years that a Date cannot hold as seconds. */
function instant(nanoseconds: bigint): string {
  const rest = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n
  const seconds = (nanoseconds - rest) / 1_000_000_000n
  const date = new Date(Number(seconds) * 1000)
  if (Number.isNaN(date.getTime())) return `${seconds} s`
  return `${date.toISOString().slice(0, -5)}.${rest.toString().padStart(9, '0')}Z`
}
