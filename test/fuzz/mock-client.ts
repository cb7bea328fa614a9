/** A client of a VM of this process, which reads all the time. */
import type { Duplex } from 'node:stream'
import type { Vm } from '../../src/index.js'
import { turn } from '../real-agent/idle.js'

export class MockClient {
  readonly #vm: Vm
  readonly #stream: Duplex
  #got: Buffer[] = []
  #closed = false

  constructor(vm: Vm) {
    this.#vm = vm
    this.#stream = vm.connect()
    this.#stream.on('data', chunk => this.#got.push(chunk))
    this.#stream.on('error', () => {})
    this.#stream.on('end', () => {
      this.#closed = true
    })
  }

  get closed(): boolean {
    return this.#closed
  }

  /** What comes back until the agent falls silent. */
  async exchange(bytes: Buffer): Promise<Buffer> {
    if (bytes.length > 0 && !this.#closed) this.#stream.write(bytes)
    await this.#silence()
    const got = Buffer.concat(this.#got)
    this.#got = []
    return got
  }

  async leave(): Promise<void> {
    this.#stream.destroy()
    await turn()
  }

  /** In memory everything happens in one turn of the event loop; what the guest's clock has to bring is brought. */
  async #silence(): Promise<void> {
    for (let chunks = -1; chunks !== this.#got.length; ) {
      chunks = this.#got.length
      await turn()
      const { clock } = this.#vm.guest
      for (let due = clock.nextDue(); this.#vm.agent.isBusy && due !== undefined; due = clock.nextDue()) {
        this.#vm.advance(due - clock.monotonic())
        await turn()
      }
    }
  }
}
