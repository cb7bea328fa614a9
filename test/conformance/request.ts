/** What an exchange asks for and what is answered, as far as it is plain JSON. */
import type { Exchange } from './recording.js'

/** Undefined: anything else than one object. */
export function requestOf({ send_b64, send_template }: Exchange): Record<string, unknown> | undefined {
  return parseObject(send_template ?? Buffer.from(send_b64, 'base64').toString('utf8'))
}

export function isError(reply: Buffer): boolean {
  const object = parseObject(reply.toString('utf8'))
  return object !== undefined && 'error' in object
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    // In place of the pid; a number like any other.
    const value: unknown = JSON.parse(text.replaceAll('$PID', '0'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
