import type { Duplex } from 'node:stream'
import { onTestFinished } from 'vitest'
import { createVm, type Vm, type VmOptions } from '../../src/index.js'

/** A VM, and a host that talks to its agent byte by byte. Closed when the test has ended. */
export async function talk(options: VmOptions = {}): Promise<Talk> {
  const vm = await createVm(options)
  onTestFinished(() => vm.close())
  return new Talk(vm)
}

export class Talk {
  readonly vm: Vm
  #stream: Duplex
  #got = ''
  /** The agent ended the connection. */
  closed = false
  /** How the connection broke, if it did: "ECONNRESET". */
  broken: string | undefined

  constructor(vm: Vm) {
    this.vm = vm
    this.#stream = this.#connect()
  }

  /** Asks for a command and resolves with the reply without its line feed; '' where nothing is answered. */
  async ask(name: string, args?: Readonly<Record<string, unknown>> | string): Promise<string> {
    const json = typeof args === 'string' ? args : JSON.stringify(args)
    const request = `{"execute":"${name}"${json === undefined ? '' : `,"arguments":${json}`}}\n`
    const reply = await this.send(Buffer.from(request, 'utf8'))
    // One line: if it is anything else the line feed shows.
    return reply.replace(/^([^\n]*)\n$/, '$1')
  }

  /** Sends bytes (latin1) and resolves with those that came since the last time, when nothing more comes. */
  async send(bytes: string | Buffer): Promise<string> {
    this.#stream.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
    return this.more()
  }

  /** What has come since the last time. */
  async more(): Promise<string> {
    for (let before = -1; before !== this.#got.length; ) {
      before = this.#got.length
      await turn()
    }
    const got = this.#got
    this.#got = ''
    return got
  }

  /** Leaves, and comes again. */
  async reconnect(): Promise<void> {
    this.#stream.destroy()
    await turn()
    this.closed = false
    this.#stream = this.#connect()
  }

  #connect(): Duplex {
    const stream = this.vm.connect()
    stream.on('data', (chunk: Buffer) => {
      if (stream === this.#stream) this.#got += chunk.toString('latin1')
    })
    stream.on('end', () => {
      if (stream === this.#stream) this.closed = true
    })
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.broken = error.code
    })
    return stream
  }
}

/** Everything in memory happens in one turn of the event loop. */
function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}

/** The reply of success. */
export function returns(json: string): string {
  return `{"return": ${json}}`
}

/** The reply of an error; in JSON already, that is with `\"` for a quote. */
export function fails(desc: string, errorClass = 'GenericError'): string {
  return `{"error": {"class": "${errorClass}", "desc": "${desc}"}}`
}

export const OK = returns('{}')
