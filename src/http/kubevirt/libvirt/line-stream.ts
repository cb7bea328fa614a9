/** A connection that is read by lines. */
import type { Duplex } from 'node:stream'
import { GrowingBuffer } from '../../../client/growing-buffer.js'

export interface LineStreamListener {
  /** Without its line feed. */
  line(line: Buffer): void
  /** All lines of what came at once have been told; so many bytes of another one are there. */
  chunkEnded(rest: number): void
  /** The other side is gone. */
  lost(): void
}

const LF = 0x0a

export class LineStream {
  readonly #stream: Duplex
  readonly #rest = new GrowingBuffer()
  #isOver = false

  constructor(stream: Duplex, listener: LineStreamListener) {
    this.#stream = stream
    const lose = () => {
      if (this.#isOver) return
      this.#isOver = true
      stream.destroy()
      listener.lost()
    }
    stream.on('data', (chunk: Buffer) => this.#take(chunk, listener))
    stream.on('end', lose)
    stream.on('close', lose)
    stream.on('error', lose)
  }

  write(text: string): void {
    this.#stream.write(text, 'utf8')
  }

  /** Nothing is told any more. */
  close(): void {
    this.#isOver = true
    this.#stream.destroy()
  }

  #take(chunk: Buffer, listener: LineStreamListener): void {
    let at = 0
    for (let end = chunk.indexOf(LF); end !== -1 && !this.#isOver; end = chunk.indexOf(LF, at)) {
      this.#rest.append(chunk.subarray(at, end))
      at = end + 1
      listener.line(this.#rest.take())
    }
    if (this.#isOver) return
    this.#rest.append(chunk.subarray(at))
    listener.chunkEnded(this.#rest.length)
  }
}
