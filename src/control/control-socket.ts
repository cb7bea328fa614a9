/** Connections over which a VM is told what to do while it serves. Any number at a time. */
import type { Duplex } from 'node:stream'
import type { Vm } from '../vm.js'
import { answer } from './answer.js'

/** The longest request. */
const MOST = 1 << 20
const TOO_LONG = `${JSON.stringify({ error: `control: a line is longer than ${MOST} bytes` })}\n`

export class ControlSocket {
  readonly #vm: Vm
  readonly #streams = new Set<Duplex>()

  constructor(vm: Vm) {
    this.#vm = vm
  }

  attach(stream: Duplex): void {
    this.#streams.add(stream)
    stream.on('error', () => {})
    stream.on('close', () => this.#streams.delete(stream))
    stream.on('end', () => stream.end())
    stream.setEncoding('utf8')
    const lines = new Lines()
    stream.on('data', (chunk: string) => {
      lines.add(chunk)
      goOn()
    })
    stream.on('drain', () => goOn())
    const goOn = () => {
      for (let line = lines.take(); line !== undefined; line = lines.take()) {
        if (line.trim() !== '' && !stream.write(`${answer(this.#vm, line)}\n`)) break
      }
      // Who doesn't read what was answered is not listened to.
      if (stream.writableNeedDrain) stream.pause()
      else {
        if (lines.isTooLong && stream.writable) stream.end(TOO_LONG)
        stream.resume()
      }
    }
    stream.resume()
  }

  close(): void {
    for (const stream of this.#streams) stream.destroy()
  }
}

/** What came, line by line. Behind a line that is too long nothing is kept. */
class Lines {
  /** The last one first. */
  #whole: string[] = []
  #half = ''
  isTooLong = false

  add(chunk: string): void {
    if (this.isTooLong) return
    const [first = '', ...more] = chunk.split('\n')
    this.#half += first
    if (more.length > 0) {
      const whole = [this.#half, ...more]
      this.#half = whole.pop() ?? ''
      this.#whole = [...whole.reverse(), ...this.#whole]
    }
    if (this.#half.length <= MOST) return
    this.isTooLong = true
    this.#half = ''
  }

  take(): string | undefined {
    return this.#whole.pop()
  }
}
