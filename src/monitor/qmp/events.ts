/** The events of the monitor that come about here, in schema order. */
import { q, type StructDescriptor } from '../../qapi/descriptor.js'
import type { QemuEvent } from '../events.js'

export interface QmpEvent {
  readonly name: QemuEvent['event']
  readonly since: string
  /** One line. */
  readonly doc: string
  /** Undefined: it has none. */
  readonly data?: StructDescriptor
  /** Passed on once a second at most. */
  readonly isLimited?: true
}

const cause = {
  guest: q.doc('The guest has brought it about.', q.bool),
  reason: q.enum('ShutdownCause', [
    ...(['none', 'host-error', 'host-qmp-quit', 'host-qmp-system-reset', 'host-signal', 'host-ui'] as const),
    ...(['guest-shutdown', 'guest-reset', 'guest-panic', 'subsystem-reset', 'snapshot-load'] as const),
  ]),
}

export const qmpEvents: readonly QmpEvent[] = [
  {
    name: 'SHUTDOWN',
    since: '0.12',
    doc: 'The machine goes down, and QEMU with it unless it has -no-shutdown.',
    data: q.struct('', cause),
  },
  { name: 'POWERDOWN', since: '0.12', doc: 'The power button was pressed.' },
  { name: 'RESET', since: '0.12', doc: 'The machine was reset.', data: q.struct('', cause) },
  { name: 'STOP', since: '0.12', doc: 'The vCPUs stand still.' },
  { name: 'RESUME', since: '0.12', doc: 'The vCPUs run.' },
  { name: 'SUSPEND', since: '1.1', doc: 'The guest sleeps, its memory with power (S3).' },
  { name: 'SUSPEND_DISK', since: '1.2', doc: 'The guest has saved itself to its disk (S4); SHUTDOWN follows.' },
  { name: 'WAKEUP', since: '1.1', doc: 'The guest has woken up.' },
  {
    name: 'GUEST_PANICKED',
    since: '1.5',
    doc: 'The kernel of the guest has panicked, and a pvpanic device has told it.',
    data: q.struct('', { action: q.enum('GuestPanicAction', ['pause', 'poweroff', 'run']) }),
  },
  {
    name: 'VSERPORT_CHANGE',
    since: '2.1',
    doc: 'The guest has opened or closed a port: its agent is there, or gone.',
    data: q.struct('', { id: q.doc('Of the device: "channel0".', q.str), open: q.bool }),
    isLimited: true,
  },
  {
    name: 'MIGRATION',
    since: '2.4',
    doc: 'A migration has come further.',
    data: q.struct('', { status: q.str }),
  },
  {
    name: 'MIGRATION_PASS',
    since: '2.6',
    doc: "The guest's memory is gone through once more.",
    data: q.struct('', { pass: q.doc('Counts from 1.', q.int) }),
  },
  {
    name: 'RTC_CHANGE',
    since: '0.13',
    doc: 'The guest has set its hardware clock.',
    data: q.struct('', {
      offset: q.doc('Seconds by which it is ahead of where the host expects it.', q.int),
      'qom-path': q.str,
    }),
    isLimited: true,
  },
]
