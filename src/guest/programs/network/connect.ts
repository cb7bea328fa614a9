/** connect(2) of a program of the guest: somebody answers only where the guest itself listens. */
import { listeningSockets } from '../../listening.js'
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
  if (kind === 'self') return isListening(task, protocol, address, port) ? 'accepted' : 'ECONNREFUSED'
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

/** A socket of IPv6 for any address takes those of IPv4 as well, unless there is one of theirs. */
function isListening({ guest }: Task, protocol: 'tcp' | 'udp', address: string, port: number): boolean {
  const any = address.includes(':') ? ['::'] : ['0.0.0.0', '::']
  return listeningSockets(guest).some(
    socket => socket.protocol === protocol && socket.port === port && [address, ...any].includes(socket.address),
  )
}
