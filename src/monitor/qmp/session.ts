/** One connection to a monitor, from greeting to end: what it has negotiated, and what it has half sent. */
import { JsonStream, type Message } from '../../json/stream.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js'
import { invalidJson, notAnObject, QapiError } from '../../qapi/errors.js'
import { type CommandRequest, type Refusal, readCommand, refused } from '../../qapi/request.js'
import { has } from '../../qapi/version.js'
import type { Qemu } from '../qemu.js'
import { alreadyNegotiated, internalError, notNegotiated } from './errors.js'
import { failure, greeting, success } from './messages.js'
import { executeQmp, NEGOTIATION } from './registry.js'
import { takeTurn } from './take-turn.js'

export interface SessionOptions {
  readonly qemu: Qemu
  write(message: JsonValue): void
  /** Whether nobody is there any more to whom it would matter what comes next. */
  hasLeft(): boolean
}

export class Session {
  readonly #options: SessionOptions
  readonly #stream: JsonStream
  #capabilities: readonly string[] | undefined
  #isAnswering = false
  #isOver = false
  /** Requests of the bytes that are being read. */
  #count = 0

  constructor(options: SessionOptions) {
    this.#options = options
    const syntax = has(options.qemu.config.version, '11.1') ? '11.1' : '5.2'
    this.#stream = new JsonStream(message => this.#answer(message), syntax)
  }

  /** In the middle of a request. */
  get isAnswering(): boolean {
    return this.#isAnswering
  }

  greet(): void {
    this.#options.write(greeting(this.#options.qemu.config))
  }

  receive(bytes: Buffer): void {
    this.#count = 0
    this.#stream.feed(bytes)
  }

  /** Events are for those who have negotiated. */
  event(message: JsonValue): void {
    if (this.#capabilities !== undefined && !this.#isOver) this.#options.write(message)
  }

  /** Nothing that comes from now on is read, and no event told; what is being answered still is. */
  end(): void {
    this.#isOver = true
  }

  #answer(message: Message): void {
    // QEMU looks whether its client is still there before it goes on with the next of several requests.
    if (this.#isOver || (this.#count++ > 0 && this.#options.hasLeft())) return
    takeTurn(this.#options.qemu, () => {
      // Time that has passed may have brought the end of the process.
      if (this.#isOver) return
      this.#isAnswering = true
      try {
        this.#options.write(this.#replyTo(this.#read(message)))
      } finally {
        this.#isAnswering = false
      }
    })
  }

  #read(message: Message): CommandRequest | Refusal {
    if ('error' in message) return refused(message.error === undefined ? invalidJson() : new QapiError(message.error))
    if (!isJsonObject(message.value)) return refused(notAnObject())
    return readCommand(message.value, { id: 'echoed', hasOob: this.#capabilities?.includes('oob') ?? false })
  }

  #replyTo(request: CommandRequest | Refusal): JsonObject {
    const { echo } = request
    if (request.kind === 'refused') return failure(request.error, echo)
    try {
      return success(this.#perform(request), echo)
    } catch (error) {
      return failure(error instanceof QapiError ? error : internalError(request.name, error), echo)
    }
  }

  #perform({ name, arguments: args, isOob = false }: CommandRequest): JsonValue {
    if (this.#capabilities === undefined && name !== NEGOTIATION) throw notNegotiated()
    return executeQmp(this.#options.qemu, name, args, {
      isOob,
      negotiate: capabilities => {
        if (this.#capabilities !== undefined) throw alreadyNegotiated()
        this.#capabilities = capabilities
      },
    })
  }
}
