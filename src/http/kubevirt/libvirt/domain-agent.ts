/** The agent of a domain, as libvirt lets itself be asked for it. */
import type { Clock, Timer } from '../../../guest/clock.js'
import type { JsonValue } from '../../../json/value.js'
import type { Vm } from '../../../vm.js'
import { AgentConnection, type CommandOptions } from './agent-connection.js'
import { domainNotRunning, hasFailed, notConnected } from './libvirt-error.js'

const SECOND = 1_000_000_000n
/** So long a late answer is waited for, once the guest could give it. */
const PATIENCE = 60n * SECOND

/**
 * libvirt keeps its connection for as long as the domain lives, and nobody else is ever served. Here other clients want
 * to come in: a connection lasts for a burst of commands, and longer only when an answer is still to come of one that took
 * too long, which would else be taken for the answer to somebody else's.
 */
export class DomainAgent {
  readonly #vm: Vm
  readonly #clock: Clock
  #connection: AgentConnection | undefined
  #bursts = 0
  /** Is over when all that was asked for so far is done. */
  #turn: Promise<unknown> = Promise.resolve()
  #lastSyncId = 0n
  /** The agent's connection is of no use until it has made another one. */
  #hasFailed = false
  #hold: Timer | undefined
  #isClosed = false
  readonly #forget: () => void

  constructor(vm: Vm) {
    this.#vm = vm
    this.#clock = vm.guest.clock
    this.#forget = vm.onEvent(event => {
      if (event.type === 'stop') this.close()
      else if (event.type === 'port' || (event.type === 'vm' && event.state === 'exited')) this.#portChanged()
    })
  }

  /** Whether the guest has its end of the channel open, in a QEMU that runs. */
  get isConnected(): boolean {
    const { port, status, agent } = this.#vm
    // Without QEMU's chardev nobody tells of ports, but of processes.
    const isThere = agent.config.transport !== 'unix-listen' || agent.state !== 'stopped'
    return !this.#isClosed && port === 'open' && status !== 'exited' && isThere
  }

  /** Keeps the connection for all that is asked meanwhile. */
  async burst<T>(run: () => Promise<T>): Promise<T> {
    this.#bursts++
    try {
      return await run()
    } finally {
      this.#bursts--
      this.#hangUpWhenDone()
    }
  }

  /**
   * Runs a command, after those asked for earlier, and gives what it returns: integers are bigint, objects are Map.
   * Rejects with LibvirtError.
   */
  command(
    name: string,
    args?: Readonly<Record<string, JsonValue>>,
    options?: CommandOptions,
  ): Promise<JsonValue | undefined> {
    return this.burst(() => {
      const turn = this.#turn.then(() => this.#connected().command(name, args, options))
      this.#turn = turn.catch(() => {})
      return turn
    })
  }

  /**
   * Comes to a guest whose agent isn't there, and leaves again without a word. libvirt doesn't: it waits for the agent. But
   * scenarios may wait for a client.
   */
  knock(): void {
    if (!this.#isClosed && this.#vm.status === 'running' && this.#connection === undefined) this.#vm.connect().destroy()
  }

  /** Hangs up for good. */
  close(): void {
    this.#isClosed = true
    this.#forget()
    this.#hangUp()
  }

  /** In the order in which libvirt looks. Throws LibvirtError. */
  #connected(): AgentConnection {
    this.#clock.sync()
    if (this.#vm.status !== 'running') throw domainNotRunning()
    if (this.#hasFailed) throw hasFailed()
    if (!this.isConnected) throw notConnected()
    if (this.#connection === undefined || this.#connection.isOver) this.#connection = this.#connect()
    return this.#connection
  }

  #connect(): AgentConnection {
    return new AgentConnection({
      stream: this.#vm.connect(),
      clock: this.#clock,
      nextSyncId: () => this.#nextSyncId(),
      ended: error => {
        this.#hasFailed = error !== undefined
        this.#hangUp()
      },
      caughtUp: () => this.#hangUpWhenDone(),
    })
  }

  /** Milliseconds since the epoch. */
  #nextSyncId(): bigint {
    const now = this.#clock.hostTime() / 1_000_000n
    this.#lastSyncId = now > this.#lastSyncId ? now : this.#lastSyncId + 1n
    return this.#lastSyncId
  }

  #portChanged(): void {
    this.#hasFailed = false
    if (!this.isConnected) this.#hangUp()
  }

  #hangUpWhenDone(): void {
    if (this.#bursts > 0 || this.#connection === undefined) return
    if (this.#connection.isOver || !this.#connection.isOwed) this.#hangUp()
    else this.#hold ??= this.#clock.host(PATIENCE, () => this.#patienceEnds(), { background: true })
  }

  /** A guest that stands still, and an agent in the middle of a command, have not answered yet. */
  #patienceEnds(): void {
    this.#hold = undefined
    if (this.#vm.status === 'running' && !this.#vm.agent.isBusy) this.#hangUp()
    else this.#hangUpWhenDone()
  }

  #hangUp(): void {
    this.#hold?.cancel()
    this.#hold = undefined
    this.#connection?.close()
    this.#connection = undefined
  }
}
