/** The machine as QEMU has it: its run state, and what every way from one to another does, whoever takes it. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'
import { has } from '../qapi/version.js'
import { type Actions, initialActions } from './actions.js'
import { Deeds } from './deeds.js'
import type { Cause, QemuEvent } from './events.js'
import { type Goal, GuestLife, type GuestLifeSnapshot } from './guest-life.js'
import type { QemuConfig } from './qemu-config.js'
import type { Status } from './status.js'

/** The vCPUs stand still, or run again; `behind`: by so many nanoseconds system time has fallen behind. */
export type MachineEvent =
  | { readonly type: 'vm'; readonly state: 'paused' | 'reset' | 'started' }
  /** `status`: of the process, 137 where it was killed; `log`: what QEMU said that gave up. */
  | { readonly type: 'vm'; readonly state: 'exited'; readonly status: number; readonly log?: readonly string[] }
  | { readonly type: 'vm'; readonly state: 'resumed'; readonly behind: bigint }

/**
 * What the guest does when its vCPUs run: it goes on where it was, sleeps on, wakes up, or boots (one that sleeps wakes up
 * of that).
 */
export type OnRun = 'goes-on' | 'sleeps' | 'wakes' | 'boots'

export interface MachineStateSnapshot {
  readonly status: Status
  readonly onRun: OnRun
  /** When QEMU's process began: nanoseconds on the monotonic clock. */
  readonly launchedAt: bigint
  readonly actions: Actions
  readonly runsOnArrival: boolean
  /** What `finish-migrate` comes after. */
  readonly departed: Status | undefined
  /** The guest that has arrived has its port open or not, which nobody has been told. */
  readonly portDue: boolean | undefined
  readonly life: GuestLifeSnapshot
}

export interface MachineStateOptions {
  readonly guest: Guest
  readonly agent: Agent
  readonly config: QemuConfig
  /** For the trace. */
  emit(event: MachineEvent): void
  /** For the monitors. */
  tell(event: QemuEvent): void
  /** The process has ended, or is there again; `leavesFiles`: those of its sockets stay. */
  processChanged(isThere: boolean, leavesFiles?: boolean): void
  /** The guest's drivers let go of the devices, or take them again. */
  driversChanged(areThere: boolean): void
  /** The vCPUs stand still, or run: as long as they don't, devices take nothing from the host. */
  vcpusChanged(areRunning: boolean): void
  /** The vCPUs of a guest that has arrived run for the first time: it has the port open, or it hasn't. */
  portArrives(isOpen: boolean): void
  /** Another process begins as its command line says; its vCPUs don't run yet. */
  launched(): void
}

/** How QEMU's process ends. */
export interface Exit {
  /** Why the agent ends. */
  readonly reason?: string
  readonly status?: number
  readonly log?: readonly string[]
  /** The files of its sockets stay. */
  readonly leavesFiles?: boolean
}

export class MachineState {
  readonly config: QemuConfig
  readonly life: GuestLife
  readonly deeds = new Deeds()
  readonly #options: MachineStateOptions
  readonly #guest: Guest
  /** What the guest has asked for meanwhile. */
  readonly #settle: () => void
  status: Status = 'running'
  onRun: OnRun = 'goes-on'
  actions: Actions
  /** A guest that is awaited: `cont` and `stop` say so. */
  runsOnArrival: boolean
  departed: Status | undefined
  portDue: boolean | undefined
  #launchedAt = 0n

  constructor(options: MachineStateOptions, settle: () => void) {
    const { guest, agent, config } = options
    this.#options = options
    this.#guest = guest
    this.#settle = settle
    this.config = config
    this.actions = initialActions(config)
    this.runsOnArrival = config.start !== 'paused'
    this.life = new GuestLife({
      guest,
      agent,
      isDown: goal => this.#guestIsDown(goal),
      driversChanged: areThere => options.driversChanged(areThere),
    })
  }

  get launchedAt(): bigint {
    return this.#launchedAt
  }

  /** Since 9.0 a guest that sleeps can be stopped, and goes on sleeping where it goes. */
  get sleepsOn(): boolean {
    return has(this.config.version, '9.0')
  }

  tell(event: QemuEvent): void {
    this.#options.tell(event)
  }

  /** The vCPUs stop, and everybody is told. */
  halt(status: Status): void {
    this.standStill(status)
    this.#options.emit({ type: 'vm', state: 'paused' })
    this.tell({ event: 'STOP' })
  }

  standStill(status: Status): void {
    this.status = status
    this.life.stop()
    this.#options.vcpusChanged(false)
  }

  /** A guest that has arrived stands still already, and so does its time. */
  awaitVcpus(status: Status): void {
    this.status = status
    this.#options.vcpusChanged(false)
  }

  /** Of a guest that sleeps the vCPUs are there again, and have nothing to do. */
  sleepOn(): void {
    this.#options.vcpusChanged(true)
    this.life.catchUp()
  }

  /** The vCPUs run, and what was put off till then comes about. */
  run(): void {
    const { onRun } = this
    this.onRun = 'goes-on'
    this.status = onRun === 'sleeps' ? 'suspended' : 'running'
    this.#options.vcpusChanged(true)
    if (onRun === 'boots') this.#boot()
    else this.#options.emit({ type: 'vm', state: 'resumed', behind: this.life.goOn() })
    this.#portArrives()
    if (onRun === 'wakes') this.wake()
    this.deeds.soon(() => {
      this.#settle()
      this.life.catchUp()
    })
  }

  /** A guest that sleeps wakes up. Of a sleep that is the guest's own affair nobody is told. */
  wake(): void {
    this.status = 'running'
    if (!this.life.isIdle) this.tell({ event: 'WAKEUP' })
    this.deeds.soon(() => {
      this.life.wake()
      this.life.catchUp()
    })
  }

  reset(reason: string, cause: Cause): void {
    this.#options.emit({ type: 'vm', state: 'reset' })
    // The firmware finds out that the guest sleeps, and wakes it up.
    if (!this.life.isAsleep || this.life.isIdle) this.life.cut(reason, 'rebooting')
    this.tell({ event: 'RESET', data: cause })
    if (this.status === 'running') {
      this.#boot()
      return
    }
    const { departed } = this
    this.forget()
    this.onRun = 'boots'
    // Nothing sleeps any more where it does not leave after all.
    if (this.status === 'finish-migrate') this.departed = departed === 'suspended' ? 'running' : departed
    else if (this.status !== 'inmigrate') this.status = 'prelaunch'
  }

  /** What was to become of the guest that was there. */
  forget(): void {
    this.onRun = 'goes-on'
    this.departed = undefined
    this.portDue = undefined
    this.#guest.power.request(undefined)
  }

  /** SHUTDOWN, and what follows it. `status`: of the process, if it ends. */
  shutDown(cause: Cause, status = 0): void {
    this.tell({ event: 'SHUTDOWN', data: cause })
    if (this.actions.shutdown === 'poweroff') this.exit({ status })
    else if (this.status === 'running') this.halt('shutdown')
    else this.standStill('shutdown')
  }

  exit({ reason = 'QEMU has ended', status = 0, log, leavesFiles = false }: Exit): void {
    this.#guest.clock.stop()
    // Nobody is left to be told what becomes of the guest.
    this.status = 'exited'
    this.forget()
    this.life.cut(reason, 'off')
    this.#options.emit({ type: 'vm', state: 'exited', status, ...(log !== undefined && { log }) })
    this.#options.processChanged(false, leavesFiles)
  }

  /** Another process takes the place of the one that has ended. */
  launch(): void {
    this.actions = initialActions(this.config)
    this.runsOnArrival = this.config.start !== 'paused'
    this.#launchedAt = this.#guest.clock.monotonic()
    this.#options.emit({ type: 'vm', state: 'started' })
    this.status = 'prelaunch'
    this.#options.processChanged(true)
    this.#options.launched()
    this.beginWithoutGuest()
  }

  /** As the command line of the process says. */
  beginWithoutGuest(): void {
    const { start, incoming } = this.config
    this.status = incoming === undefined ? 'prelaunch' : 'inmigrate'
    if (incoming !== undefined) return
    this.onRun = 'boots'
    if (start !== 'paused') this.run()
  }

  snapshot(): MachineStateSnapshot {
    const { status, onRun, launchedAt, actions, runsOnArrival, departed, portDue, life } = this
    return { status, onRun, launchedAt, actions, runsOnArrival, departed, portDue, life: life.snapshot() }
  }

  /** The clock and the agent are put back by themselves. */
  restore({ status, onRun, launchedAt, actions, runsOnArrival, departed, portDue, life }: MachineStateSnapshot): void {
    const wasThere = this.status !== 'exited'
    this.status = status
    this.onRun = onRun
    this.#launchedAt = launchedAt
    this.actions = actions
    this.runsOnArrival = runsOnArrival
    this.departed = departed
    this.portDue = portDue
    this.life.restore(life)
    if (wasThere !== (status !== 'exited')) this.#options.processChanged(!wasThere)
  }

  #boot(): void {
    this.deeds.soon(() => this.life.boot())
  }

  #portArrives(): void {
    const isOpen = this.portDue
    this.portDue = undefined
    if (isOpen !== undefined) this.#options.portArrives(isOpen)
  }

  #guestIsDown(goal: Goal): void {
    if (goal === 'off') this.shutDown({ guest: true, reason: 'guest-shutdown' })
    else if (goal === 'rebooting') {
      const cause: Cause = { guest: true, reason: 'guest-reset' }
      if (this.actions.reboot === 'shutdown') this.shutDown(cause)
      else this.reset('the guest reboots', cause)
    }
  }
}
