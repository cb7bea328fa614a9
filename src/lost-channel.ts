/** What becomes of an agent whose channel can't be read any more: by version and by `retryPath`. */
import type { Agent } from './agent/agent.js'
import type { Channel } from './channel/channel.js'
import type { Clock, Timer } from './guest/clock.js'

export interface LostChannelSnapshot {
  /** When the agent tries again, on the monotonic clock; `unknown`: when its device arrives. */
  readonly retryAt?: bigint | 'unknown'
  readonly isDeaf: boolean
  readonly isDoomed: boolean
}

const RETRY_INTERVAL = 5_000_000_000n
const HALT = 'retrying'

export interface LostChannelOptions {
  readonly agent: Agent
  readonly channel: Channel
  readonly clock: Clock
  /** The system tells the agent when its device arrives: it waits for that, and looks for nothing. */
  readonly isToldOfDevices: boolean
  /** With unix-listen: the agent listens, or it does not. */
  listen(isListening: boolean): void
}

export class LostChannel {
  readonly #options: LostChannelOptions
  #timer: Timer | undefined
  #retryAt: bigint | 'unknown' | undefined
  /** The process goes on without it: 2.11 does not look at it again. */
  #isDeaf = false
  /** An agent that listens for the second time aborts at its first client. */
  #isDoomed = false

  constructor(options: LostChannelOptions) {
    this.#options = options
  }

  /** The agent waits before it opens its channel again. */
  get isWaiting(): boolean {
    return this.#retryAt !== undefined
  }

  /** The agent's process has the device open no more, and never will. */
  get isDeaf(): boolean {
    return this.#isDeaf
  }

  /** Whether the agent is one that would open it again. */
  get isRetried(): boolean {
    const { config, behaviour } = this.#options.agent
    return config.retryPath && behaviour.endsOnReadError
  }

  /** A read has failed. */
  lose(reason: string): void {
    const { agent, channel } = this.#options
    if (agent.state === 'stopped' || this.isWaiting) return
    if (!agent.behaviour.endsOnReadError) this.#isDeaf = channel.isQemus
    else if (!this.isRetried) agent.exit(reason)
    else {
      channel.hangUp()
      this.#wait(reason)
    }
  }

  /** The device is there again, or has gone. */
  portChanged(): void {
    if (this.#retryAt === 'unknown') this.#open()
    else if (this.#retryAt !== undefined) this.#retry(this.#retryAt)
  }

  /** A client is served. */
  clientCame(): void {
    if (this.#isDoomed) this.#options.agent.stop('a channel that was opened again takes no client', 'aborted')
  }

  /** The process is gone, and with it what it made of its channel. */
  forget(): void {
    this.#timer?.cancel()
    this.#retryAt = undefined
    this.#isDeaf = false
    this.#isDoomed = false
  }

  snapshot(): LostChannelSnapshot {
    return {
      ...(this.#retryAt !== undefined && { retryAt: this.#retryAt }),
      isDeaf: this.#isDeaf,
      isDoomed: this.#isDoomed,
    }
  }

  /** The clock and the agent have been put back already. */
  restore({ retryAt, isDeaf, isDoomed }: LostChannelSnapshot): void {
    this.forget()
    this.#isDeaf = isDeaf
    this.#isDoomed = isDoomed
    if (retryAt !== undefined) this.#retry(retryAt)
  }

  #wait(reason: string): void {
    const { agent, channel, clock, isToldOfDevices, listen } = this.#options
    const waitsForDevice = isToldOfDevices && channel.port === 'unplugged'
    agent.pause(HALT, `${reason}; its channel is opened again ${waitsForDevice ? 'when the device arrives' : 'in 5 s'}`)
    listen(false)
    this.#retry(waitsForDevice ? 'unknown' : clock.monotonic() + RETRY_INTERVAL)
  }

  /** As long as there is nothing to open, trying is no reason to move the clock on. */
  #retry(at: bigint | 'unknown'): void {
    const { channel, clock } = this.#options
    this.#retryAt = at
    this.#timer?.cancel()
    if (at === 'unknown') return
    this.#timer = clock.outside(at - clock.monotonic(), () => this.#open(), { recurring: channel.port === 'unplugged' })
  }

  #open(): void {
    const { agent, channel, clock, listen } = this.#options
    if (channel.port === 'unplugged') {
      if (this.#retryAt !== 'unknown') this.#retry(clock.monotonic() + RETRY_INTERVAL)
      return
    }
    this.#retryAt = undefined
    this.#isDoomed = !channel.isQemus
    channel.setPort('open')
    listen(true)
    agent.resume(HALT, 'its channel is open again')
  }
}
