/** Conversations with QEMU 7.2.22, as they were recorded: what was sent, and all that came until the next was sent. */
import { readFileSync } from 'node:fs'
import type { CpuTopology } from '../../../src/monitor/qemu-config.js'

/** What the command line of that QEMU said. */
export interface RecordedCase {
  readonly case: string
  readonly machine: string
  readonly vcpus?: number
  readonly kvm?: boolean
  readonly name?: string
  readonly uuid?: string
  readonly start?: 'paused' | 'boot'
  readonly topology?: CpuTopology
  /** Label to file name, in the order in which they were made. */
  readonly chardevs?: Readonly<Record<string, string>>
}

export interface Exchange {
  /** Absent: the greeting came by itself. */
  readonly send?: string
  readonly receive: string
}

export interface Recording {
  readonly about: RecordedCase
  readonly exchanges: readonly Exchange[]
}

export function readRecordings(name: string): Recording[] {
  const text = readFileSync(new URL(`recorded/${name}.jsonl`, import.meta.url), 'utf8')
  const recordings: { about: RecordedCase; exchanges: Exchange[] }[] = []
  for (const line of text.trimEnd().split('\n')) {
    const entry = JSON.parse(line)
    if ('case' in entry) recordings.push({ about: entry, exchanges: [] })
    else recordings.at(-1)?.exchanges.push(entry)
  }
  return recordings
}

const TIMESTAMP = /"timestamp": \{"seconds": \d+, "microseconds": \d+\}/g
/** Numbers of threads of the host; those inside "props" are small. */
const THREAD_ID = /"thread-id": \d{3,}/g
/** Of QEMU alone: with no disk to boot from the firmware resets the machine by itself, once or twice. */
const FIRMWARE_RESET = /\{TIMESTAMP, "event": "RESET", "data": \{"guest": true, "reason": "guest-reset"\}\}\r\n/g

/** What varies, by name. */
export function masked(text: string): string {
  return text.replace(TIMESTAMP, 'TIMESTAMP').replace(THREAD_ID, '"thread-id": THREAD')
}

/** What was recorded, without what the firmware did. */
export function maskedRecording(text: string): string {
  return masked(text).replace(FIRMWARE_RESET, '')
}
