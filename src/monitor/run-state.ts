/** What QEMU does with the machine: its run states, what leads from one to the other, and the events that tell of it. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'
import { QapiError } from '../qapi/errors.js'
import { has } from '../qapi/version.js'
import { type Actions, initialActions, onPanic } from './actions.js'
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

export interface RunStateSnapshot {
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

export interface RunStateOptions {
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
  /** The power is cut: nobody leaves, and nobody is awaited any more. */
  powerCut(): void
  /** Another process begins as its command line says; its vCPUs don't run yet. */
  launched(): void
}

interface Exit {
  /** Why the agent ends. */
  readonly reason?: string
  readonly status?: number
  readonly log?: readonly string[]
  /** The files of its sockets stay. */
  readonly leavesFiles?: boolean
}

const IN_ORDER = 0
const FAILED = 1
/** By SIGKILL, as a shell has it. */
const KILLED = 128 + 9

const BY_RESET_BUTTON: Cause = { guest: false, reason: 'host-qmp-system-reset' }

export class RunState {
  readonly #options: RunStateOptions
  readonly #guest: Guest
  readonly #config: QemuConfig
  #actions: Actions
  readonly #life: GuestLife
  #status: Status = 'running'
  #onRun: OnRun = 'goes-on'
  #launchedAt = 0n
  /** A guest that is awaited: `cont` and `stop` say so. */
  #runsOnArrival: boolean
  #departed: Status | undefined
  #portDue: boolean | undefined
  /** What the guest does of the command that is being carried out. */
  #deeds: (() => void)[] | undefined

  constructor(options: RunStateOptions) {
    const { guest, agent, config } = options
    this.#options = options
    this.#guest = guest
    this.#config = config
    this.#actions = initialActions(config)
    this.#runsOnArrival = config.start !== 'paused'
    this.#life = new GuestLife({
      guest,
      agent,
      isDown: goal => this.#guestIsDown(goal),
      driversChanged: areThere => options.driversChanged(areThere),
    })
  }

  /** Puts the machine into the state that it begins in. */
  begin(): void {
    const { start, incoming } = this.#config
    if (start === 'up' && incoming === undefined) return
    this.#guest.power.restore({ state: 'off', requested: undefined })
    this.#guest.clock.stop()
    this.#beginWithoutGuest()
  }

  get status(): Status {
    return this.#status
  }

  /** When QEMU's process began: nanoseconds on the monotonic clock. */
  get launchedAt(): bigint {
    return this.#launchedAt
  }

  /**
   * Carries out a command of a monitor, reply included: what the guest does of it comes after that, since it takes the guest
   * its time, however little.
   */
  answering<Answer>(answer: () => Answer): Answer {
    if (this.#deeds !== undefined) return answer()
    const deeds: (() => void)[] = []
    this.#deeds = deeds
    const answered = attempt(answer)
    this.#deeds = undefined
    // One that fails is no reason for the others not to come about, nor for another reply.
    const done = deeds.map(attempt)
    const failed = [answered, ...done].find(it => 'error' in it)
    if (failed !== undefined && 'error' in failed) throw failed.error
    return (answered as { value: Answer }).value
  }

  /** QEMU's `set-action`: what is not mentioned stays. */
  setActions(actions: { readonly [Event in keyof Actions]?: Actions[Event] | undefined }): void {
    const { shutdown, reboot, panic } = this.#actions
    this.#actions = {
      shutdown: actions.shutdown ?? shutdown,
      reboot: actions.reboot ?? reboot,
      panic: actions.panic ?? panic,
    }
  }

  /** Carries out what the guest has asked for, if anything. To be called when the agent has finished a command. */
  settle(): void {
    if (this.#status !== 'running') return
    const wanted = this.#guest.power.requested
    if (wanted === 'off' || wanted === 'halted' || wanted === 'rebooting') this.#life.goDown(wanted)
    else if (wanted === 'suspended-ram' || wanted === 'suspended-disk') this.suspend(wanted)
    else if (wanted === 'panicked') this.panic()
  }

  /** Starts the agent's process, if there is a machine to run it. Throws when there is none. */
  startAgent(reason: string): void {
    this.#life.startAgent(reason)
  }

  /** QEMU's `stop`: the vCPUs stand still, and the guest's time with them. What doesn't run notices nothing. */
  stop(): void {
    if (this.#status === 'inmigrate') this.#runsOnArrival = false
    else if (this.#status === 'running') {
      this.#halt('paused')
    } else if (this.#status === 'suspended' && has(this.#config.version, '9.0')) {
      this.#onRun = 'sleeps'
      this.#halt('paused')
    }
  }

  /**
   * QEMU's `cont`: the vCPUs go on. Nobody has told the guest how long it was away: its system time is behind. Throws
   * QapiError where only a reset helps.
   */
  cont(): void {
    if (this.#status === 'shutdown') throw new QapiError('Resetting the Virtual Machine is required')
    if (this.#status === 'finish-migrate') throw new QapiError('Migration is not finalized yet')
    if (this.#status === 'inmigrate') this.#runsOnArrival = true
    if (!STANDS_STILL.has(this.#status)) return
    this.#options.tell({ event: 'RESUME' })
    this.#run()
  }

  /** QEMU's `system_reset`, the reset button: nothing is asked, nothing is saved. */
  reset(): void {
    if (this.#status === 'exited') return
    if (this.#actions.reboot === 'shutdown') this.#shutDown(BY_RESET_BUTTON)
    else this.#reset('the machine was reset', BY_RESET_BUTTON)
  }

  /** QEMU's `system_powerdown`, the power button: what becomes of it is up to the guest. */
  powerdown(): void {
    if (this.#status === 'exited') return
    this.#options.tell({ event: 'POWERDOWN' })
    this.#soon(() => (this.#life.isIdle ? this.#wakeWhenRunning() : this.#life.press()))
  }

  /** QEMU's `system_wakeup`. Throws QapiError when nothing sleeps. */
  systemWakeup(): void {
    if (this.#status !== 'suspended') throw new QapiError('Unable to wake up: guest is not in suspended state')
    this.wakeup()
  }

  /** QEMU's `quit`, or a signal: the process ends, whatever -no-shutdown says. */
  quit(reason: 'host-qmp-quit' | 'host-signal' = 'host-qmp-quit'): void {
    if (this.#status === 'exited') return
    this.#options.tell({ event: 'SHUTDOWN', data: { guest: false, reason } })
    this.#exit({ reason: 'QEMU was ended' })
  }

  /**
   * The power is cut, and what there was of the guest is gone: QEMU ends as if it were killed, without a word to anybody.
   * With -no-shutdown it stays, in the run state `shutdown`, and says nothing of it either: that is what no QEMU does, for
   * those who want a guest that is gone.
   */
  off(): void {
    if (this.#status === 'exited') return
    if (this.#actions.shutdown === 'poweroff') {
      this.#exit({ reason: 'the power was cut', status: KILLED, leavesFiles: true })
      return
    }
    this.#options.powerCut()
    this.#forget()
    this.#life.cut('the power was cut', 'off')
    this.#standStill('shutdown')
  }

  /** The guest goes to sleep, as soon as its vCPUs run. One that is off, or asleep already, doesn't notice. */
  suspend(state: 'suspended-ram' | 'suspended-disk'): void {
    const { power } = this.#guest
    if (power.state !== 'running') return
    if (this.#status !== 'running') {
      power.request(state)
      return
    }
    this.#life.sleep(state)
    if (this.#life.isIdle) return
    if (state === 'suspended-disk') {
      if (this.#guest.config.suspend.disk !== 'poweroff') this.#options.tell({ event: 'SUSPEND_DISK' })
      this.#shutDown({ guest: true, reason: 'guest-shutdown' })
    } else {
      this.#status = 'suspended'
      this.#options.tell({ event: 'SUSPEND' })
    }
  }

  /**
   * Wakes a suspended guest, or boots one that is off: whatever QEMU has to be told for that. It is no `cont`: a guest
   * that sleeps in a VM that stands still wakes when its vCPUs run.
   */
  wakeup(): void {
    const { power } = this.#guest
    // It was about to fall asleep.
    if (power.requested?.startsWith('suspended')) power.request(undefined)
    if (this.#status === 'exited') {
      this.#launch()
      // With -S.
      if (this.status === 'prelaunch') this.cont()
    } else if (this.#status === 'inmigrate' || this.#status === 'finish-migrate') return
    else if (this.#life.isIdle || this.#status === 'suspended' || this.#onRun === 'sleeps') this.#wakeWhenRunning()
    else if (this.#status === 'prelaunch') this.cont()
    else if (this.#life.isDown || this.#status === 'shutdown') {
      this.#reset('the machine was reset', BY_RESET_BUTTON)
      this.cont()
    }
  }

  /** A guest that sleeps wakes up, now or when its vCPUs run. */
  #wakeWhenRunning(): void {
    if (this.#status === 'running' || this.#status === 'suspended') this.#wake()
    else this.#onRun = 'wakes'
  }

  /** Of a sleep that is the guest's own affair nobody is told. */
  #wake(): void {
    this.#status = 'running'
    if (!this.#life.isIdle) this.#options.tell({ event: 'WAKEUP' })
    this.#soon(() => {
      this.#life.wake()
      this.#life.catchUp()
    })
  }

  /** The kernel of the guest panics, as soon as its vCPUs run. One that is off, or asleep, can't. */
  panic(): void {
    const { power } = this.#guest
    if (power.state !== 'running') return
    if (this.#status !== 'running') {
      power.request('panicked')
      return
    }
    this.#life.panic()
    if (!this.#config.hasPanicDevice) return
    const action = onPanic(this.#actions)
    this.#options.tell({ event: 'GUEST_PANICKED', data: { action } })
    if (action === 'pause') this.#halt('guest-panicked')
    else if (action === 'poweroff') {
      const status = this.#actions.panic === 'exit-failure' ? FAILED : IN_ORDER
      this.#shutDown({ guest: true, reason: 'guest-panic' }, status)
    }
  }

  /** QEMU gives up before it has a guest: it ends without a word to its monitors, and its socket files stay. */
  fail(log: readonly string[]): void {
    if (this.#status !== 'exited') this.#exit({ reason: 'QEMU has given up', status: FAILED, log, leavesFiles: true })
  }

  /** A guest that leaves stands still. */
  finishMigrate(): void {
    const status = this.#status
    this.#departed = status
    if (status === 'running' || status === 'suspended') this.#halt('finish-migrate')
    else this.#status = 'finish-migrate'
  }

  /** It does not leave after all: it is as before. */
  stay(): void {
    const departed = this.#departed
    this.#departed = undefined
    if (this.#status !== 'finish-migrate' || departed === undefined) return
    this.#status = departed
    if (departed === 'running') {
      this.#options.tell({ event: 'RESUME' })
      this.#run()
    } else if (departed === 'suspended') {
      this.#options.vcpusChanged(true)
      this.#life.catchUp()
    }
  }

  /** It has left, and what is left of it here could go on. `told` is called before anything comes of that. */
  migrated(told: () => void): void {
    const departed = this.#departed
    this.#departed = undefined
    this.#status = 'postmigrate'
    told()
    if (departed !== 'suspended') return
    if (this.#sleepsOn) this.#onRun = 'sleeps'
    else {
      // QEMU wakes the one that it keeps, which its vCPUs have to run for.
      this.#onRun = 'boots'
      this.#options.tell({ event: 'WAKEUP' })
    }
  }

  /** For the QEMU that it goes to. */
  depart(): RunStateSnapshot {
    const status = this.#departed ?? this.#status
    // It is asleep there in a machine that runs, and that nothing can wake.
    return { ...this.snapshot(), status: status === 'suspended' && !this.#sleepsOn ? 'running' : status }
  }

  /** Takes a guest over; `told` is called before it does anything. */
  arrive({ status, onRun, life }: RunStateSnapshot, isPortOpen: boolean | undefined, told: () => void): void {
    const isUp = status === 'running' || status === 'suspended'
    const runs = isUp && this.#runsOnArrival
    this.#onRun = status === 'suspended' ? 'sleeps' : onRun
    this.#portDue = isPortOpen
    this.#life.restore(life)
    this.#status = isUp ? 'paused' : status
    this.#options.vcpusChanged(false)
    if (runs) this.#options.tell({ event: 'RESUME' })
    told()
    if (runs) this.#run()
  }

  snapshot(): RunStateSnapshot {
    return {
      status: this.#status,
      onRun: this.#onRun,
      launchedAt: this.#launchedAt,
      actions: this.#actions,
      runsOnArrival: this.#runsOnArrival,
      departed: this.#departed,
      portDue: this.#portDue,
      life: this.#life.snapshot(),
    }
  }

  /** The clock and the agent are put back by themselves. */
  restore(snapshot: RunStateSnapshot): void {
    const { status, onRun, launchedAt, actions, runsOnArrival, departed, portDue, life } = snapshot
    const wasThere = this.#status !== 'exited'
    this.#status = status
    this.#onRun = onRun
    this.#launchedAt = launchedAt
    this.#actions = actions
    this.#runsOnArrival = runsOnArrival
    this.#departed = departed
    this.#portDue = portDue
    this.#life.restore(life)
    if (wasThere !== (status !== 'exited')) this.#options.processChanged(!wasThere)
  }

  /** The vCPUs stop. */
  #halt(status: Status): void {
    this.#standStill(status)
    this.#options.emit({ type: 'vm', state: 'paused' })
    this.#options.tell({ event: 'STOP' })
  }

  #standStill(status: Status): void {
    this.#status = status
    this.#life.stop()
    this.#options.vcpusChanged(false)
  }

  /** The vCPUs run. */
  #run(): void {
    const onRun = this.#onRun
    this.#onRun = 'goes-on'
    this.#status = onRun === 'sleeps' ? 'suspended' : 'running'
    this.#options.vcpusChanged(true)
    if (onRun === 'boots') this.#boot()
    else this.#options.emit({ type: 'vm', state: 'resumed', behind: this.#life.goOn() })
    this.#portArrives()
    if (onRun === 'wakes') this.#wake()
    this.#soon(() => {
      this.settle()
      this.#life.catchUp()
    })
  }

  #portArrives(): void {
    const isOpen = this.#portDue
    this.#portDue = undefined
    if (isOpen !== undefined) this.#options.portArrives(isOpen)
  }

  /** Since 9.0 a guest that sleeps goes on sleeping where it goes. */
  get #sleepsOn(): boolean {
    return has(this.#config.version, '9.0')
  }

  #boot(): void {
    this.#soon(() => this.#life.boot())
  }

  #soon(deed: () => void): void {
    if (this.#deeds === undefined) deed()
    else this.#deeds.push(deed)
  }

  #reset(reason: string, cause: Cause): void {
    this.#options.emit({ type: 'vm', state: 'reset' })
    // The firmware finds out that the guest sleeps, and wakes it up.
    if (!this.#life.isAsleep || this.#life.isIdle) this.#life.cut(reason, 'rebooting')
    this.#options.tell({ event: 'RESET', data: cause })
    if (this.#status === 'running') {
      this.#boot()
      return
    }
    const departed = this.#departed
    this.#forget()
    this.#onRun = 'boots'
    // Nothing sleeps any more where it does not leave after all.
    if (this.#status === 'finish-migrate') this.#departed = departed === 'suspended' ? 'running' : departed
    else if (this.#status !== 'inmigrate') this.#status = 'prelaunch'
  }

  /** What was to become of the guest that was there. */
  #forget(): void {
    this.#onRun = 'goes-on'
    this.#departed = undefined
    this.#portDue = undefined
    this.#guest.power.request(undefined)
  }

  #guestIsDown(goal: Goal): void {
    if (goal === 'off') this.#shutDown({ guest: true, reason: 'guest-shutdown' })
    else if (goal === 'rebooting') {
      const cause: Cause = { guest: true, reason: 'guest-reset' }
      if (this.#actions.reboot === 'shutdown') this.#shutDown(cause)
      else this.#reset('the guest reboots', cause)
    }
  }

  /** SHUTDOWN, and what follows it. */
  #shutDown(cause: Cause, status = IN_ORDER): void {
    this.#options.tell({ event: 'SHUTDOWN', data: cause })
    if (this.#actions.shutdown === 'poweroff') this.#exit({ status })
    else if (this.#status === 'running') this.#halt('shutdown')
    else this.#standStill('shutdown')
  }

  #exit({ reason = 'QEMU has ended', status = IN_ORDER, log, leavesFiles = false }: Exit): void {
    this.#guest.clock.stop()
    // Nobody is left to be told what becomes of the guest.
    this.#status = 'exited'
    this.#forget()
    this.#life.cut(reason, 'off')
    this.#options.emit({ type: 'vm', state: 'exited', status, ...(log !== undefined && { log }) })
    this.#options.processChanged(false, leavesFiles)
  }

  /** Another process takes the place of the one that has ended. */
  #launch(): void {
    this.#actions = initialActions(this.#config)
    this.#runsOnArrival = this.#config.start !== 'paused'
    this.#launchedAt = this.#guest.clock.monotonic()
    this.#options.emit({ type: 'vm', state: 'started' })
    this.#status = 'prelaunch'
    this.#options.processChanged(true)
    this.#options.launched()
    this.#beginWithoutGuest()
  }

  /** As its command line says. */
  #beginWithoutGuest(): void {
    const { start, incoming } = this.#config
    this.#status = incoming === undefined ? 'prelaunch' : 'inmigrate'
    if (incoming !== undefined) return
    this.#onRun = 'boots'
    if (start !== 'paused') this.#run()
  }
}

type Attempt<Value> = { readonly value: Value } | { readonly error: unknown }

function attempt<Value>(run: () => Value): Attempt<Value> {
  try {
    return { value: run() }
  } catch (error) {
    return { error }
  }
}

/** `cont` lets the vCPUs of these run. */
const STANDS_STILL: ReadonlySet<Status> = new Set(['prelaunch', 'paused', 'postmigrate', 'guest-panicked'])
