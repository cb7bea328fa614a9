import { Errno } from '../guest/errno.js'
import type { Guest } from '../guest/guest.js'
import type { Mount } from '../guest/mounts.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'
import { agentMounts } from './fsfreeze.js'
import { trimFailed, trimNotSupported, trimOpenFailed } from './texts.js'

const TrimResult = q.struct('GuestFilesystemTrimResult', {
  path: q.doc('where it is mounted', q.str),
  trimmed: q.optional(q.doc('bytes discarded', q.int)),
  minimum: q.optional(q.doc('the least range that counted, in bytes', q.int)),
  error: q.optional(q.str),
})

const TrimResponse = q.struct('GuestFilesystemTrimResponse', { paths: q.list(TrimResult) })

export const guestFstrim = defineCommand({
  name: 'guest-fstrim',
  since: '1.2',
  doc: 'Discard the unused blocks of all file systems.',
  args: { minimum: q.optional(q.doc('the least free range to discard, in bytes; 0 by default', q.int)) },
  returns: TrimResponse,
  run: (context, { minimum = 0n }) => ({
    paths: agentMounts(context)
      .toReversed()
      .map(mount => trim(context.guest, mount, minimum)),
  }),
})

function trim(guest: Guest, mount: Mount, minimum: bigint): Infer<typeof TrimResult> {
  const { path, openError } = mount
  if (openError !== undefined) return { path, error: trimOpenFailed(new Errno(openError)) }
  try {
    return { path, trimmed: guest.trim(mount, BigInt.asUintN(64, minimum)), minimum }
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const isUnsupported = error.code === 'ENOTTY' || error.code === 'EOPNOTSUPP'
    return { path, error: isUnsupported ? trimNotSupported : trimFailed(error) }
  }
}
