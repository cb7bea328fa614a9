/** Which sessions can't be played to mockvm, and which not on this machine. They count neither as passed nor as failed. */
import { isVersion } from '../../src/agent/versions.js'
import { findCommand } from '../../src/commands/registry.js'
import type { Exchange, Session } from './recording.js'
import { isError, requestOf } from './request.js'

/** The reason, or undefined for a session that mockvm can take part in. */
export function whyNotRun(session: Session): string | undefined {
  if (!isVersion(session.version, 'linux')) return `agent ${session.version} is not simulated`
  for (const exchange of session.exchanges) {
    const reason = whyNotSent(exchange)
    if (reason !== undefined) return reason
  }
  return undefined
}

function whyNotSent(exchange: Exchange): string | undefined {
  const request = requestOf(exchange)
  if (typeof request?.execute !== 'string') return undefined
  // What the agent refused it needs nothing for.
  if (isError(Buffer.from(exchange.recv_b64, 'base64'))) return undefined
  if (findCommand(request.execute) === undefined) return `${request.execute} is not simulated`
  return undefined
}

/** The reason, or undefined for a session that needs nothing of this machine but a folder and an agent. */
export function whyNotRunHere({ setup }: Session): string | undefined {
  if (setup.sshuser) return 'it needs an account of its own in passwd'
  return undefined
}
