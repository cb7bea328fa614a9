import { q } from '../../../qapi/descriptor.js'
import type { MigrationProgress } from '../../outgoing-migration.js'
import type { Qemu } from '../../qemu.js'
import { defineQmpCommand } from '../define.js'
import { describeMemory } from '../migrated-memory.js'

const ms = q.optional(q.doc('Milliseconds.', q.int))

const MigrationStats = q.struct('MigrationStats', {
  transferred: q.int,
  remaining: q.int,
  total: q.doc('Bytes of memory, that of firmware and devices included.', q.int),
  duplicate: q.doc('Pages of zeros.', q.int),
  skipped: q.int,
  normal: q.doc('Pages that were sent.', q.int),
  'normal-bytes': q.int,
  'dirty-pages-rate': q.int,
  mbps: q.number,
  'dirty-sync-count': q.doc('How often memory was gone through.', q.int),
  'postcopy-requests': q.int,
  'page-size': q.int,
  'multifd-bytes': q.uint64,
  'pages-per-second': q.uint64,
  'precopy-bytes': q.uint64,
  'downtime-bytes': q.uint64,
  'postcopy-bytes': q.uint64,
  'dirty-sync-missed-zero-copy': q.uint64,
})

const SocketAddress = q.struct('SocketAddress', {
  type: q.enum('SocketAddressType', ['inet', 'unix', 'vsock', 'fd']),
  host: q.optional(q.str),
  port: q.optional(q.str),
  ipv4: q.optional(q.bool),
  ipv6: q.optional(q.bool),
  path: q.optional(q.str),
})

const MigrationInfo = q.struct('MigrationInfo', {
  status: q.optional(
    q.enum('MigrationStatus', [
      ...(['none', 'setup', 'cancelling', 'cancelled', 'active', 'postcopy-active', 'postcopy-paused'] as const),
      ...(['postcopy-recover', 'completed', 'failed', 'colo', 'pre-switchover', 'device', 'wait-unplug'] as const),
    ]),
  ),
  ram: q.optional(MigrationStats),
  'total-time': ms,
  'expected-downtime': ms,
  downtime: ms,
  'setup-time': ms,
  'error-desc': q.optional(q.str),
  'socket-address': q.optional(q.list(SocketAddress)),
})

export const queryMigrate = defineQmpCommand({
  name: 'query-migrate',
  since: '0.14',
  doc: 'Tell how far a migration has come, whether the guest leaves or arrives.',
  returns: MigrationInfo,
  run: ({ qemu }) => {
    const { progress } = qemu.migration.out
    return progress.status === 'none' ? ofIncoming(qemu) : ofOutgoing(qemu, progress)
  },
})

function ofIncoming({ migration }: Qemu) {
  const { status, addresses } = migration.in.state
  return {
    ...(status !== 'none' && { status }),
    ...(addresses.length > 0 && { 'socket-address': addresses }),
  }
}

function ofOutgoing(qemu: Qemu, progress: MigrationProgress) {
  const { status, error, beganAt, activeAt, stoppedAt, endedAt } = progress
  if (activeAt === undefined || (status !== 'active' && status !== 'completed' && status !== 'cancelling')) {
    return { status, ...(error !== undefined && { 'error-desc': error }) }
  }
  const now = endedAt ?? qemu.guest.clock.monotonic()
  const { parameters } = qemu.migration.settings
  return {
    status,
    'setup-time': milliseconds(activeAt - beganAt),
    'total-time': milliseconds(now - beganAt),
    ...(status === 'completed'
      ? { downtime: milliseconds(now - (stoppedAt ?? now)) }
      : { 'expected-downtime': parameters['downtime-limit'] }),
    ram: describeMemory(qemu, progress, now),
  }
}

function milliseconds(nanoseconds: bigint): bigint {
  return nanoseconds / 1_000_000n
}
