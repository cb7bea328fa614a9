/** What happened, kept: the events of a VM, and the commands among them. */
import { type PlainJson, toPlain } from '../json/plain.js'
import type { ErrorReply, Occurrence, TraceEvent } from './events.js'

/** A command that the agent was asked for. */
export interface Call {
  readonly name: string
  /** As they came: integers are bigint, objects are plain. */
  readonly arguments: PlainJson
  /** When it began, nanoseconds since the VM was created. */
  readonly at: bigint
  /** When it was done; undefined while it is being executed. */
  readonly doneAt?: bigint
  readonly return?: PlainJson
  readonly error?: ErrorReply
}

/** What the events kept may hold in all: characters of data, and of values about as many. */
const CAPACITY = 64 << 20
const EVENT_COST = 256

export class Journal {
  readonly #now: () => bigint
  readonly #keep: boolean
  readonly #listeners = new Set<(event: TraceEvent) => void>()
  #events: TraceEvent[] = []
  #cost = 0
  #count = 0

  /** `keep`: false for one that only tells its listeners and remembers nothing. */
  constructor(now: () => bigint, keep = true) {
    this.#now = now
    this.#keep = keep
  }

  /** The oldest ones are dropped when there is too much (`dropped` counts them). */
  get events(): readonly TraceEvent[] {
    return this.#events
  }

  get dropped(): number {
    return this.#count - this.#events.length
  }

  /** Takes the occurrence over and makes it the event: a copy of each would be the dearest part of a small request. */
  add(occurrence: Occurrence): void {
    const seq = this.#count++
    if (!this.#keep && this.#listeners.size === 0) return
    const event = Object.assign(occurrence, { at: this.#now(), seq })
    if (this.#keep) {
      this.#events.push(event)
      this.#cost += costOf(event)
      if (this.#cost > CAPACITY) this.#makeRoom()
    }
    for (const listener of this.#listeners) tell(listener, event)
  }

  /** Tells `listener` every event from now on, until the returned function is called. */
  onEvent(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The commands asked for, in order; those of one name if it is given. */
  calls(name?: string): Call[] {
    const calls = new Map<number, Call>()
    for (const event of this.#events) {
      if (event.type === 'request' && (name === undefined || event.name === name)) {
        calls.set(event.id, { name: event.name, arguments: toPlain(event.arguments), at: event.at })
      } else if (event.type === 'reply') {
        const call = calls.get(event.id)
        if (call !== undefined) calls.set(event.id, { ...call, doneAt: event.at, ...outcome(event) })
      }
    }
    return [...calls.values()]
  }

  #makeRoom(): void {
    // A quarter at once: dropping from the front of an array is not free.
    let drop = 0
    for (const event of this.#events) {
      if (this.#cost <= (CAPACITY / 4) * 3 || drop === this.#events.length - 1) break
      this.#cost -= costOf(event)
      drop++
    }
    this.#events = this.#events.slice(drop)
  }
}

/** A listener that throws is told loudly, and takes nothing of the VM with it. */
function tell(listener: (event: TraceEvent) => void, event: TraceEvent): void {
  try {
    listener(event)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}

function outcome(event: Extract<Occurrence, { type: 'reply' }>): Pick<Call, 'return' | 'error'> {
  return {
    ...(event.return === undefined ? {} : { return: toPlain(event.return) }),
    ...(event.error === undefined ? {} : { error: event.error }),
  }
}

function costOf(occurrence: Occurrence): number {
  if (occurrence.type === 'in' || occurrence.type === 'out') return EVENT_COST + occurrence.data.length
  if (occurrence.type === 'request') return EVENT_COST + sizeOf(occurrence.name) + sizeOf(occurrence.arguments)
  if (occurrence.type === 'reply') return EVENT_COST + sizeOf(occurrence.return ?? occurrence.error)
  return EVENT_COST + sizeOf(occurrence)
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string') return value.length
  if (typeof value !== 'object' || value === null) return 8
  if (value instanceof Map) return sizeOf([...value.values()])
  if (Array.isArray(value)) return value.reduce<number>((sum, element) => sum + sizeOf(element), 0)
  return Object.entries(value).reduce((sum, [name, member]) => sum + name.length + sizeOf(member), 0)
}
