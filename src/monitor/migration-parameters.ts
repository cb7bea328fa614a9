/** The limits of a migration: what they are called, where they begin, and what QEMU takes for them. */
import { type Descriptor, type Infer, q } from '../qapi/descriptor.js'
import { parameterExpects, parameterType } from '../qapi/errors.js'

const size = q.optional(q.uint64)
const byte = q.optional(q.uint8)
const bool = q.optional(q.bool)

const BitmapMapping = q.struct('BitmapMigrationNodeAlias', {
  'node-name': q.str,
  alias: q.str,
  bitmaps: q.list(q.any),
})

function members<Tls extends Descriptor>(tls: Tls) {
  return {
    'announce-initial': size,
    'announce-max': size,
    'announce-rounds': size,
    'announce-step': size,
    'compress-level': byte,
    'compress-threads': byte,
    'compress-wait-thread': bool,
    'decompress-threads': byte,
    'throttle-trigger-threshold': byte,
    'cpu-throttle-initial': byte,
    'cpu-throttle-increment': byte,
    'cpu-throttle-tailslow': bool,
    'tls-creds': tls,
    'tls-hostname': tls,
    'tls-authz': tls,
    'max-bandwidth': q.optional(q.doc('Bytes a second.', q.uint64)),
    'downtime-limit': q.optional(q.doc('Milliseconds.', q.uint64)),
    'x-checkpoint-delay': q.optional(q.uint32),
    'block-incremental': bool,
    'multifd-channels': byte,
    'xbzrle-cache-size': size,
    'max-postcopy-bandwidth': q.optional(q.doc('Bytes a second; 0 for any.', q.uint64)),
    'max-cpu-throttle': byte,
    'multifd-compression': q.optional(q.enum('MultiFDCompression', ['none', 'zlib', 'zstd'])),
    'multifd-zlib-level': byte,
    'multifd-zstd-level': byte,
    'block-bitmap-mapping': q.optional(q.list(BitmapMapping)),
  } as const
}

/** In schema order. */
export const MIGRATION_PARAMETERS = members(q.optional(q.str))
/** As migrate-set-parameters takes them. */
export const GIVEN_PARAMETERS = members(q.optional(q.doc('A string; null for none.', q.any)))

const MigrationParameters = q.struct('MigrationParameters', MIGRATION_PARAMETERS)
const GivenParameters = q.struct('MigrateSetParameters', GIVEN_PARAMETERS)
export type MigrationParameters = Infer<typeof MigrationParameters>
export type GivenParameters = Infer<typeof GivenParameters>

export const DEFAULT_PARAMETERS: MigrationParameters = {
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

const TLS = ['tls-creds', 'tls-hostname', 'tls-authz'] as const

/** Throws QapiError where the texts of TLS are neither texts nor null, which stands for an empty one. */
export function withTexts(given: GivenParameters): MigrationParameters {
  const texts: Partial<Record<(typeof TLS)[number], string>> = {}
  for (const name of TLS) {
    const value = given[name]
    if (value === undefined) continue
    if (value !== null && typeof value !== 'string') throw parameterType(name, 'StrOrNull')
    texts[name] = value ?? ''
  }
  return { ...given, ...texts } as MigrationParameters
}

type Numeric = {
  [Name in keyof MigrationParameters]-?: bigint extends MigrationParameters[Name] ? Name : never
}[keyof MigrationParameters]

interface Limit {
  readonly name: Numeric
  readonly expects: string
  isFine(value: bigint, all: MigrationParameters): boolean
}

function within(name: Numeric, least: bigint, most: bigint, expects: string): Limit {
  return { name, expects, isFine: value => value >= least && value <= most }
}

const PAGE = 4096n

/** In the order in which QEMU looks. */
const LIMITS: readonly Limit[] = [
  within('compress-level', 0n, 9n, 'a value between 0 and 9'),
  within('compress-threads', 1n, 255n, 'a value between 1 and 255'),
  within('decompress-threads', 1n, 255n, 'a value between 1 and 255'),
  within('throttle-trigger-threshold', 1n, 100n, 'an integer in the range of 1 to 100'),
  within('cpu-throttle-initial', 1n, 99n, 'an integer in the range of 1 to 99'),
  within('cpu-throttle-increment', 1n, 99n, 'an integer in the range of 1 to 99'),
  within('downtime-limit', 0n, 2_000_000n, 'an integer in the range of 0 to (2000 * 1000) ms'),
  within('multifd-channels', 1n, 255n, 'a value between 1 and 255'),
  {
    name: 'xbzrle-cache-size',
    expects: 'a power of two no less than the target page size',
    isFine: value => value >= PAGE && (value & (value - 1n)) === 0n,
  },
  {
    name: 'max-cpu-throttle',
    expects: 'an integer in the range of cpu_throttle_initial to 99',
    isFine: (value, all) => value >= (all['cpu-throttle-initial'] ?? 1n) && value <= 99n,
  },
  within('announce-initial', 0n, 100_000n, 'a value between 0 and 100000'),
  within('announce-max', 0n, 100_000n, 'a value between 0 and 100000'),
  within('announce-rounds', 0n, 1000n, 'a value between 0 and 1000'),
  // Whatever the text says of 0.
  within('announce-step', 1n, 10_000n, 'a value between 0 and 10000'),
]

/** Throws QapiError where QEMU refuses one of these. */
export function checkParameters(all: MigrationParameters): void {
  for (const { name, expects, isFine } of LIMITS) {
    const value = all[name]
    // These errors have names of their own.
    if (value !== undefined && !isFine(value, all)) throw parameterExpects(name.replaceAll('-', '_'), expects)
  }
}
