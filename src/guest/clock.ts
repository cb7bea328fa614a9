/**
 * The guest's time: the only place that looks at the host's clock or sets a host's timer, and only in mode `real`.
 *
 * Three clocks tick together: the monotonic one counts nanoseconds since the VM was created and nobody sets it; system
 * time and the RTC are distances from it, so that setting one moves neither timers nor the other.
 *
 * A guest whose vCPUs stand still (`stop`) loses time: its timers and its system time go on later from where they were
 * (`start`). What is not in the guest (`outside`) and the RTC, which QEMU takes from the host, know nothing of that.
 *
 * - `real`: follows the host's clock, sampled when something happens (`sync`); between two happenings time stands
 *   still, so that a reply depends on when the request came and not on how fast the machine computes.
 * - `manual`: moves only when told (`advance`).
 * - `step`: as manual, and every request moves it by a fixed step (`request`); while a command waits for something, or
 *   something outside of the guest is due, or the machine boots or goes down, it jumps there (`stall`, `idle`): no request
 *   could move it meanwhile.
 * - `auto`: as manual, and whenever there is nothing to do it jumps to the next due event until none is left (`idle`).
 */
import type { ClockConfig, ClockMode } from './config.js'

export interface Timer {
  cancel(): void
}

export interface ClockSnapshot {
  readonly monotonic: bigint
  /** When the guest was stopped, on the monotonic clock. */
  readonly stoppedAt: bigint | undefined
  /** How long the guest has stood still in all. */
  readonly lost: bigint
  readonly systemOffset: bigint
  readonly rtcOffset: bigint
  readonly bootedAt: bigint
}

/** What of a clock goes along when its guest moves to another machine; the rest is the host's. Nanoseconds. */
export interface ClockTransfer {
  /** For how long the guest has run. */
  readonly inGuest: bigint
  /** Since when it has stood still: on the host's clock, since the epoch. */
  readonly stoppedAt: bigint
  readonly systemOffset: bigint
  readonly bootedAt: bigint
  /** By how much its hardware clock is ahead of the host's. */
  readonly rtcAhead: bigint
}

/**
 * Who waits: something in the `guest`, which stands still with it, or its `machine` as a whole, in which no agent may be
 * left to be asked anything; something `outside` of it, between host and guest; or the `host` itself, whose waiting is no
 * state of the VM's and nothing to jump to; in the `background` for what is no reason either to keep its process alive.
 * What is `recurring` outside, and what has a `limit` in the guest, comes as time goes by, and is no reason to move it
 * either.
 */
type Kind = 'guest' | 'machine' | 'limit' | 'outside' | 'recurring' | 'host' | 'background'

const IN_GUEST: ReadonlySet<Kind> = new Set(['guest', 'machine', 'limit'])
const isInGuest = ({ kind }: Due) => IN_GUEST.has(kind)
const isOfHost = ({ kind }: Due) => kind === 'host' || kind === 'background'

/** What the clock jumps to when somebody waits, and when nobody does in mode `step`. */
const ALL: readonly Kind[] = ['guest', 'machine', 'outside']
const UNASKED: readonly Kind[] = ['machine', 'outside']

interface Due {
  readonly at: bigint
  readonly order: number
  readonly kind: Kind
  readonly run: () => void
}

/** So many jumps at a time: things that bring each other about without end must not stop the host. */
const MOST_JUMPS = 1000

/** Nor must programs that work and wait in turn; so much of what tasks/turns.ts counts, and more for who is waited for. */
const MOST_WORK = 10_000
const MOST_WORK_AWAITED = 2_000_000

const MAX_HOST_DELAY_MS = 2 ** 31 - 1

/** Of the host itself, in milliseconds since the epoch: for what its clients hold against their own clocks, and no guest. */
export function wallClock(): number {
  return Date.now()
}

export class Clock {
  readonly mode: ClockMode
  readonly #step: bigint
  /** When the guest booted, on the monotonic clock: before 0 if it is up already. */
  #bootedAt: bigint
  #monotonic = 0n
  #stoppedAt: bigint | undefined
  #lost = 0n
  #systemOffset: bigint
  #rtcOffset: bigint
  /** The host's time at the start, which nobody in the guest can change. */
  readonly #hostOffset: bigint
  /** Ascending by time, then by the order in which they were set. */
  #due: Due[] = []
  /** What was due in the guest when it was stopped. */
  #held: Due[] = []
  #order = 0
  #timesRestored = 0
  #running = false
  /** What processes have done since the jumping began. */
  #work = 0
  #hostOrigin = 0n
  #hostTimer: NodeJS.Timeout | undefined
  /** How many on the host wait for the guest. No state of the VM's: no snapshot holds it. */
  #awaited = 0

  constructor(config: ClockConfig) {
    this.mode = config.mode
    this.#step = config.step
    this.#bootedAt = -config.uptime
    this.#systemOffset = config.now === 'host' ? BigInt(wallClock()) * 1_000_000n : config.now
    this.#hostOffset = this.#systemOffset
    this.#rtcOffset = this.#systemOffset
    if (this.mode === 'real') this.#hostOrigin = process.hrtime.bigint()
  }

  /** Nanoseconds since the VM was created. */
  monotonic(): bigint {
    return this.#monotonic
  }

  /** System time: nanoseconds since the epoch. */
  now(): bigint {
    return this.#systemOffset + this.inGuest()
  }

  /** Nanoseconds since the VM was created less those in which the guest stood still: what times its processes. */
  inGuest(): bigint {
    return (this.#stoppedAt ?? this.#monotonic) - this.#lost
  }

  /** Time of the hardware clock: nanoseconds since the epoch. */
  rtc(): bigint {
    return this.#rtcOffset + this.#monotonic
  }

  /** Time of the host: nanoseconds since the epoch. */
  hostTime(): bigint {
    return this.#hostOffset + this.#monotonic
  }

  /** Nanoseconds since the guest booted. */
  uptime(): bigint {
    return this.inGuest() - this.#bootedAt
  }

  /** The guest boots now; system time comes from the hardware clock. */
  boot(): void {
    this.#bootedAt = this.inGuest()
    this.setTime(this.rtc())
  }

  setTime(nanoseconds: bigint): void {
    this.#systemOffset = nanoseconds - this.inGuest()
  }

  setRtc(nanoseconds: bigint): void {
    this.#rtcOffset = nanoseconds - this.#monotonic
  }

  /** Runs `run` once `delay` nanoseconds of guest time have passed. Those due at the same time run in the order set. */
  after(delay: bigint, run: () => void): Timer {
    return this.#set(delay, run, 'guest')
  }

  /** As `after`, for what the machine as a whole goes through, without anybody who could ask for anything meanwhile. */
  machine(delay: bigint, run: () => void): Timer {
    return this.#set(delay, run, 'machine')
  }

  /** As `after`, for what ends when it has lasted too long: nobody waits for that. */
  limit(delay: bigint, run: () => void): Timer {
    return this.#set(delay, run, 'limit')
  }

  /** As `after`, for what is not in the guest: it comes also while the guest stands still. */
  outside(delay: bigint, run: () => void, { recurring = false } = {}): Timer {
    return this.#set(delay, run, recurring ? 'recurring' : 'outside')
  }

  /**
   * As `outside`, for the host and its clients: no snapshot holds it, and `restore` lets it wait on. `background`: in mode
   * `real` it doesn't keep the host's process alive.
   */
  host(delay: bigint, run: () => void, { background = false } = {}): Timer {
    return this.#set(delay, run, background ? 'background' : 'host')
  }

  /** The guest stands still from now on, as QEMU's `stop` leaves it. */
  stop(): void {
    if (this.#stoppedAt !== undefined) return
    this.#stoppedAt = this.#monotonic
    this.#held = this.#due.filter(isInGuest)
    this.#due = this.#due.filter(due => !isInGuest(due))
    this.#armHost()
  }

  /** The guest goes on; how long it stood still, in nanoseconds, is what its system time is behind. */
  start(): bigint {
    if (this.#stoppedAt === undefined) return 0n
    const pause = this.#monotonic - this.#stoppedAt
    this.#stoppedAt = undefined
    this.#lost += pause
    const held = this.#held
    this.#held = []
    for (const due of held) this.#insert({ ...due, at: due.at + pause })
    this.#armHost()
    return pause
  }

  get isStopped(): boolean {
    return this.#stoppedAt !== undefined
  }

  /** When the next timer is due, on the monotonic clock. */
  nextDue(): bigint | undefined {
    return this.#due[0]?.at
  }

  /** Moves time on by `nanoseconds`, running what falls due on the way, each at its own time. */
  advance(nanoseconds: bigint): void {
    if (nanoseconds < 0n) throw new RangeError(`clock: expected nanoseconds to advance by, got ${nanoseconds}`)
    if (this.mode === 'real')
      throw new Error('clock: a clock in mode real moves by itself; use mode manual to advance it')
    this.#advanceTo(this.#monotonic + nanoseconds)
  }

  /** In mode `real`: looks at the host's clock. To be called whenever something comes from outside. */
  sync(): void {
    if (this.mode !== 'real') return
    const now = process.hrtime.bigint() - this.#hostOrigin
    // Nearly always nothing is due, and time just goes on.
    if (this.#due.length === 0 && !this.#running) this.#monotonic = now
    else this.#advanceTo(now)
  }

  /** In mode `step`: a request has come. */
  request(): void {
    if (this.mode === 'step') this.#advanceTo(this.#monotonic + this.#step)
  }

  /** Processes have done so much without any time passing. */
  spend(work: number): void {
    this.#work += work
  }

  /** Runs what is due already: a guest that goes on may find something. */
  runDue(): void {
    this.#advanceTo(this.#monotonic)
  }

  /**
   * A command waits for something: in the modes `auto` and `step` the clock jumps from one due event to the next until it
   * does no longer.
   */
  stall(isWaiting: () => boolean): void {
    if (this.mode === 'auto' || this.mode === 'step') this.#jump(ALL, MOST_WORK_AWAITED, isWaiting)
  }

  /** Nothing is to be done but wait: in mode `auto` for anything, in mode `step` for what no request could bring about. */
  idle(): void {
    if (this.mode === 'auto') this.#jump(ALL, MOST_WORK)
    else if (this.mode === 'step') this.#jump(UNASKED, MOST_WORK)
  }

  /**
   * Somebody on the host waits for the guest: in mode `real` that keeps the host's process alive for as long as something
   * is due, until the returned function is called.
   */
  awaited(): () => void {
    if (this.mode !== 'real') return () => {}
    this.#awaited++
    this.#refHost()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#awaited--
      this.#refHost()
    }
  }

  /** Forgets all timers. */
  close(): void {
    this.#due = []
    this.#held = []
    this.#armHost()
  }

  snapshot(): ClockSnapshot {
    return {
      monotonic: this.#monotonic,
      stoppedAt: this.#stoppedAt,
      lost: this.#lost,
      systemOffset: this.#systemOffset,
      rtcOffset: this.#rtcOffset,
      bootedAt: this.#bootedAt,
    }
  }

  /** Puts the clocks back. Timers are gone, but those of the host: who set them sets them again. */
  restore(snapshot: ClockSnapshot): void {
    const host = this.#due.filter(isOfHost)
    const before = this.#monotonic
    this.#timesRestored++
    this.close()
    this.#monotonic = snapshot.monotonic
    this.#stoppedAt = snapshot.stoppedAt
    this.#lost = snapshot.lost
    this.#systemOffset = snapshot.systemOffset
    this.#rtcOffset = snapshot.rtcOffset
    this.#bootedAt = snapshot.bootedAt
    if (this.mode === 'real') this.#hostOrigin = process.hrtime.bigint() - snapshot.monotonic
    for (const due of host) this.#insert({ ...due, at: due.at - before + snapshot.monotonic })
    this.#armHost()
  }

  /** How often `restore` was called: whoever has learned something before may look again. */
  get timesRestored(): number {
    return this.#timesRestored
  }

  /** For a machine that takes the guest over. */
  depart(): ClockTransfer {
    return {
      inGuest: this.inGuest(),
      stoppedAt: this.#hostOffset + (this.#stoppedAt ?? this.#monotonic),
      systemOffset: this.#systemOffset,
      bootedAt: this.#bootedAt,
      rtcAhead: this.rtc() - this.hostTime(),
    }
  }

  /**
   * Takes a guest over that stands still. The host's time goes on here as it was; by how much the guest falls behind
   * counts from where it stopped there. Timers of the guest are gone: who set them sets them again.
   */
  arrive({ inGuest, stoppedAt, systemOffset, bootedAt, rtcAhead }: ClockTransfer): void {
    const away = this.hostTime() - stoppedAt
    // The clocks of two hosts may differ by more than the way takes.
    this.#stoppedAt = this.#monotonic - (away > 0n ? away : 0n)
    this.#lost = this.#stoppedAt - inGuest
    this.#systemOffset = systemOffset
    this.#bootedAt = bootedAt
    this.#rtcOffset = this.#hostOffset + rtcAhead
    this.#held = []
    this.#due = this.#due.filter(due => !isInGuest(due))
    this.#armHost()
  }

  #set(delay: bigint, run: () => void, kind: Kind): Timer {
    const holding = IN_GUEST.has(kind) ? this.#stoppedAt : undefined
    const from = holding ?? this.#monotonic
    const due: Due = { at: from + (delay > 0n ? delay : 0n), order: this.#order++, kind, run }
    if (holding !== undefined) this.#held.push(due)
    else this.#insert(due)
    this.#armHost()
    const isIt = ({ order }: Due) => order === due.order
    return {
      cancel: () => {
        this.#due = this.#due.filter(other => !isIt(other))
        this.#held = this.#held.filter(other => !isIt(other))
        this.#armHost()
      },
    }
  }

  #insert(due: Due): void {
    const place = this.#due.findIndex(other => other.at > due.at)
    this.#due.splice(place === -1 ? this.#due.length : place, 0, due)
  }

  #jump(kinds: readonly Kind[], mostWork: number, isWanted = () => true): void {
    this.#work = 0
    for (let jumps = 0; jumps < MOST_JUMPS && this.#work < mostWork && !this.#running && isWanted(); jumps++) {
      const next = this.#due.find(({ kind }) => kinds.includes(kind))
      if (next === undefined) return
      this.#advanceTo(next.at)
    }
  }

  #advanceTo(target: bigint): void {
    // A timer that advances the clock itself would run the rest out of order.
    if (this.#running) return
    this.#running = true
    try {
      for (let due = this.#due[0]; due !== undefined && due.at <= target; due = this.#due[0]) {
        this.#due.shift()
        if (due.at > this.#monotonic) this.#monotonic = due.at
        due.run()
      }
    } finally {
      this.#running = false
    }
    if (target > this.#monotonic) this.#monotonic = target
    this.#armHost()
  }

  #armHost(): void {
    if (this.mode !== 'real') return
    clearTimeout(this.#hostTimer)
    const next = this.nextDue()
    if (next === undefined) return
    const wait = Number((next - (process.hrtime.bigint() - this.#hostOrigin)) / 1_000_000n) + 1
    this.#hostTimer = setTimeout(() => this.sync(), Math.min(Math.max(wait, 0), MAX_HOST_DELAY_MS))
    this.#refHost()
  }

  /** What the guest waits for is no reason to keep the host's process alive, but that somebody waits for the guest. */
  #refHost(): void {
    if (this.#awaited > 0 || this.#due.some(({ kind }) => kind === 'host')) this.#hostTimer?.ref()
    else this.#hostTimer?.unref()
  }
}
