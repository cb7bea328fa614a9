/** The connection to an agent, made anew when it is gone, and the exchange that is going on over it. */
import { Connection } from './connection.js'
import { AgentDisconnected, AgentTimeout } from './errors.js'
import type { Tell } from './events.js'
import { Exchange, type Outcome } from './exchange.js'
import { type Settings, startTimer } from './options.js'
import type { Request } from './request.js'
import type { Dialer } from './target.js'

export class Link {
  readonly #dialer: Dialer
  readonly #tell: Tell
  #connection: Connection | undefined
  #exchange: Exchange | undefined
  #isClosed = false
  readonly #closed: Promise<never>
  #rejectClosed: (error: Error) => void = () => {}

  constructor(dialer: Dialer, tell: Tell) {
    this.#dialer = dialer
    this.#tell = tell
    this.#closed = new Promise((_, reject) => {
      this.#rejectClosed = reject
    })
    ignoreRejection(this.#closed)
  }

  /** Whether what has failed may succeed the next time. */
  get canRetry(): boolean {
    return !this.#isClosed && (this.#dialer.canRepeat || this.#connection?.isUsable === true)
  }

  /** The connection, made if there is none. */
  async connect(command: string, { syncTimeout, timer }: Settings): Promise<Connection> {
    this.#assertOpen(command)
    if (this.#connection?.isUsable) return this.#connection
    this.#connection?.hangUp('the connection ended')
    const patience = this.wait(syncTimeout, timer)
    const tooLate = patience.over.then(() => {
      this.#tell?.({ type: 'timeout', command, phase: 'connect', milliseconds: syncTimeout })
      throw new AgentTimeout(command, syncTimeout, 'connect')
    })
    const dialing = this.#dialer.dial()
    try {
      const stream = await Promise.race([dialing, tooLate])
      this.#assertOpen(command)
      this.#connection = new Connection(stream, this.#tell)
      this.#tell?.({ type: 'connected' })
      return this.#connection
    } catch (error) {
      // It may still come about, when nobody wants it any more.
      ignoreRejection(dialing.then(stream => stream.destroy()))
      throw error
    } finally {
      patience.cancel()
    }
  }

  async exchange(request: Request, settings: Settings): Promise<Outcome> {
    const connection = await this.connect(request.command, settings)
    // Whoever was told of the connection may have closed the client.
    this.#assertOpen(request.command)
    this.#exchange = new Exchange(request, connection, settings, this.#tell)
    try {
      this.#exchange.start()
      return await this.#exchange.outcome
    } catch (error) {
      // A connection that was made before the agent was up stays deaf on some hosts.
      const isDeaf = error instanceof AgentTimeout && error.phase === 'sync'
      if (isDeaf && this.#dialer.canRepeat) connection.hangUp('nothing answers')
      throw error
    } finally {
      this.#exchange = undefined
    }
  }

  /** `over` resolves after so many milliseconds, and rejects when the link is closed before. */
  wait(milliseconds: number, timer: Settings['timer']): { readonly over: Promise<void>; cancel(): void } {
    let cancel = () => {}
    const time = new Promise<void>(resolve => {
      cancel = startTimer(timer, milliseconds, resolve)
    })
    const over = Promise.race([time, this.#closed])
    ignoreRejection(over)
    return { over, cancel }
  }

  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const why = 'the client was closed'
    this.#connection?.hangUp(why)
    this.#exchange?.fail(why)
    this.#rejectClosed(new AgentDisconnected(why))
  }

  #assertOpen(command: string): void {
    if (this.#isClosed) throw new AgentDisconnected(`${command}: the client is closed`)
  }
}

/** Whoever waits for it hears of it; it is no news to the process. */
function ignoreRejection(promise: Promise<unknown>): void {
  promise.catch(() => {})
}
