/** What clients of a monitor have set for migrations. */
import { type Infer, q } from '../../qapi/descriptor.js'
import { QapiError } from '../../qapi/errors.js'
import type { Qemu } from '../qemu.js'

export const MIGRATION_CAPABILITIES = [
  ...(['xbzrle', 'rdma-pin-all', 'auto-converge', 'zero-blocks', 'compress', 'events', 'postcopy-ram'] as const),
  ...(['x-colo', 'release-ram', 'block', 'return-path', 'pause-before-switchover', 'multifd'] as const),
  ...(['dirty-bitmaps', 'postcopy-blocktime', 'late-block-activate', 'x-ignore-shared', 'validate-uuid'] as const),
  ...(['background-snapshot', 'zero-copy-send', 'postcopy-preempt'] as const),
] as const

export type MigrationCapability = (typeof MIGRATION_CAPABILITIES)[number]

const int = q.optional(q.int)
const size = q.optional(q.uint64)
const bool = q.optional(q.bool)
const str = q.optional(q.str)

/** In schema order. */
export const MIGRATION_PARAMETERS = {
  'announce-initial': size,
  'announce-max': size,
  'announce-rounds': size,
  'announce-step': size,
  'compress-level': int,
  'compress-threads': int,
  'compress-wait-thread': bool,
  'decompress-threads': int,
  'throttle-trigger-threshold': int,
  'cpu-throttle-initial': int,
  'cpu-throttle-increment': int,
  'cpu-throttle-tailslow': bool,
  'tls-creds': str,
  'tls-hostname': str,
  'tls-authz': str,
  'max-bandwidth': q.optional(q.doc('Bytes a second.', q.uint64)),
  'downtime-limit': q.optional(q.doc('Milliseconds.', q.uint64)),
  'x-checkpoint-delay': int,
  'block-incremental': bool,
  'multifd-channels': int,
  'xbzrle-cache-size': size,
  'max-postcopy-bandwidth': q.optional(q.doc('Bytes a second; 0 for any.', q.uint64)),
  'max-cpu-throttle': int,
  'multifd-compression': q.optional(q.enum('MultiFDCompression', ['none', 'zlib', 'zstd'])),
  'multifd-zlib-level': int,
  'multifd-zstd-level': int,
} as const

const MigrationParameters = q.struct('MigrationParameters', MIGRATION_PARAMETERS)
type MigrationParameters = Infer<typeof MigrationParameters>

const DEFAULTS: MigrationParameters = {
  'announce-initial': 50n,
  'announce-max': 550n,
  'announce-rounds': 5n,
  'announce-step': 100n,
  'compress-level': 1n,
  'compress-threads': 8n,
  'compress-wait-thread': true,
  'decompress-threads': 2n,
  'throttle-trigger-threshold': 50n,
  'cpu-throttle-initial': 20n,
  'cpu-throttle-increment': 10n,
  'cpu-throttle-tailslow': false,
  'tls-creds': '',
  'tls-hostname': '',
  'tls-authz': '',
  'max-bandwidth': 134_217_728n,
  'downtime-limit': 300n,
  'x-checkpoint-delay': 20_000n,
  'block-incremental': false,
  'multifd-channels': 2n,
  'xbzrle-cache-size': 67_108_864n,
  'max-postcopy-bandwidth': 0n,
  'max-cpu-throttle': 99n,
  'multifd-compression': 'none',
  'multifd-zlib-level': 1n,
  'multifd-zstd-level': 1n,
}

export interface MigrationSettings {
  readonly capabilities: Set<MigrationCapability>
  readonly parameters: MigrationParameters
}

const settings = new WeakMap<Qemu, MigrationSettings>()

export function migrationSettings(qemu: Qemu): MigrationSettings {
  const known = settings.get(qemu)
  if (known !== undefined) return known
  const fresh: MigrationSettings = { capabilities: new Set(), parameters: { ...DEFAULTS } }
  settings.set(qemu, fresh)
  return fresh
}

/** Throws QapiError for values that QEMU refuses. */
export function checkParameters(given: Partial<MigrationParameters>): void {
  const level = given['compress-level']
  if (level !== undefined && (level < 0n || level > 9n)) {
    throw new QapiError("Parameter 'compress_level' expects a value between 0 and 9")
  }
  const downtime = given['downtime-limit']
  if (downtime !== undefined && downtime > 2_000_000n) {
    throw new QapiError("Parameter 'downtime_limit' expects an integer in the range of 0 to (2000 * 1000) ms")
  }
}
