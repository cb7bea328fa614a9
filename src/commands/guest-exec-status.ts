import type { Captured, Child } from '../guest/children.js'
import { q } from '../qapi/descriptor.js'
import { encodeBase64 } from './base64.js'
import type { Behaviour } from './behaviour.js'
import { defineCommand } from './define.js'
import { unknownPid } from './texts.js'

const GuestExecStatus = q.struct('GuestExecStatus', {
  exited: q.doc('it has ended', q.bool),
  exitcode: q.optional(q.doc('if it ended by itself', q.int)),
  signal: q.optional(q.doc('if it was killed', q.int)),
  'out-data': q.optional(q.doc('captured standard output, base64; absent when empty', q.str)),
  'err-data': q.optional(q.doc('captured standard error, base64; absent when empty', q.str)),
  'out-truncated': q.optional(
    q.doc('output was cut at 16 MiB; up to 7.2.19, 10.0.3 and 10.1.0 there if it was, and false', q.bool),
  ),
  'err-truncated': q.optional(
    q.doc('errors were cut at 16 MiB; up to 7.2.19, 10.0.3 and 10.1.0 there if they were, and false', q.bool),
  ),
})

export const guestExecStatus = defineCommand({
  name: 'guest-exec-status',
  since: '2.5',
  doc: 'What became of a program; one that has ended is forgotten with this reply.',
  args: { pid: q.doc('as guest-exec gave it', q.int) },
  returns: GuestExecStatus,
  run({ guest, agent }, { pid }) {
    const child = guest.children.status(Number(pid))
    if (child === undefined) throw unknownPid(agent.behaviour)
    if (child.ending === undefined) return { exited: false }
    return {
      exited: true,
      ...('signal' in child.ending
        ? { signal: BigInt(child.ending.signal) }
        : { exitcode: BigInt(child.ending.exitCode) }),
      ...capturedOutput(child, agent.behaviour),
    }
  },
})

export function capturedOutput({ stdout, stderr }: Child, behaviour: Behaviour) {
  return {
    'out-data': data(stdout),
    'err-data': data(stderr),
    'out-truncated': truncated(stdout, behaviour),
    'err-truncated': truncated(stderr, behaviour),
  }
}

function data({ bytes }: Captured): string | undefined {
  return bytes.length === 0 ? undefined : encodeBase64(bytes)
}

function truncated(captured: Captured, { truncation }: Behaviour): boolean | undefined {
  if (truncation === 'told') return captured.bytes.length === 0 ? undefined : captured.truncated
  // The agent sets the wrong one of two variables: the member is there when output was cut, and false.
  return captured.truncated ? false : undefined
}
