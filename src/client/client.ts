/**
 * A client of a guest agent that does it right: it believes a reply only behind the answer to a sync of its own, sends
 * every command at most once, and is always reading.
 */
import type { ArgumentsOf, ReturnOf } from '../commands/define.js'
import type { CommandName, CommandOf } from '../commands/registry.js'
import { AgentDisconnected, AgentTimeout, SYNC } from './errors.js'
import { telling } from './events.js'
import { Link } from './link.js'
import { type ClientOptions, milliseconds, type Settings, settingsOf } from './options.js'
import { commandRequest, commandText, syncRequest } from './request.js'
import { SyncIds } from './sync-ids.js'
import { dialerOf, type Target } from './target.js'
import { typedResult } from './typed-result.js'

export interface CallOptions {
  /** Milliseconds, in place of the client's. */
  readonly timeout?: number | undefined
}

export interface ReadyOptions {
  /** Milliseconds in all: 60,000. */
  readonly within?: number | undefined
  /** Milliseconds from one attempt to the next, which is also what each may take: 1000. */
  readonly retryEvery?: number | undefined
}

type Rest<A> = Record<never, never> extends A ? [args?: A, options?: CallOptions] : [args: A, options?: CallOptions]

export class AgentClient implements Disposable {
  readonly #settings: Settings
  readonly #syncIds: SyncIds
  readonly #link: Link
  /** Is over when all that was asked for so far is done. */
  #turn: Promise<unknown> = Promise.resolve()

  /** Connects when it is first asked for something. Throws TypeError for wrong options. */
  constructor(target: Target, options: ClientOptions = {}) {
    this.#settings = settingsOf(options)
    this.#syncIds = new SyncIds(options.firstSyncId)
    this.#link = new Link(dialerOf(target), telling(options.onEvent))
  }

  /** A client that has a connection already. Rejects with AgentDisconnected, which says why there is none. */
  static async connect(target: Target, options: ClientOptions = {}): Promise<AgentClient> {
    const client = new AgentClient(target, options)
    await client.#inTurn(() => client.#link.connect('connect', client.#settings))
    return client
  }

  /**
   * Runs a command, after those asked for earlier. Integers may be numbers and come back as bigint; a command that
   * returns nothing resolves with undefined. Rejects with AgentError when the agent answers an error, and with
   * AgentTimeout, AgentDisconnected or AgentProtocolError without an answer. A command is sent at most once.
   *
   * Of a command that answers only failures (guest-shutdown, guest-suspend-*) to resolve means that no failure was heard
   * within the timeout. It may have failed later, or never have run: the event `silent` tells what was heard instead.
   */
  call<N extends CommandName>(name: N, ...rest: Rest<ArgumentsOf<CommandOf<N>>>): Promise<ReturnOf<CommandOf<N>>>
  /** A name that the type checker doesn't know: what the agent says of it is the answer. */
  call<N extends string>(
    name: Exclude<N, CommandName>,
    args?: Readonly<Record<string, unknown>>,
    options?: CallOptions,
  ): Promise<unknown>
  async call(name: string, args?: Readonly<Record<string, unknown>>, options: CallOptions = {}): Promise<unknown> {
    // Not when its turn comes: what the caller does with the arguments meanwhile doesn't matter.
    const text = commandText(name, args)
    const timeout = milliseconds('timeout', options.timeout ?? this.#settings.timeout)
    const settings = { ...this.#settings, timeout }
    const reply = await this.#inTurn(() => this.#link.exchange(commandRequest(this.#syncIds, name, text), settings))
    return reply && typedResult(name, reply.return)
  }

  /** Makes sure that the agent answers, and that what was meant for others is out of the way. */
  async sync(): Promise<void> {
    await this.#inTurn(() => this.#sync(this.#settings.syncTimeout))
  }

  /** Syncs again and again until the agent answers, on a new connection each time if it can make one. */
  async ready({ within = 60_000, retryEvery = 1000 }: ReadyOptions = {}): Promise<void> {
    milliseconds('within', within)
    milliseconds('retryEvery', retryEvery)
    await this.#inTurn(() => this.#ready(within, retryEvery))
  }

  /** Hangs up at once. What waits for an answer or its turn is rejected with AgentDisconnected. */
  close(): void {
    this.#link.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run)
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #sync(syncTimeout: number): Promise<void> {
    await this.#link.exchange(syncRequest(this.#syncIds), { ...this.#settings, syncTimeout })
  }

  async #ready(within: number, retryEvery: number): Promise<void> {
    // Each attempt takes its whole share of the time, so nothing has to be measured.
    for (let left = within; ; left -= retryEvery) {
      const share = Math.min(left, retryEvery)
      const next = this.#link.wait(share, this.#settings.timer)
      try {
        return await this.#sync(share)
      } catch (error) {
        const mayCome = error instanceof AgentTimeout || error instanceof AgentDisconnected
        if (!mayCome || !this.#link.canRetry) throw error
        await next.over
        if (left <= retryEvery) throw new AgentTimeout(SYNC, within, 'ready', { cause: error })
      } finally {
        next.cancel()
      }
    }
  }
}
