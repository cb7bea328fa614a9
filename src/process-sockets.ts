/** The sockets of the agent's channel: they go and come with the process that holds them, QEMU or the agent itself. */
import type { Duplex } from 'node:stream'
import type { Agent } from './agent/agent.js'
import type { Channel } from './channel/channel.js'
import { connectionRefused, inMemory } from './channel/in-memory.js'
import type { UnixListener } from './channel/unix-socket.js'
import { Listeners } from './listeners.js'
import type { LostChannel } from './lost-channel.js'
import type { RunState } from './monitor/run-state.js'

interface Holders {
  readonly agent: Agent
  readonly channel: Channel
  readonly lostChannel: LostChannel
  readonly runState: RunState
}

export class ProcessSockets {
  readonly #listeners = new Listeners()
  readonly #holders: Holders

  constructor(holders: Holders) {
    this.#holders = holders
  }

  /** Whose the socket is isn't there to listen. */
  get isRefusing(): boolean {
    const { agent, channel, lostChannel, runState } = this.#holders
    const isQemuGone = runState.status === 'exited'
    if (channel.isQemus || isQemuGone) return isQemuGone
    return agent.state === 'stopped' || lostChannel.isWaiting
  }

  /** A client without a socket. */
  connect(): Duplex {
    const { client, server } = inMemory()
    if (this.isRefusing) client.destroy(connectionRefused())
    else this.#holders.channel.attach(server)
    return client
  }

  /** Those who connect there are clients, until the listener that it gives is closed. */
  add(listener: UnixListener, closed: () => void): UnixListener {
    if (this.isRefusing) listener.refuse()
    return this.#listeners.add(listener, closed)
  }

  listen(isListening: boolean): void {
    this.#listeners.setListening(isListening && !this.isRefusing)
  }

  hangUp(): void {
    this.#holders.channel.hangUp()
    if (this.isRefusing) this.listen(false)
  }

  /** QEMU's process has ended, or is there again. */
  processChanged(isThere: boolean, leavesFiles: boolean): void {
    const { channel } = this.#holders
    if (!channel.isQemus) {
      // An agent that slept on disk listens again, and none does where there is no guest.
      if (isThere) this.listen(true)
      else this.hangUp()
    } else if (isThere) this.#listeners.setListening(true)
    else {
      channel.endClients()
      if (leavesFiles) this.#listeners.setListening(false)
      else this.#listeners.withdraw()
    }
  }

  /** Removes the socket files at once. */
  unlinkNow(): void {
    this.#listeners.unlinkNow()
  }

  close(): Promise<void> {
    return this.#listeners.close()
  }
}
