import { Duplex, type Readable, type Writable } from 'node:stream'

/**
 * Standard input and output as one connection. They are the process's: when the connection ends, they are let go of and
 * not closed, so that the process can still say why, and end.
 */
export class StandardStreams extends Duplex {
  readonly #input: Readable
  readonly #output: Writable

  constructor(input: Readable, output: Writable) {
    super({ allowHalfOpen: true })
    this.#input = input
    this.#output = output
    input.on('data', this.#take).on('end', this.#finish).on('error', this.#finish).pause()
  }

  override _read(): void {
    this.#input.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#output.write(chunk, done)
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#input.off('data', this.#take).off('end', this.#finish).off('error', this.#finish).pause()
    done(error)
  }

  readonly #take = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#input.pause()
  }

  readonly #finish = (): void => {
    this.push(null)
  }
}
