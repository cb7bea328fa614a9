/** What the guest goes through, and its agent with it: it boots, sleeps, wakes up, goes down. Knows nothing of QEMU. */
import type { Agent } from '../agent/agent.js'
import type { PowerState } from '../guest/changes.js'
import type { Guest } from '../guest/guest.js'
import { type PendingPhase, type Phase, PowerCycle } from './power-cycle.js'

/** What a guest that goes down wants then. */
export type Goal = 'off' | 'halted' | 'rebooting'

export interface GuestLifeSnapshot {
  readonly goal: Goal
  /** Why the agent is to be started when the vCPUs run again. */
  readonly start: string | undefined
  readonly pending: readonly PendingPhase[]
}

export interface GuestLifeOptions {
  readonly guest: Guest
  readonly agent: Agent
  /** It has gone down, and all that is left to do is the machine's. */
  isDown(goal: Goal): void
  /** Its drivers let go of the devices, as they do for a sleep, and take them again: the agent's port goes with them. */
  driversChanged(areThere: boolean): void
}

const REASONS: Readonly<Record<Goal, string>> = {
  off: 'the guest is powered off',
  halted: 'the guest is halted',
  rebooting: 'the guest reboots',
}

/** In these states no operating system runs that could do anything. */
const DOWN: ReadonlySet<PowerState> = new Set(['off', 'halted', 'panicked'])

/** Why the agent does nothing, as its halts are called. */
const PAUSED = 'paused'
const SUSPENDED = 'suspended'
const PANICKED = 'panicked'

export class GuestLife {
  readonly #options: GuestLifeOptions
  readonly #guest: Guest
  readonly #agent: Agent
  readonly #cycle: PowerCycle
  #goal: Goal = 'off'
  #start: string | undefined

  constructor(options: GuestLifeOptions) {
    this.#options = options
    this.#guest = options.guest
    this.#agent = options.agent
    this.#cycle = new PowerCycle(options.guest.clock, phase => this.#reached(phase))
  }

  get isDown(): boolean {
    return DOWN.has(this.#guest.power.state)
  }

  /** It sleeps, and not in memory. */
  get isOnDisk(): boolean {
    return this.#guest.power.state === 'suspended-disk'
  }

  get isAsleep(): boolean {
    return this.#guest.power.state.startsWith('suspended')
  }

  /** It sleeps as a program does that waits: the machine knows nothing of it (s2idle), and any key wakes it. */
  get isIdle(): boolean {
    const { power, config } = this.#guest
    return power.state === 'suspended-ram' && config.suspend.ram === 'idle'
  }

  /** Its vCPUs stand still, and its time with them. */
  stop(): void {
    this.#guest.clock.stop()
    this.#agent.pause(PAUSED, 'the VM is paused')
  }

  /** Its vCPUs run; by how many nanoseconds its time is behind, which nobody has told it. One that sleeps sleeps on. */
  goOn(): bigint {
    return this.isAsleep ? 0n : this.#guest.clock.start()
  }

  /** What waited for the vCPUs is done. */
  catchUp(): void {
    this.#agent.resume(PAUSED, 'the VM runs again')
    if (this.#guest.clock.isStopped) return
    if (this.#guest.power.state === 'running') this.#startPending()
    this.#guest.clock.runDue()
  }

  /** Nobody has asked the guest: its programs are gone, unless its disk holds them. */
  cut(reason: string, state: 'off' | 'rebooting'): void {
    this.#cycle.forget()
    if (this.isOnDisk) return
    this.#start = undefined
    this.#agent.stop(reason, 'aborted')
    this.#guest.power.set(state)
  }

  /** The vCPUs run. From the firmware to the agent, or to where it fell asleep if it did. */
  boot(): void {
    const { clock, power, config } = this.#guest
    if (this.isAsleep) {
      this.wake()
      return
    }
    this.#cycle.forget()
    for (const halt of [PAUSED, SUSPENDED, PANICKED]) this.#agent.resume(halt)
    clock.start()
    this.#guest.reboot()
    if (config.power.boot > 0n) power.set('booting')
    this.#cycle.begin('booted', config.power.boot)
  }

  /** It has asked for it itself: its services end, and then all of it. */
  goDown(goal: Goal): void {
    const { power, config } = this.#guest
    this.#cycle.forget()
    this.#goal = goal
    this.#start = undefined
    this.#guest.noteShutdown()
    power.set(config.power.shutdown > 0n ? 'shutting-down' : goal)
    this.#agent.end(REASONS[goal])
    this.#cycle.begin('down', config.power.shutdown)
  }

  /** The power button, which one that isn't up does not notice; pressed again, it is noticed no later. */
  press(): void {
    const { power, config } = this.#guest
    const { button } = config.power
    if (power.state !== 'running' || button === 'ignored' || this.#cycle.isPending('pressed')) return
    this.#cycle.begin('pressed', button)
  }

  sleep(state: 'suspended-ram' | 'suspended-disk'): void {
    this.#options.driversChanged(false)
    this.#guest.power.set(state)
    this.#guest.clock.stop()
    this.#agent.pause(SUSPENDED, 'the guest is suspended')
    if (state !== 'suspended-disk') return
    // Its image is written with devices that work.
    this.#options.driversChanged(true)
    this.#options.driversChanged(false)
  }

  /** The vCPUs run. Linux asks the RTC how long it has slept: its programs have not got on, its time is right. */
  wake(): void {
    const { clock, power } = this.#guest
    power.set('running')
    const slept = clock.start()
    clock.setTime(clock.now() + slept)
    this.#options.driversChanged(true)
    this.#agent.resume(SUSPENDED, 'the guest woke up')
  }

  /** The kernel gives up: its programs stand still for good. */
  panic(): void {
    this.#cycle.forget()
    this.#guest.power.set('panicked')
    this.#agent.pause(PANICKED, 'the kernel of the guest has panicked')
  }

  /**
   * Starts the agent's process, as soon as there is a system that can: one that boots, or sleeps, does it later. Throws
   * where there is none.
   */
  startAgent(reason: string): void {
    const { state } = this.#guest.power
    if (this.isDown || state === 'shutting-down') {
      throw new Error(
        `agent start: expected a machine that runs, but it is ${state}. Boot it with { vm: wakeup } first.`,
      )
    }
    this.#start = reason
    if (state === 'running' && !this.#guest.clock.isStopped) this.#startPending()
  }

  snapshot(): GuestLifeSnapshot {
    return { goal: this.#goal, start: this.#start, pending: this.#cycle.snapshot() }
  }

  /** The clock and the agent are put back by themselves. */
  restore({ goal, start, pending }: GuestLifeSnapshot): void {
    this.#goal = goal
    this.#start = start
    this.#cycle.restore(pending)
  }

  #reached(phase: Phase): void {
    const { power } = this.#guest
    if (phase === 'pressed') this.goDown('off')
    else if (phase === 'down') {
      power.set(this.#goal)
      this.#options.isDown(this.#goal)
    } else {
      power.set('running')
      if (this.#agent.config.startsAtBoot) this.#start ??= 'the guest has booted'
      this.#startPending()
    }
  }

  #startPending(): void {
    const start = this.#start
    this.#start = undefined
    if (start !== undefined) this.#agent.start(start)
  }
}
