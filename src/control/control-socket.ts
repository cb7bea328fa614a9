/** Connections over which a VM is told what to do while it serves. Any number at a time. */
import type { Duplex } from 'node:stream'
import type { Vm } from '../vm.js'
import { answer } from './answer.js'

/** The longest request. */
const MOST = 1 << 20

export class ControlSocket {
  readonly #vm: Vm
  readonly #streams = new Set<Duplex>()

  constructor(vm: Vm) {
    this.#vm = vm
  }

  attach(stream: Duplex): void {
    this.#streams.add(stream)
    let text = ''
    stream.on('error', () => {})
    stream.on('close', () => this.#streams.delete(stream))
    stream.on('end', () => stream.end())
    stream.setEncoding('utf8')
    stream.on('data', (chunk: string) => {
      const lines = (text + chunk).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') stream.write(`${answer(this.#vm, line)}\n`)
      if (text.length > MOST)
        stream.end(`${JSON.stringify({ error: `control: a line is longer than ${MOST} bytes` })}\n`)
    })
    stream.resume()
  }

  close(): void {
    for (const stream of this.#streams) stream.destroy()
  }
}
