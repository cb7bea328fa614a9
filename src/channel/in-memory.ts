import { Duplex } from 'node:stream'

/**
 * Two ends of a connection without a socket, as socketpair(2) makes them: what one writes the other reads, later than
 * the write returns. Unlike node:stream's duplexPair, an end that is destroyed ends the other's reading and fails its
 * writes with EPIPE, and bytes written before that still arrive, as with a kernel in between.
 */
export function inMemory(): { readonly client: InMemoryEnd; readonly server: InMemoryEnd } {
  const client = new InMemoryEnd({ allowHalfOpen: false })
  const server = new InMemoryEnd({ allowHalfOpen: true })
  client.peer = server
  server.peer = client
  return { client, server }
}

export class InMemoryEnd extends Duplex {
  peer: InMemoryEnd | undefined
  /** Bytes on their way to this end. */
  #coming = 0
  #eof = false
  /** The peer's write that waits until this end has room. */
  #held: (() => void) | undefined
  #leftUnread = false

  /** The peer is closed, whatever of it is still to be read here. */
  get hasLeft(): boolean {
    return this.peer?.destroyed ?? true
  }

  /** The peer was closed before it had read all that was sent to it. */
  get leftUnread(): boolean {
    return this.#leftUnread
  }

  /** Closes as one that has not read all that was sent to it. */
  leaveUnread(): void {
    if (this.peer) this.peer.#leftUnread = true
    this.destroy()
  }

  /** Goes without a farewell: what the peer does next fails with ECONNRESET. */
  reset(): void {
    this.peer?.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }))
    this.destroy()
  }

  override _read(): void {
    this.#release()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const peer = this.peer
    if (!peer || peer.destroyed) done(brokenPipe())
    else peer.#accept(chunk, done)
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#endPeer()
    done()
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    if (this.peer && this.#coming + this.readableLength > 0) this.peer.#leftUnread = true
    this.#release()
    this.#endPeer()
    done(error)
  }

  /** The bytes arrive later, so that no client is called from inside the agent. */
  #accept(chunk: Buffer, done: () => void): void {
    this.#coming += chunk.length
    process.nextTick(() => {
      this.#coming -= chunk.length
      if (!this.destroyed) this.push(chunk)
    })
    if (this.#coming + this.readableLength < this.readableHighWaterMark) done()
    else this.#held = done
  }

  #endPeer(): void {
    const peer = this.peer
    if (!peer || peer.#eof) return
    peer.#eof = true
    process.nextTick(() => {
      if (!peer.destroyed) peer.push(null)
    })
  }

  #release(): void {
    const held = this.#held
    this.#held = undefined
    held?.()
  }
}

/** What a client reads where nobody listens. */
export function connectionRefused(): NodeJS.ErrnoException {
  return Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', syscall: 'connect' })
}

function brokenPipe(): NodeJS.ErrnoException {
  return Object.assign(new Error('write EPIPE'), { code: 'EPIPE', syscall: 'write' })
}
