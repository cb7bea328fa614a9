/**
 * How avocado-vt asks an agent: over one connection, which it syncs when it begins and whenever its test says so, by
 * guest-sync with ids of four digits. The next line that it can decode is the answer.
 */
import type { Duplex } from 'node:stream'
import { LineStream, parseObject, request, resultOf, type Skipped, type Timer } from './line-stream.js'

export class TimedOut extends Error {}

export interface AvocadoOptions {
  readonly connect: () => Duplex
  readonly timer: Timer
  /** By chance, from 1000 to 9999. */
  readonly syncId: () => number
}

type Reply = NonNullable<ReturnType<typeof parseObject>>

export class AvocadoVt {
  readonly skipped: Skipped[] = []
  readonly #options: AvocadoOptions
  readonly #lines: LineStream
  /** Has come, and nobody has read it yet. */
  readonly #replies: Reply[] = []
  #news = () => {}

  constructor(options: AvocadoOptions) {
    this.#options = options
    this.#lines = new LineStream(options.connect(), {
      line: line => this.#take(line),
      lost: () => {},
    })
  }

  async call(name: string, args?: object): Promise<unknown> {
    this.#lines.write(request(name, args))
    return resultOf(await this.#next(name, name === 'guest-fsfreeze-freeze' ? 90_000 : 20_000))
  }

  /** Reads until the answer to it comes. */
  async sync(): Promise<void> {
    const id = this.#options.syncId()
    this.#lines.write(request('guest-sync', { id }))
    for (;;) {
      const reply = await this.#next('guest-sync', 20_000)
      if (reply.return === BigInt(id)) return
      this.skipped.push({ bytes: showing(reply), why: 'not the answer to guest-sync' })
    }
  }

  base64(bytes: Buffer): string {
    return bytes.toString('base64')
  }

  close(): void {
    this.#lines.close()
  }

  #take(line: string): void {
    const object = parseObject(line.replace(/^\xff/, ''))
    if (object === undefined) this.skipped.push({ bytes: line, why: 'cannot be decoded' })
    else {
      this.#replies.push(object)
      this.#news()
    }
  }

  #next(name: string, milliseconds: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const cancel = this.#options.timer.after(milliseconds, () => {
        this.#news = () => {}
        reject(new TimedOut(`${name}: no answer in ${milliseconds / 1000} s`))
      })
      this.#news = () => {
        const reply = this.#replies.shift()
        if (reply === undefined) return
        this.#news = () => {}
        cancel()
        resolve(reply)
      }
      this.#news()
    })
  }
}

function showing(reply: Reply): string {
  return JSON.stringify(reply, (_, value) => (typeof value === 'bigint' ? Number(value) : value))
}
