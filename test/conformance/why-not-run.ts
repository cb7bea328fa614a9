/** Which sessions mockvm can't take part in. They count neither as passed nor as failed. */
import { AGENT_VERSIONS } from '../../src/agent/versions.js'
import { findCommand } from '../../src/commands/registry.js'
import type { Exchange, Session } from './recording.js'

/** By name, or in a folder that a guest would have it in. */
const SHELL = /^(?:(?:\/usr)?(?:\/local)?\/bin\/)?(?:sh|bash|dash|ash|ksh|zsh|busybox)$/

/** The reason, or undefined for a session that can be run. */
export function whyNotRun(session: Session): string | undefined {
  if (!AGENT_VERSIONS.includes(session.version)) return `agent ${session.version} is not simulated`
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

function whyNotSent({ send_b64, recv_b64 }: Exchange): string | undefined {
  const request = parseObject(Buffer.from(send_b64, 'base64'))
  if (typeof request?.execute !== 'string') return undefined
  const reply = parseObject(Buffer.from(recv_b64, 'base64'))
  const isRefused = reply !== undefined && 'error' in reply
  if (!isRefused && findCommand(request.execute) === undefined) return `${request.execute} is not simulated`
  const { path } = (request.arguments ?? {}) as { readonly path?: unknown }
  // One that the agent refused never came to need its shell.
  if (request.execute === 'guest-exec' && !isRefused && typeof path === 'string' && SHELL.test(path)) {
    return `it runs ${path} in the guest`
  }
  return undefined
}

/** Requests that are no plain JSON of one object ask for nothing that matters here. */
function parseObject(bytes: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
