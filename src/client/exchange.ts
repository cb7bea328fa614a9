/** One request and what comes of it: first the answer to its sync, and only then the reply. */
import type { Connection, Waiting } from './connection.js'
import { AgentError, AgentProtocolError, AgentTimeout, lostWithout } from './errors.js'
import { type DiscardReason, hasComplaint, type SilenceReason, type Tell, tellDiscarded, whyNotOurs } from './events.js'
import { type Line, marked } from './line-reader.js'
import { type Settings, startTimer } from './options.js'
import { isComplaint, type Returned, readReply, syncedId } from './reply.js'
import type { Request } from './request.js'

/** Undefined: success without a reply. */
export type Outcome = Returned | undefined

export class Exchange implements Waiting {
  readonly outcome: Promise<Outcome>
  readonly #request: Request
  readonly #connection: Connection
  readonly #settings: Settings
  readonly #tell: Tell
  #resolve: (outcome: Outcome) => void = () => {}
  #reject: (error: Error) => void = () => {}
  #isSynced = false
  /** The agent has said that our 0xFF is no JSON, which it says once. */
  #hasComplained = false
  #isOver = false
  #cancelTimer = () => {}
  /** The last thing discarded that somebody may have meant seriously. */
  #instead: string | undefined
  /** Of a command that answers only failures. It is told when the answer to the second sync has been read as well. */
  #error: AgentError | undefined

  constructor(request: Request, connection: Connection, settings: Settings, tell: Tell) {
    this.#request = request
    this.#connection = connection
    this.#settings = settings
    this.#tell = tell
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = outcome => {
        this.#end()
        resolve(outcome)
      }
      this.#reject = error => {
        this.#end()
        reject(error)
      }
    })
  }

  start(): void {
    const { command, syncId, bytes } = this.#request
    this.#wait('sync', this.#settings.syncTimeout)
    if (this.#tell) this.#tell({ type: 'sent', command, syncId, data: bytes.toString('latin1') })
    this.#connection.ask(bytes, this)
  }

  line(line: Line): void {
    const id = syncedId(line)
    const isOurs = id !== undefined && id === this.#request.syncId
    if (!this.#isSynced) this.#hasComplained ||= hasComplaint(line)
    if (!this.#isSynced && !isOurs) this.#discard(line, whyNotOurs(line.shown))
    else if (!this.#isSynced) this.#synced()
    else if (isOurs) this.#discard(line, 'duplicate')
    else this.#answer(line, id)
  }

  lost(why: string, cause?: Error): void {
    // A guest that is off has no agent any more.
    if (this.#mayBeSilent) this.#succeed('disconnected')
    else this.fail(why, cause)
  }

  /** There won't be an answer, and nobody knows what came of the command. */
  fail(why: string, cause?: Error): void {
    this.#reject(lostWithout(this.#request.command, why, cause))
  }

  /** The command is one that says nothing when it succeeds, and has been read. */
  get #mayBeSilent(): boolean {
    return this.#isSynced && this.#request.answer.kind === 'failure'
  }

  #synced(): void {
    const { syncId, answer } = this.#request
    this.#isSynced = true
    this.#instead = undefined
    this.#tell?.({ type: 'synced', syncId })
    if (answer.kind === 'nothing') this.#resolve(undefined)
    else {
      this.#connection.expectReply(this.#settings.maxReply)
      this.#wait('reply', this.#settings.timeout)
    }
  }

  #answer(line: Line, id: bigint | undefined): void {
    const { command, answer } = this.#request
    if (answer.kind === 'failure' && id === answer.endId) {
      this.#tell?.({ type: 'synced', syncId: id })
      this.#succeed('synced')
      return
    }
    const reply = readReply(command, line)
    if (this.#isLateComplaint(reply)) {
      this.#hasComplained = true
      this.#instead = marked(line.shown.head, line.isDelimited)
      this.#discard(line, 'complaint')
      return
    }
    const { text, isDelimited, shown } = line
    if (this.#tell) this.#tell({ type: 'received', command, data: marked(text ?? shown.head, isDelimited) })
    if (answer.kind === 'failure' && reply instanceof AgentError) this.#error = reply
    else if (reply instanceof AgentError || reply instanceof AgentProtocolError) this.#reject(reply)
    else if (answer.kind === 'reply') this.#resolve(reply)
  }

  /**
   * The one about our 0xFF, if none came before the answer to the sync. A command is never answered so: what we write is
   * JSON. Where nothing but an error is waited for it is believed, since nothing else would tell of a command that came in
   * pieces.
   */
  #isLateComplaint(reply: ReturnType<typeof readReply>): boolean {
    return this.#request.answer.kind === 'reply' && !this.#hasComplained && isComplaint(reply)
  }

  #discard({ shown, isDelimited }: Line, why: DiscardReason): void {
    if (why === 'stale' || why === 'noise') this.#instead = marked(shown.head, isDelimited)
    tellDiscarded(this.#tell, shown, why, isDelimited)
  }

  #wait(phase: 'sync' | 'reply', milliseconds: number): void {
    this.#cancelTimer()
    // Whoever was told of the last event may have closed the client.
    if (this.#isOver) return
    this.#cancelTimer = startTimer(this.#settings.timer, milliseconds, () => this.#tooLate(phase, milliseconds))
  }

  #tooLate(phase: 'sync' | 'reply', milliseconds: number): void {
    const { command } = this.#request
    this.#tell?.({ type: 'timeout', command, phase, milliseconds })
    // A guest that is suspended says nothing.
    if (this.#mayBeSilent) this.#succeed('timeout')
    else this.#reject(new AgentTimeout(command, milliseconds, phase, { instead: this.#instead }))
  }

  /** There is no reply, unless it was an error. */
  #succeed(because: SilenceReason): void {
    if (this.#error === undefined) {
      this.#tell?.({ type: 'silent', command: this.#request.command, because })
      this.#resolve(undefined)
    } else this.#reject(this.#error)
  }

  #end(): void {
    this.#isOver = true
    this.#cancelTimer()
    this.#connection.expectNothing()
  }
}
