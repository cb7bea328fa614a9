import type { Duplex } from 'node:stream'
import { InMemoryEnd } from './in-memory.js'

/** What a client tells the channel while it is served. */
export interface ClientListener {
  bytes(chunk: Buffer): void
  /** It sends no more: the end of its stream, or the stream is gone altogether. Told once, after the last bytes. */
  ended(): void
  /** It takes bytes again, or it was found to be gone. */
  writable(): void
}

/** One connection of a host tool: read when told, written without ever failing. */
export class Client {
  readonly #stream: Duplex
  #listener: ClientListener | undefined
  #ended = false
  #gone = false
  #wasReset = false

  constructor(stream: Duplex, closed: () => void) {
    this.#stream = stream
    stream.pause()
    // That is how a client leaves; `close` follows and tells all the rest.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.#wasReset = error.code === 'ECONNRESET'
    })
    stream.on('close', () => {
      this.#close()
      closed()
    })
    surviveLostWrites(stream, () => {
      this.#gone = true
      // Later: the channel is in the middle of that write.
      process.nextTick(() => this.#listener?.writable())
    })
  }

  /** It sends no more. It may still read: a half-closed client. */
  get ended(): boolean {
    return this.#ended
  }

  /** Nothing can be written to it any more. Bytes that it has sent may still be unread. */
  get gone(): boolean {
    return this.#gone || this.#stream.destroyed
  }

  /** It has closed its end, whatever of it is still to be read. Of a socket that is known when all has been read. */
  get hasLeft(): boolean {
    const stream = this.#stream
    return this.#wasReset || this.#ended || (stream instanceof InMemoryEnd && stream.hasLeft)
  }

  /**
   * Nobody is there to read what is written to it, which whoever only sends no more still is. Of a socket that is known
   * once something was written to it, in memory at once.
   */
  get hasHungUp(): boolean {
    const stream = this.#stream
    return this.gone || (stream instanceof InMemoryEnd && stream.hasLeft)
  }

  /** It has closed its end before it had read all that was written to it. Of a socket only Linux tells that. */
  get leftUnread(): boolean {
    const stream = this.#stream
    return this.#wasReset || (stream instanceof InMemoryEnd && stream.leftUnread)
  }

  /** Its buffers are full: `writable` will be told. */
  get full(): boolean {
    return this.#stream.writableNeedDrain
  }

  serve(listener: ClientListener): void {
    this.#listener = listener
    // What comes from one that is served no more has nobody to read it.
    this.#stream.on('data', chunk => this.#listener?.bytes(chunk))
    this.#stream.on('end', () => this.#end())
    this.#stream.on('drain', () => this.#listener?.writable())
    if (this.#stream.closed) process.nextTick(() => this.#close())
  }

  pause(): void {
    this.#stream.pause()
  }

  resume(): void {
    if (this.#stream.readableFlowing !== true) this.#stream.resume()
  }

  /** False if the client is gone and has taken nothing of it. */
  send(data: string): boolean {
    if (this.gone) return false
    this.#stream.write(data, 'latin1')
    return !this.#gone
  }

  /** Lets what was written go out, then closes. */
  finish(): void {
    this.#listener = undefined
    this.#stream.end()
    // A stream that is paused before its end never closes by itself.
    this.#stream.resume()
  }

  /** Closes at once; what the kernel has already taken still arrives. */
  destroy(): void {
    this.#listener = undefined
    this.#stream.destroy()
  }

  /**
   * Ends the connection so that the other side reads ECONNRESET: in memory always, over a unix socket only if bytes of
   * the other side are still unread, since the kernel knows no other reset of such a socket.
   */
  reset(): void {
    this.#listener = undefined
    if ('reset' in this.#stream && typeof this.#stream.reset === 'function') this.#stream.reset()
    else this.#stream.destroy()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#listener?.ended()
  }

  #close(): void {
    if (!this.#listener) return
    // An error destroys a stream together with what it has read and not yet handed out. Those bytes were sent before
    // the client left, so they belong to the agent.
    for (let rest = this.#stream.read(); rest !== null; rest = this.#stream.read()) this.#listener.bytes(rest)
    this.#end()
  }
}

/**
 * A write to a client that has left (EPIPE) would destroy the stream, and with it the requests that the client sent
 * before it left. Writing and reading fail separately here: the failed write counts as done and `lost` is told.
 */
function surviveLostWrites(stream: Duplex, lost: () => void): void {
  const write = stream._write
  const writev = stream._writev
  type Done = (error?: Error | null) => void
  const survive = (done: Done): Done => {
    return error => {
      if (error) lost()
      done()
    }
  }
  stream._write = (chunk, encoding, done) => write.call(stream, chunk, encoding, survive(done))
  if (writev) stream._writev = (chunks, done) => writev.call(stream, chunks, survive(done))
}
