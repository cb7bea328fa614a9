/** The journal of systemd: what the guest has logged, the oldest first. */
import type { Clock } from './clock.js'

/** Of syslog(3): 0 to 7. */
export const PRIORITIES = ['emerg', 'alert', 'crit', 'err', 'warning', 'notice', 'info', 'debug'] as const

export interface JournalEntry {
  /** Counts all entries that there ever were, from 1. */
  readonly number: number
  /** Nanoseconds since the epoch. */
  readonly realtime: bigint
  /** Nanoseconds since the boot. */
  readonly monotonic: bigint
  /** As /proc/sys/kernel/random/boot_id has it. */
  readonly bootId: string
  readonly hostname: string
  readonly priority: number
  /** SYSLOG_IDENTIFIER: "sshd", "kernel". */
  readonly identifier: string
  readonly pid?: number
  readonly uid?: number
  /** Which unit it is from. */
  readonly unit?: string
  /** The unit that systemd speaks of. */
  readonly about?: string
  readonly transport: 'kernel' | 'journal' | 'syslog' | 'stdout'
  readonly message: string
}

export interface LogRequest {
  readonly identifier: string
  readonly pid?: number
  readonly uid?: number
  readonly unit?: string
  readonly about?: string
  /** 6, informational, without it. */
  readonly priority?: number
  readonly transport?: JournalEntry['transport']
  readonly message: string
  /** When it was, nanoseconds since the epoch; now without it. */
  readonly at?: bigint
  /** Of a boot before this one. */
  readonly bootId?: string
}

export interface JournalSnapshot {
  readonly entries: readonly JournalEntry[]
  readonly written: number
}

interface Machine {
  readonly clock: Clock
  readonly hostname: string
  readonly bootId: string
}

/** The oldest are dropped, as journald does when the disk gets full. */
const MOST_ENTRIES = 10_000
/** Dropped so many at a time, so that a full journal costs no copy at every entry. */
const SLACK = 1000
const INFO = 6

export class Journal {
  readonly #machine: Machine
  #entries: JournalEntry[] = []
  #written = 0

  constructor(machine: Machine) {
    this.#machine = machine
  }

  /** Of all boots, the oldest first. */
  get entries(): readonly JournalEntry[] {
    return this.#entries.slice(-MOST_ENTRIES)
  }

  log({ priority = INFO, transport = 'journal', at, ...rest }: LogRequest): void {
    const { clock, hostname, bootId } = this.#machine
    const now = clock.now()
    const realtime = at ?? now
    const monotonic = clock.uptime() - (now - realtime)
    this.#entries.push({
      ...{ number: ++this.#written, realtime, monotonic: monotonic < 0n ? 0n : monotonic, bootId, hostname },
      ...{ priority, transport, ...rest },
    })
    if (this.#entries.length > MOST_ENTRIES + SLACK) this.#entries = this.#entries.slice(-MOST_ENTRIES)
  }

  snapshot(): JournalSnapshot {
    return { entries: this.entries, written: this.#written }
  }

  restore({ entries, written }: JournalSnapshot): void {
    this.#entries = [...entries]
    this.#written = written
  }
}
