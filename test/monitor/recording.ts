/** What QEMU and the agent of a guest said in turn, as it was recorded; recorded/README.md tells how. */
import { readFileSync } from 'node:fs'

/** Milliseconds are those since the monitor was connected. */
export interface RecordedCase {
  readonly case: string
  readonly machine: 'pc' | 'q35'
  /** Of the command line, beside what all have. */
  readonly options: readonly string[]
  /** Host time at 0 ms, in microseconds since the epoch. */
  readonly epoch: number
  /** It was not started with -S. */
  readonly starts?: true
  /** False: it had no disk, no kernel and no port. */
  readonly guest?: false
  /** Milliseconds from RESUME, or RESET, until the agent had opened its port, one for each time that it booted. */
  readonly boots?: readonly number[]
  /** Milliseconds from the end of the agent until the machine was off, or was reset. */
  readonly shutdown?: number
  /** Milliseconds until the guest noticed the power button. */
  readonly button: number | 'ignored'
}

export type GuestDeed =
  | 'sleeps'
  | 'hibernates'
  | 'panics'
  | 'ends its agent'
  | 'starts its agent'
  /** Both of them. */
  | 'sets its clocks'

export type Step =
  /** `to`: the monitor is "qmp", all else are clients of the agent. */
  | { readonly at: number; readonly to: string; readonly data: string }
  | { readonly at: number; readonly from: string; readonly data: string }
  | { readonly at: number; readonly open: string }
  | { readonly at: number; readonly close: string }
  /** `time`: seconds since the epoch. */
  | { readonly at: number; readonly guest: GuestDeed; readonly time?: number }
  | { readonly at: number; readonly signal: string }
  /** The status of QEMU's process. */
  | { readonly exit: number }

export interface Recording {
  readonly about: RecordedCase
  readonly steps: readonly Step[]
}

export function readRecordings(name: string): Recording[] {
  const text = readFileSync(new URL(`recorded/${name}.jsonl`, import.meta.url), 'utf8')
  const recordings: { about: RecordedCase; steps: Step[] }[] = []
  for (const line of text.trimEnd().split('\n')) {
    const entry = JSON.parse(line)
    if ('case' in entry) recordings.push({ about: entry, steps: [] })
    else recordings.at(-1)?.steps.push(entry)
  }
  return recordings
}
