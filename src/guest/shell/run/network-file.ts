/** /dev/tcp/HOST/PORT and /dev/udp/HOST/PORT, which are no files: a redirection of bash connects instead of opening them. */
import { portNumber } from '../../listening.js'
import { type Connected, connectAny } from '../../programs/network/connect.js'
import { Connection } from '../../programs/network/connection.js'
import { lookupAll } from '../../programs/network/host-names.js'
import { reach } from '../../programs/network/reach.js'
import { type Description, Null } from '../../tasks/description.js'
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import type { Shell } from '../shell.js'

const FAULTS = {
  unknown: 'Name or service not known',
  temporary: 'Temporary failure in name resolution',
  family: 'Address family for hostname not supported',
}

const TEXTS: Readonly<Record<Connected, string>> = {
  accepted: 'Invalid argument',
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  limit: 'Connection timed out',
}

/** Undefined for another name, and for a shell that knows no such names. Throws ShellError, after having said why. */
export function* openNetwork(shell: Shell, name: string): Generator<Wait, Description | undefined, void> {
  const [, protocol, host = '', service = ''] = /^\/dev\/(tcp|udp)\/([^/]*)\/(.*)$/s.exec(name) ?? []
  if (!shell.dialect.isBash || (protocol !== 'tcp' && protocol !== 'udp')) return undefined
  const { task } = shell
  const { guest } = task
  const found = lookupAll(guest, host)
  if ('fault' in found) return yield* invalid(shell, name, `${host}: ${FAULTS[found.fault]}`)
  const port = /^\d*$/.test(service) ? Number(service) & 0xffff : portNumber(guest, service, protocol)
  if (port === undefined) return yield* invalid(shell, name, `${service}: Servname not supported for ai_socktype`)
  if (protocol === 'udp') {
    // What is sent to nobody is lost.
    const isThere = found.some(({ address }) => reach(guest, address).kind !== 'nowhere')
    return isThere
      ? new Null(guest.tasks.pipeLink().replace('pipe', 'socket'))
      : yield* refused(shell, name, 'ENETUNREACH')
  }
  const { connected, at } = yield* connectAny(task, found, port)
  if (connected === 'accepted' && at !== undefined) return new Connection(guest, at.address, port)
  return yield* refused(shell, name, connected)
}

function* invalid(shell: Shell, name: string, message: string): Generator<Wait, never, void> {
  yield* shell.complain(message)
  throw new ShellError(`${name}: Invalid argument`)
}

function* refused(shell: Shell, name: string, connected: Connected): Generator<Wait, never, void> {
  const text = TEXTS[connected]
  yield* shell.print(`${shell.place}: connect: ${text}\n`, 2)
  throw new ShellError(`${name}: ${text}`)
}
