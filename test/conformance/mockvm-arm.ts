/** Sessions on a machine in memory, whose clock moves when it has to. */
import type { Duplex } from 'node:stream'
import { createVm, type Vm } from '../../src/index.js'
import type { Arm, ArmClient } from './arm.js'
import { vmOptions } from './guest-setup.js'
import type { Session } from './recording.js'
import { whyNotRun } from './why-not-run.js'

const SHORT_WHILE = '50ms'

/** `version`: of the agent, where it is another than that of the recordings. */
export function mockvmArm(version?: string): Arm {
  const asked = (session: Session): Session => (version === undefined ? session : { ...session, version })
  return {
    name: 'mockvm',
    whyNotRun: session => whyNotRun(asked(session)),
    start: async session => {
      const vm = await createVm(vmOptions(asked(session)))
      return {
        connect: async () => new Client(vm),
        wait: async () => vm.advance(SHORT_WHILE),
        stop: () => vm.close(),
      }
    },
  }
}

class Client implements ArmClient {
  readonly #vm: Vm
  readonly #stream: Duplex
  #got: Buffer[] = []
  closed = false

  constructor(vm: Vm) {
    this.#vm = vm
    this.#stream = vm.connect()
    this.#stream.on('data', chunk => this.#got.push(chunk))
    this.#stream.on('end', () => {
      this.closed = true
    })
  }

  async exchange(bytes: Buffer): Promise<Buffer> {
    this.#got = []
    this.#stream.write(bytes)
    await this.#silence()
    return Buffer.concat(this.#got)
  }

  async leave(): Promise<void> {
    this.#stream.destroy()
    await turn()
  }

  /** Everything in memory happens in one turn of the event loop; what the guest's clock has to bring is brought. */
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

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
