import type { Duplex } from 'node:stream'
import { Channel, type ChannelEvent, type Transport } from '../../src/channel/channel.js'

/** A channel with an agent that answers every line `x` with `re:x`, and a record of what happened. */
export class EchoChannel {
  readonly channel: Channel
  readonly events: ChannelEvent[] = []
  /** What the agent has read, all of it. */
  received = ''
  /** Called for every line instead of answering it. */
  onLine: ((line: string) => void) | undefined
  #line = ''
  readonly #waiters: { wanted: (event: ChannelEvent) => boolean; found: () => void }[] = []

  constructor(transport: Transport) {
    this.channel = new Channel({
      transport,
      receive: bytes => this.#receive(bytes.toString('latin1')),
      proceed: () => false,
      emit: event => {
        this.events.push(event)
        for (const waiter of this.#waiters) if (waiter.wanted(event)) waiter.found()
      },
    })
  }

  /** The events as short lines: `connect 1`, `in 1 a\n`, `out - re:a\n`. */
  get story(): string[] {
    return this.events.map(event => {
      if ('data' in event) return `${event.type} ${event.client ?? '-'} ${JSON.stringify(event.data).slice(1, -1)}`
      if (event.type === 'lost') return `lost ${event.bytes}: ${event.reason}`
      return event.type === 'port' ? `port ${event.state}` : `${event.type} ${event.client}`
    })
  }

  /** Resolves at the next such event, or at once if it was there. */
  async saw(type: ChannelEvent['type'], client?: number): Promise<void> {
    const wanted = (event: ChannelEvent) => event.type === type && 'client' in event && event.client === client
    if (this.events.some(wanted)) return
    await new Promise<void>(found => this.#waiters.push({ wanted, found }))
  }

  #receive(text: string): void {
    this.received += text
    const lines = (this.#line + text).split('\n')
    this.#line = lines.pop() ?? ''
    for (const line of lines) {
      if (this.onLine) this.onLine(line)
      else this.channel.write(`re:${line}\n`)
    }
  }
}

/** Resolves with the first `bytes` bytes that come, as latin1. */
export async function read(stream: Duplex, bytes: number): Promise<string> {
  let text = ''
  while (text.length < bytes) {
    const chunk = stream.read() as Buffer | null
    if (chunk) text += chunk.toString('latin1')
    else await new Promise(resolve => stream.once('readable', resolve))
  }
  return text
}

/** Resolves with all that comes until the other side ends. */
export async function readAll(stream: Duplex): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += (chunk as Buffer).toString('latin1')
  return text
}
