/** Who brings run states about: the commands of QEMU's monitor, and what the guest does of itself. */
import type { Guest } from '../guest/guest.js'
import { QapiError } from '../qapi/errors.js'
import { type Actions, onPanic } from './actions.js'
import type { Cause } from './events.js'
import { MachineState, type MachineStateOptions, type MachineStateSnapshot } from './machine-state.js'
import { Moving } from './moving.js'
import type { Status } from './status.js'

export interface RunStateOptions extends MachineStateOptions {
  /** The power is cut: nobody leaves, and nobody is awaited any more. */
  powerCut(): void
}

const FAILED = 1
/** By SIGKILL, as a shell has it. */
const KILLED = 128 + 9

const BY_RESET_BUTTON: Cause = { guest: false, reason: 'host-qmp-system-reset' }

export class RunState {
  /** What migration does with it. */
  readonly moving: Moving
  readonly #guest: Guest
  readonly #machine: MachineState
  readonly #powerCut: () => void

  constructor(options: RunStateOptions) {
    this.#guest = options.guest
    this.#powerCut = () => options.powerCut()
    this.#machine = new MachineState(options, () => this.settle())
    this.moving = new Moving(this.#machine)
  }

  /** Puts the machine into the state that it begins in. */
  begin(): void {
    const { start, incoming } = this.#machine.config
    if (start === 'up' && incoming === undefined) return
    this.#guest.power.restore({ state: 'off', requested: undefined })
    this.#guest.clock.stop()
    this.#machine.beginWithoutGuest()
  }

  get status(): Status {
    return this.#machine.status
  }

  /** When QEMU's process began: nanoseconds on the monotonic clock. */
  get launchedAt(): bigint {
    return this.#machine.launchedAt
  }

  /** Carries out a command of a monitor, reply included; what the guest does of it comes after that. */
  answering<Answer>(answer: () => Answer): Answer {
    return this.#machine.deeds.answering(answer)
  }

  /** QEMU's `set-action`: what is not mentioned stays. */
  setActions(actions: { readonly [Event in keyof Actions]?: Actions[Event] | undefined }): void {
    const { shutdown, reboot, panic } = this.#machine.actions
    this.#machine.actions = {
      shutdown: actions.shutdown ?? shutdown,
      reboot: actions.reboot ?? reboot,
      panic: actions.panic ?? panic,
    }
  }

  /** Carries out what the guest has asked for, if anything. To be called when the agent has finished a command. */
  settle(): void {
    if (this.#machine.status !== 'running') return
    const wanted = this.#guest.power.requested
    if (wanted === 'off' || wanted === 'halted' || wanted === 'rebooting') this.#machine.life.goDown(wanted)
    else if (wanted === 'suspended-ram' || wanted === 'suspended-disk') this.suspend(wanted)
    else if (wanted === 'panicked') this.panic()
  }

  /** Starts the agent's process, if there is a machine to run it. Throws when there is none. */
  startAgent(reason: string): void {
    this.#machine.life.startAgent(reason)
  }

  /** QEMU's `stop`: the vCPUs stand still, and the guest's time with them. What doesn't run notices nothing. */
  stop(): void {
    if (this.#machine.status === 'inmigrate') this.#machine.runsOnArrival = false
    else if (this.#machine.status === 'running') {
      this.#machine.halt('paused')
    } else if (this.#machine.status === 'suspended' && this.#machine.sleepsOn) {
      this.#machine.onRun = 'sleeps'
      this.#machine.halt('paused')
    }
  }

  /**
   * QEMU's `cont`: the vCPUs go on. Nobody has told the guest how long it was away: its system time is behind. Throws
   * QapiError where only a reset helps.
   */
  cont(): void {
    if (this.#machine.status === 'shutdown') throw new QapiError('Resetting the Virtual Machine is required')
    if (this.#machine.status === 'finish-migrate') throw new QapiError('Migration is not finalized yet')
    if (this.#machine.status === 'inmigrate') this.#machine.runsOnArrival = true
    if (!STANDS_STILL.has(this.#machine.status)) return
    this.#machine.tell({ event: 'RESUME' })
    this.#machine.run()
  }

  /** QEMU's `system_reset`, the reset button: nothing is asked, nothing is saved. */
  reset(): void {
    if (this.#machine.status === 'exited') return
    if (this.#machine.actions.reboot === 'shutdown') this.#machine.shutDown(BY_RESET_BUTTON)
    else this.#machine.reset('the machine was reset', BY_RESET_BUTTON)
  }

  /** QEMU's `system_powerdown`, the power button: what becomes of it is up to the guest. */
  powerdown(): void {
    if (this.#machine.status === 'exited') return
    this.#machine.tell({ event: 'POWERDOWN' })
    this.#machine.deeds.soon(() => (this.#machine.life.isIdle ? this.#wakeWhenRunning() : this.#machine.life.press()))
  }

  /** QEMU's `system_wakeup`. Throws QapiError when nothing sleeps. */
  systemWakeup(): void {
    if (this.#machine.status !== 'suspended') throw new QapiError('Unable to wake up: guest is not in suspended state')
    this.wakeup()
  }

  /** QEMU's `quit`, or a signal: the process ends, whatever -no-shutdown says. */
  quit(reason: 'host-qmp-quit' | 'host-signal' = 'host-qmp-quit'): void {
    if (this.#machine.status === 'exited') return
    this.#machine.tell({ event: 'SHUTDOWN', data: { guest: false, reason } })
    this.#machine.exit({ reason: 'QEMU was ended' })
  }

  /**
   * The power is cut, and what there was of the guest is gone: QEMU ends as if it were killed, without a word to anybody.
   * With -no-shutdown it stays, in the run state `shutdown`, and says nothing of it either: that is what no QEMU does, for
   * those who want a guest that is gone.
   */
  off(): void {
    if (this.#machine.status === 'exited') return
    if (this.#machine.actions.shutdown === 'poweroff') {
      this.#machine.exit({ reason: 'the power was cut', status: KILLED, leavesFiles: true })
      return
    }
    this.#powerCut()
    this.#machine.forget()
    this.#machine.life.cut('the power was cut', 'off')
    this.#machine.standStill('shutdown')
  }

  /** The guest goes to sleep, as soon as its vCPUs run. One that is off, or asleep already, doesn't notice. */
  suspend(state: 'suspended-ram' | 'suspended-disk'): void {
    const { power } = this.#guest
    if (power.state !== 'running') return
    if (this.#machine.status !== 'running') {
      power.request(state)
      return
    }
    this.#machine.life.sleep(state)
    if (this.#machine.life.isIdle) return
    if (state === 'suspended-disk') {
      if (this.#guest.config.suspend.disk !== 'poweroff') this.#machine.tell({ event: 'SUSPEND_DISK' })
      this.#machine.shutDown({ guest: true, reason: 'guest-shutdown' })
    } else {
      this.#machine.status = 'suspended'
      this.#machine.tell({ event: 'SUSPEND' })
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
    if (this.#machine.status === 'exited') {
      this.#machine.launch()
      // With -S.
      if (this.status === 'prelaunch') this.cont()
    } else if (this.#machine.status === 'inmigrate' || this.#machine.status === 'finish-migrate') return
    else if (this.#machine.life.isIdle || this.#machine.status === 'suspended' || this.#machine.onRun === 'sleeps')
      this.#wakeWhenRunning()
    else if (this.#machine.status === 'prelaunch') this.cont()
    else if (this.#machine.life.isDown || this.#machine.status === 'shutdown') {
      this.#machine.reset('the machine was reset', BY_RESET_BUTTON)
      this.cont()
    }
  }

  /** The kernel of the guest panics, as soon as its vCPUs run. One that is off, or asleep, can't. */
  panic(): void {
    const { power } = this.#guest
    if (power.state !== 'running') return
    if (this.#machine.status !== 'running') {
      power.request('panicked')
      return
    }
    this.#machine.life.panic()
    if (!this.#machine.config.hasPanicDevice) return
    const action = onPanic(this.#machine.actions)
    this.#machine.tell({ event: 'GUEST_PANICKED', data: { action } })
    if (action === 'pause') this.#machine.halt('guest-panicked')
    else if (action === 'poweroff') {
      const status = this.#machine.actions.panic === 'exit-failure' ? FAILED : undefined
      this.#machine.shutDown({ guest: true, reason: 'guest-panic' }, status)
    }
  }

  /** QEMU gives up before it has a guest: it ends without a word to its monitors, and its socket files stay. */
  fail(log: readonly string[]): void {
    if (this.#machine.status !== 'exited')
      this.#machine.exit({ reason: 'QEMU has given up', status: FAILED, log, leavesFiles: true })
  }

  snapshot(): MachineStateSnapshot {
    return this.#machine.snapshot()
  }

  /** The clock and the agent are put back by themselves. */
  restore(snapshot: MachineStateSnapshot): void {
    this.#machine.restore(snapshot)
  }

  /** A guest that sleeps wakes up, now or when its vCPUs run. */
  #wakeWhenRunning(): void {
    if (this.#machine.status === 'running' || this.#machine.status === 'suspended') this.#machine.wake()
    else this.#machine.onRun = 'wakes'
  }
}

/** `cont` lets the vCPUs of these run. */
const STANDS_STILL: ReadonlySet<Status> = new Set(['prelaunch', 'paused', 'postmigrate', 'guest-panicked'])
