/** A scenario's time line: at a time, or when something happens, something is done to the VM. */

import type { GuestCondition } from '../faults/rule.js'
import type { PowerState } from '../guest/changes.js'
import { wildcard } from '../guest/wildcard.js'
import type { Occurrence } from '../trace/events.js'
import type { Action } from './action.js'
import type { Agenda } from './agenda.js'

/** Something that the journal tells. In names * stands for any text. */
export type Happening =
  /** The agent begins a command, or has answered one. */
  | { readonly request: string }
  | { readonly reply: string }
  | { readonly client: 'connects' | 'leaves' }
  | { readonly agent: 'starts' | 'stops' }
  | { readonly power: PowerState }
  /** A rule of that name fires. */
  | { readonly fault: string }

export type TimelineEntry = {
  /** It comes about only if things stand so in the guest by then. */
  readonly while?: GuestCondition
  /** Only so often. */
  readonly times?: number
  readonly actions: readonly Action[]
} & (
  | { /** Nanoseconds since the VM was created. */ readonly at: bigint }
  | { readonly every: bigint }
  | { readonly when: Happening /** So much later. */; readonly wait: bigint }
)

export interface TimelineSnapshot {
  /** How often each entry has come about. */
  readonly counts: readonly number[]
  /** What has come about and is not done yet. */
  readonly ready: readonly number[]
}

/** Entries that bring each other about without any time in between stop here. */
const MOST_AT_ONCE = 1000
const CIRCLE = `the time line goes round in circles: ${MOST_AT_ONCE} things at once. Give an entry a wait, or times.`

export class Timeline {
  readonly #entries: readonly TimelineEntry[]
  readonly #agenda: Agenda
  readonly #isTrue: (condition: GuestCondition) => boolean
  #counts: number[]
  /** What has come about and is not done yet: things are done between two commands, never in the middle of one. */
  #ready: number[] = []
  #isFlushing = false

  constructor(entries: readonly TimelineEntry[], agenda: Agenda, isTrue: (condition: GuestCondition) => boolean) {
    this.#entries = entries
    this.#agenda = agenda
    this.#isTrue = isTrue
    this.#counts = entries.map(() => 0)
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  start(): void {
    for (const [index, entry] of this.#entries.entries()) {
      if ('at' in entry && entry.at === 0n) this.comeAbout(index)
      else if ('at' in entry) this.#agenda.later(entry.at, [{ entry: index }])
      else if ('every' in entry) this.#agenda.later(entry.every, [{ entry: index }], true)
    }
  }

  /** Takes note of what happens; `flush` does what comes of it. */
  see(event: Occurrence): void {
    if (this.isEmpty) return
    for (const [index, entry] of this.#entries.entries()) {
      if (!('when' in entry) || !isIt(entry.when, event)) continue
      // What will come to nothing is nothing that a clock should jump to.
      if ((this.#counts[index] ?? 0) >= timesOf(entry)) continue
      if (entry.wait > 0n) this.#agenda.later(entry.wait, [{ entry: index }])
      else this.#ready.push(index)
    }
  }

  get isReady(): boolean {
    return this.#ready.length > 0
  }

  flush(): void {
    // What is done may bring the next thing about: the loop that runs takes it along.
    if (this.#isFlushing) return
    this.#isFlushing = true
    let count = 0
    try {
      for (let index = this.#ready.shift(); index !== undefined; index = this.#ready.shift()) {
        if (count++ < MOST_AT_ONCE) this.comeAbout(index)
      }
    } finally {
      this.#isFlushing = false
    }
    if (count > MOST_AT_ONCE) this.#agenda.do([{ note: CIRCLE }])
  }

  /** The entry of that index comes about, unless it has so often already or the guest isn't as it wants. */
  comeAbout(index: number): void {
    const entry = this.#entries[index]
    const count = this.#counts[index] ?? 0
    if (entry === undefined || count >= timesOf(entry)) return
    const isWanted = entry.while === undefined || this.#isTrue(entry.while)
    const next = isWanted ? count + 1 : count
    this.#counts[index] = next
    if ('every' in entry && next < timesOf(entry)) this.#agenda.later(entry.every, [{ entry: index }], true)
    if (isWanted) this.#agenda.do(entry.actions)
  }

  snapshot(): TimelineSnapshot {
    return { counts: [...this.#counts], ready: [...this.#ready] }
  }

  restore({ counts, ready }: TimelineSnapshot): void {
    this.#counts = [...counts]
    this.#ready = [...ready]
  }
}

/** What happens at a time happens once; what comes again comes without end unless the entry says so. */
function timesOf(entry: TimelineEntry): number {
  if ('at' in entry) return 1
  return entry.times ?? Number.POSITIVE_INFINITY
}

function isIt(happening: Happening, event: Occurrence): boolean {
  if ('request' in happening) return event.type === 'request' && wildcard(happening.request).test(event.name)
  if ('reply' in happening) return event.type === 'reply' && wildcard(happening.reply).test(event.name)
  if ('client' in happening) return event.type === (happening.client === 'connects' ? 'connect' : 'disconnect')
  if ('agent' in happening) return event.type === 'agent' && AGENT_STATES[happening.agent].includes(event.state)
  if ('power' in happening) {
    return event.type === 'guest' && event.change.what === 'power' && event.change.to === happening.power
  }
  return event.type === 'fault' && wildcard(happening.fault).test(event.rule)
}

const AGENT_STATES = { starts: ['started'], stops: ['stopped', 'aborted'] }
