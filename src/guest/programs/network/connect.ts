/** connect(2) of a program of the guest: somebody answers only where the guest itself listens. */
import { listenerAt } from '../../listening.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { NEIGHBOUR_TIME, reach } from './reach.js'

/** The errno of what failed; `limit`: the program's own patience was at its end. */
export type Connected = 'accepted' | 'ECONNREFUSED' | 'EHOSTUNREACH' | 'ENETUNREACH' | 'ETIMEDOUT' | 'limit'

/** Seven SYN segments, and twice the time after each (tcp_syn_retries of 6). */
const SYN_TIME = 131_072_000_000n

/** `limit`: how long the program waits, in nanoseconds. */
export function* connect(
  task: Task,
  protocol: 'tcp' | 'udp',
  address: string,
  port: number,
  limit?: bigint,
): Generator<Wait, Connected, void> {
  const { kind } = reach(task.guest, address)
  if (kind === 'nowhere') return 'ENETUNREACH'
  if (kind === 'self') {
    return listenerAt(task.guest, protocol, address, port) === undefined ? 'ECONNREFUSED' : 'accepted'
  }
  // A datagram is sent, and that is all.
  if (protocol === 'udp') return 'accepted'
  const time = kind === 'neighbour' ? NEIGHBOUR_TIME : SYN_TIME
  if (limit !== undefined && limit < time) {
    yield* task.sleep(limit)
    return 'limit'
  }
  yield* task.sleep(time)
  return kind === 'neighbour' ? 'EHOSTUNREACH' : 'ETIMEDOUT'
}

/** Each of the addresses of a name in turn, until somebody answers; what became of the last one otherwise. */
export function* connectAny<A extends { readonly address: string }>(
  task: Task,
  addresses: readonly A[],
  port: number,
  limit?: bigint,
): Generator<Wait, { readonly connected: Connected; readonly at: A | undefined }, void> {
  const { clock } = task.guest
  const start = clock.inGuest()
  let connected: Connected = 'ENETUNREACH'
  let at: A | undefined
  for (at of addresses) {
    const spent = clock.inGuest() - start
    if (limit !== undefined && spent >= limit) return { connected: 'limit', at }
    connected = yield* connect(task, 'tcp', at.address, port, limit === undefined ? undefined : limit - spent)
    if (connected === 'accepted' || connected === 'limit') break
  }
  return { connected, at }
}
