/** Cuts what clients send into requests, as the agent's parser will: whatever else there is goes along with them. */
import { JsonStream, type Message } from '../json/stream.js'
import { isJsonObject, type JsonObject } from '../json/value.js'

export interface RequestFrame {
  /** One character a byte: the request, and what stands before it. */
  readonly bytes: string
  /** What it asks for; undefined for what is no request. */
  readonly name: string | undefined
  readonly arguments: JsonObject
}

const NONE: JsonObject = new Map()

export class RequestFrames {
  #stream = this.#newStream()
  #bytes = ''
  #message: Message | undefined

  /** The frames that are whole now. Half of one stays: the agent could do nothing with it either. */
  feed(chunk: Buffer): RequestFrame[] {
    const frames: RequestFrame[] = []
    for (const byte of chunk) {
      this.#bytes += String.fromCharCode(byte)
      this.#stream.feed(Buffer.of(byte))
      if (this.#message !== undefined) frames.push(this.#frame(this.#message))
    }
    return frames
  }

  /** What has not become a frame; it is forgotten here. */
  takeRest(): string {
    const rest = this.#bytes
    this.#bytes = ''
    this.#stream = this.#newStream()
    return rest
  }

  /** Half a request, to put back with `feed` into one that is new. */
  get rest(): string {
    return this.#bytes
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
