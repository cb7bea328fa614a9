/** Which sessions can't be played to mockvm, and which not on this machine. They count neither as passed nor as failed. */
import { isVersion } from '../../src/agent/versions.js'
import { findCommand } from '../../src/commands/registry.js'
import type { Exchange, Session } from './recording.js'
import { isError, requestOf } from './request.js'

/** By name, or in a folder that a guest would have it in. */
const SHELL = /^(?:(?:\/usr)?(?:\/local)?\/bin\/)?(?:sh|bash|dash|ash|ksh|zsh|busybox)$/

/** The reason, or undefined for a session that mockvm can take part in. */
export function whyNotRun(session: Session): string | undefined {
  if (!isVersion(session.version, 'linux')) return `agent ${session.version} is not simulated`
  for (const [, script, mode] of session.setup.hook ?? []) {
    const interpreter = /^#![ \t]*(\S+)/.exec(script)?.[1] ?? ''
    if ((mode & 0o111) !== 0 && SHELL.test(interpreter)) return `its hook is a script for ${interpreter}`
  }
  for (const exchange of session.exchanges) {
    const reason = whyNotSent(exchange)
    if (reason !== undefined) return reason
  }
  return undefined
}

function whyNotSent(exchange: Exchange): string | undefined {
  const request = requestOf(exchange)
  if (typeof request?.execute !== 'string') return undefined
  // What the agent refused never came to need its shell.
  if (isError(Buffer.from(exchange.recv_b64, 'base64'))) return undefined
  if (findCommand(request.execute) === undefined) return `${request.execute} is not simulated`
  const { path } = (request.arguments ?? {}) as { readonly path?: unknown }
  if (request.execute === 'guest-exec' && typeof path === 'string' && SHELL.test(path)) {
    return `it runs ${path} in the guest`
  }
  return undefined
}

/** The reason, or undefined for a session that needs nothing of this machine but a folder and an agent. */
export function whyNotRunHere({ setup }: Session): string | undefined {
  if (setup.sshuser) return 'it needs an account of its own in passwd'
  return undefined
}
