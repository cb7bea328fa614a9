/** What a fault rule is: when it applies, and what it does. Plain data but for a predicate that code may give. */
import type { PlainJson } from '../json/plain.js'
import type { JsonValue } from '../json/value.js'
import type { ErrorClass } from '../qapi/errors.js'
import type { ArgumentsPattern } from './arguments-pattern.js'
import type { Distribution } from './distribution.js'

/** Where bytes are on their way to. Without one, an effect works where it belongs: in the agent, or on the reply. */
export type Direction = 'request' | 'reply'

/** `during`: in the middle of the bytes. */
export type Moment = 'before' | 'during' | 'after'

export type ArgumentsTest = (args: Readonly<Record<string, PlainJson | undefined>>) => boolean

export interface Span {
  readonly from?: bigint
  readonly to?: bigint
}

export interface GuestCondition {
  readonly frozen?: boolean
  /** How long the agent has taken the file systems for frozen, in nanoseconds: at least `from`, less than `to`. */
  readonly frozenFor?: Span
  /** How long the guest has been up, in nanoseconds. */
  readonly uptime?: Span
  /** A path in the guest that exists. */
  readonly exists?: string
  /** A command line of a process that runs; * stands for any text. */
  readonly running?: string
}

export interface Garbage {
  readonly before?: Noise
  readonly inside?: Noise
  readonly after?: Noise
}

/** One character a byte, or so many bytes by chance. */
export type Noise = string | number

export interface Chunks {
  /** Bytes of a piece: evenly from the first to the second. */
  readonly size: readonly [number, number]
  /** Before every piece but the first. */
  readonly pause: Distribution
}

export interface Effects {
  /** The agent needs so much longer; with a direction, the bytes do. */
  readonly delay?: Distribution
  /** Nothing comes until it is released. */
  readonly hang?: boolean
  /** The agent answers so instead of running the command. */
  readonly error?: {
    readonly class: ErrorClass
    readonly desc: string /** After the command has been run. */
    readonly run?: boolean
  }
  readonly return?: JsonValue
  /** The guest is short of something, which shows as slowness. */
  readonly exhaust?: 'cpu' | 'memory'
  readonly crash?: {
    readonly moment: Moment /** Nanoseconds until it runs again; never without it. */
    readonly restart?: bigint
  }
  /** The agent reads nothing for so long; undefined inside: until told. */
  readonly deaf?: { readonly duration?: bigint }
  /** The guest's port is closed for so long, as when a VM is migrated. */
  readonly port?: { readonly duration?: bigint }
  readonly drop?: boolean
  /** These bytes instead: one character a byte. */
  readonly bytes?: string
  /** So many bytes are left; a negative number cuts so many from the end. */
  readonly truncate?: number
  readonly garbage?: Garbage
  /** How often it comes in all. */
  readonly duplicate?: number
  /** It comes right after the next one. */
  readonly reorder?: boolean
  /** It comes late, right before the next one. */
  readonly stale?: boolean
  readonly crlf?: boolean
  readonly chunks?: Chunks
  /** Bytes per second. */
  readonly bandwidth?: bigint
  readonly disconnect?: Moment
  readonly reset?: Moment
}

export interface FaultRule {
  readonly name: string
  /** Names of commands; * stands for any text. */
  readonly on: readonly string[]
  /** `on` was written as *: it is also for answers to what was no request, unless it counts. */
  readonly isForAll?: boolean
  readonly where?: ArgumentsPattern
  /** Only code can give one. */
  readonly test?: ArgumentsTest
  readonly while?: GuestCondition
  readonly direction?: Direction
  /** So many matches are let pass first. */
  readonly after: number
  /** Only these of the matches that follow, counted from 1. */
  readonly nth?: readonly number[]
  /** Every so manieth of them. */
  readonly every: number
  /** How often it fires at most. */
  readonly times?: number
  /** From 0 to 1. */
  readonly probability: number
  readonly effects: Effects
}
