/** Cuts what clients send into requests, as the agent's parser will. What is none is a frame without a name. */
import type { Syntax } from '../json/dialect.js'
import { JsonStream, type Message, type StreamSnapshot } from '../json/stream.js'
import { isJsonObject, type JsonObject } from '../json/value.js'

export interface RequestFrame {
  /** One character a byte. */
  readonly bytes: string
  /** What it asks for; undefined for what is no request. */
  readonly name: string | undefined
  readonly arguments: JsonObject
}

/** Half a request. The stream may know more than the bytes: that a number has ended shows in the byte behind it. */
export interface RequestFramesSnapshot {
  readonly bytes: string
  readonly stream: StreamSnapshot
}

const NONE: JsonObject = new Map()

export class RequestFrames {
  readonly #syntax: Syntax
  #stream: JsonStream
  #bytes = ''
  /** The messages of the chunk that is being fed, and where in it they end. */
  readonly #told: { readonly message: Message; readonly end: number }[] = []
  /** Nothing has been fed since all began anew. */
  #isFresh = true

  constructor(syntax: Syntax) {
    this.#syntax = syntax
    this.#stream = this.#newStream()
  }

  /**
   * The frames that are whole now. Half of one stays: the agent could do nothing with it either. White space in front
   * of one is nothing to wait with, and a frame by itself.
   */
  feed(chunk: Buffer): RequestFrame[] {
    const frames: RequestFrame[] = []
    this.#isFresh = false
    this.#stream.feed(chunk)
    let from = 0
    for (const { message, end } of this.#told.splice(0)) {
      // A byte may be two messages: what ends a number, and a bracket that nothing has opened.
      if (end > from) frames.push(...this.#framesOf(chunk.toString('latin1', from, end), message))
      from = end
    }
    return [...frames, ...this.#framesOf(chunk.toString('latin1', from), undefined)]
  }

  /** What has not become a frame, which is forgotten here: all begins anew. */
  takeRest(): string {
    if (this.#isFresh) return ''
    const rest = this.#bytes
    this.#bytes = ''
    this.#stream = this.#newStream()
    this.#isFresh = true
    return rest
  }

  snapshot(): RequestFramesSnapshot {
    return { bytes: this.#bytes, stream: this.#stream.snapshot() }
  }

  restore({ bytes, stream }: RequestFramesSnapshot): void {
    this.#bytes = bytes
    this.#stream.restore(stream)
    this.#isFresh = false
  }

  /** `message`: the one that is whole with those bytes. */
  #framesOf(part: string, message: Message | undefined): RequestFrame[] {
    const blank = this.#bytes === '' ? (BLANK.exec(part)?.[0] ?? '') : ''
    this.#bytes += part.slice(blank.length)
    const frames: RequestFrame[] = blank === '' ? [] : [{ bytes: blank, name: undefined, arguments: NONE }]
    if (message === undefined || this.#bytes === '') return frames
    const bytes = this.#bytes
    this.#bytes = ''
    return [...frames, { bytes, ...asked(message) }]
  }

  #newStream(): JsonStream {
    return new JsonStream((message, end) => this.#told.push({ message, end }), this.#syntax)
  }
}

const BLANK = /^[ \t\r\n]*/

function asked(message: Message): Omit<RequestFrame, 'bytes'> {
  const value = 'value' in message && isJsonObject(message.value) ? message.value : NONE
  const name = value.get('execute')
  const args = value.get('arguments')
  return { name: typeof name === 'string' ? name : undefined, arguments: isJsonObject(args) ? args : NONE }
}
