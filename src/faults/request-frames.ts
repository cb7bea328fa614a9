/** Cuts what clients send into requests, as the agent's parser will: whatever else there is goes along with them. */
import { JsonStream, type Message, type StreamSnapshot } from '../json/stream.js'
import { isJsonObject, type JsonObject } from '../json/value.js'

export interface RequestFrame {
  /** One character a byte: the request, and what stands before it. */
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
  #stream = this.#newStream()
  #bytes = ''
  #message: Message | undefined
  /** Nothing has been fed since all began anew. */
  #isFresh = true

  /** The frames that are whole now. Half of one stays: the agent could do nothing with it either. */
  feed(chunk: Buffer): RequestFrame[] {
    const frames: RequestFrame[] = []
    this.#isFresh = false
    for (const byte of chunk) {
      this.#bytes += String.fromCharCode(byte)
      this.#stream.feed(Buffer.of(byte))
      if (this.#message !== undefined) frames.push(this.#frame(this.#message))
    }
    return frames
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

  #frame(message: Message): RequestFrame {
    const bytes = this.#bytes
    this.#bytes = ''
    this.#message = undefined
    const value = 'value' in message && isJsonObject(message.value) ? message.value : NONE
    const name = value.get('execute')
    const args = value.get('arguments')
    return {
      bytes,
      name: typeof name === 'string' ? name : undefined,
      arguments: isJsonObject(args) ? args : NONE,
    }
  }

  #newStream(): JsonStream {
    return new JsonStream(message => {
      this.#message = message
    })
  }
}
