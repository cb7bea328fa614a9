import type { Captured } from '../guest/children.js'
import { q } from '../qapi/descriptor.js'
import { invalidParameter } from '../qapi/errors.js'
import { encodeBase64 } from './base64.js'
import { defineCommand } from './define.js'

const GuestExecStatus = q.struct('GuestExecStatus', {
  exited: q.doc('it has ended', q.bool),
  exitcode: q.optional(q.doc('if it ended by itself', q.int)),
  signal: q.optional(q.doc('if it was killed', q.int)),
  'out-data': q.optional(q.doc('captured standard output, base64; absent when empty', q.str)),
  'err-data': q.optional(q.doc('captured standard error, base64; absent when empty', q.str)),
  'out-truncated': q.optional(q.doc('there when output was cut at 16 MiB', q.bool)),
  'err-truncated': q.optional(q.doc('there when errors were cut at 16 MiB', q.bool)),
})

export const guestExecStatus = defineCommand({
  name: 'guest-exec-status',
  since: '2.5',
  doc: 'What became of a program; one that has ended is forgotten with this reply.',
  args: { pid: q.doc('as guest-exec gave it', q.int) },
  returns: GuestExecStatus,
  run({ guest }, { pid }) {
    const child = guest.children.status(Number(pid))
    if (child === undefined) throw invalidParameter('pid')
    if (child.ending === undefined) return { exited: false }
    return {
      exited: true,
      ...('signal' in child.ending
        ? { signal: BigInt(child.ending.signal) }
        : { exitcode: BigInt(child.ending.exitCode) }),
      'out-data': data(child.stdout),
      'err-data': data(child.stderr),
      'out-truncated': truncated(child.stdout),
      'err-truncated': truncated(child.stderr),
    }
  },
})

function data({ bytes }: Captured): string | undefined {
  return bytes.length === 0 ? undefined : encodeBase64(bytes)
}

// Up to 7.2.19 the agent sets the wrong one of two variables: the member is there when output was cut, and false.
function truncated(captured: Captured): false | undefined {
  return captured.truncated ? false : undefined
}
