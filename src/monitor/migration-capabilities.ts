/** What a migration may do besides, and what of it goes together. */
import { QapiError } from '../qapi/errors.js'

export const MIGRATION_CAPABILITIES = [
  ...(['xbzrle', 'rdma-pin-all', 'auto-converge', 'zero-blocks', 'compress', 'events', 'postcopy-ram'] as const),
  ...(['x-colo', 'release-ram', 'block', 'return-path', 'pause-before-switchover', 'multifd'] as const),
  ...(['dirty-bitmaps', 'postcopy-blocktime', 'late-block-activate', 'x-ignore-shared', 'validate-uuid'] as const),
  ...(['background-snapshot', 'zero-copy-send', 'postcopy-preempt'] as const),
] as const

export type MigrationCapability = (typeof MIGRATION_CAPABILITIES)[number]

/** What a background snapshot can't be combined with, in the order in which QEMU looks. */
const NO_SNAPSHOT_WITH: readonly MigrationCapability[] = [
  ...(['postcopy-ram', 'dirty-bitmaps', 'postcopy-blocktime', 'late-block-activate', 'return-path'] as const),
  ...(['multifd', 'pause-before-switchover', 'auto-converge', 'release-ram', 'rdma-pin-all'] as const),
  ...(['compress', 'xbzrle', 'x-colo', 'validate-uuid', 'zero-copy-send'] as const),
]

/** Throws QapiError where these can't all be enabled. */
export function checkCapabilities(enabled: ReadonlySet<MigrationCapability>, hasTls: boolean): void {
  if (enabled.has('postcopy-ram') && enabled.has('x-ignore-shared')) {
    throw new QapiError('Postcopy is not compatible with ignore-shared')
  }
  const clash = NO_SNAPSHOT_WITH.find(it => enabled.has(it))
  if (enabled.has('background-snapshot') && clash !== undefined) {
    throw new QapiError(`Background-snapshot is not compatible with ${clash}`)
  }
  if (enabled.has('zero-copy-send') && (!enabled.has('multifd') || enabled.has('compress') || hasTls)) {
    throw new QapiError('Zero copy only available for non-compressed non-TLS multifd migration')
  }
  if (enabled.has('postcopy-preempt') && !enabled.has('postcopy-ram')) {
    throw new QapiError('Postcopy preempt requires postcopy-ram')
  }
  if (enabled.has('multifd') && enabled.has('compress')) {
    throw new QapiError('Multifd is not compatible with compress')
  }
}
