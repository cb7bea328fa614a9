/** Where an agent is, and how a connection to it is made. */
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { AgentDisconnected } from './errors.js'

/** The path of a unix socket; a function that makes a connection, each time it is called; or the connection itself. */
export type Target = string | (() => Duplex | Promise<Duplex>) | Duplex

export interface Dialer {
  /** Whether there can be a second connection. */
  readonly canRepeat: boolean
  /** @throws AgentDisconnected */
  dial(): Promise<Duplex>
}

export function dialerOf(target: Target): Dialer {
  if (typeof target === 'string') {
    if (target === '') throw new TypeError('AgentClient: expected the path of a unix socket, got an empty one')
    return { canRepeat: true, dial: () => open(() => connect({ path: target }), `cannot connect to ${target}`) }
  }
  if (typeof target === 'function') return { canRepeat: true, dial: () => open(target, 'cannot connect') }
  if (typeof target?.pipe === 'function') return single(target)
  throw new TypeError(`AgentClient: expected a path, a function or a stream, got ${String(target)}`)
}

/** A connection that was made by somebody else: there is no other. */
function single(stream: Duplex): Dialer {
  let isUsed = false
  return {
    canRepeat: false,
    async dial() {
      if (isUsed || !stream.writable || stream.readableEnded) {
        throw new AgentDisconnected(
          'the connection has ended, and there is no other. Give AgentClient a path, or a function that connects.',
        )
      }
      isUsed = true
      return stream
    },
  }
}

async function open(make: () => Duplex | Promise<Duplex>, what: string): Promise<Duplex> {
  try {
    const stream = await make()
    if ('connecting' in stream && stream.connecting === true) await connected(stream)
    return stream
  } catch (error) {
    throw new AgentDisconnected(`${what}: ${whyNot(error)}`, { cause: error })
  }
}

function connected(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.once('error', reject)
    stream.once('connect', () => {
      stream.off('error', reject)
      resolve()
    })
  })
}

function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
      return 'there is no such file. Start one with mockvm serve --socket PATH.'
    case 'ECONNREFUSED':
      return 'nobody listens there any more. Start one with mockvm serve --socket PATH.'
    case 'EACCES':
      return 'permission denied.'
    case 'ENOTSOCK':
      return 'it is not a socket.'
    default:
      return message ?? String(error)
  }
}
