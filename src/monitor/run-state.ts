/** What QEMU does with the machine: power off, reset, sleep, wake, pause – and what that means for the guest and the agent. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'

/** The vCPUs stand still, or run again; `behind`: by so many nanoseconds system time has fallen behind. */
export type MachineEvent =
  | { readonly type: 'vm'; readonly state: 'paused' }
  | { readonly type: 'vm'; readonly state: 'resumed'; readonly behind: bigint }
  | { readonly type: 'vm'; readonly state: 'reset' }

export interface RunStateSnapshot {
  readonly paused: boolean
  readonly start: string | undefined
}

export class RunState {
  readonly #guest: Guest
  readonly #agent: Agent
  readonly #emit: (event: MachineEvent) => void
  #isPaused = false
  /** Why the agent is to be started when the vCPUs run again. */
  #start: string | undefined

  constructor(guest: Guest, agent: Agent, emit: (event: MachineEvent) => void) {
    this.#guest = guest
    this.#agent = agent
    this.#emit = emit
  }

  get isPaused(): boolean {
    return this.#isPaused
  }

  /** Carries out what the guest has asked for, if anything. To be called when the agent has finished a command. */
  settle(): void {
    const wanted = this.#guest.power.requested
    if (wanted === 'off' || wanted === 'halted') this.#down(wanted)
    else if (wanted === 'rebooting') this.#reboot('the guest reboots')
    else if (wanted === 'suspended-ram' || wanted === 'suspended-disk') this.suspend(wanted)
  }

  /** Starts the agent's process, if there is a machine to run it. Throws when there is none. */
  startAgent(reason: string): void {
    const { state } = this.#guest.power
    if (state === 'off' || state === 'halted') {
      throw new Error(
        `agent start: expected a machine that runs, but it is ${state}. Boot it with { vm: wakeup } first.`,
      )
    }
    if (this.#guest.clock.isStopped) this.#start = reason
    else if (state === 'running') this.#agent.start(reason)
  }

  /** Wakes a suspended guest, or boots one that is off. */
  wakeup(): void {
    const { power } = this.#guest
    if (power.state === 'off' || power.state === 'halted') {
      this.#boot()
    } else if (power.state !== 'running' && power.state !== 'rebooting') {
      power.set('running')
      if (!this.#isPaused) this.#wake()
      this.#agent.resume('suspended', 'the guest woke up')
      this.#goOn()
    }
  }

  /** Stops the vCPUs, as QEMU's `stop` does: the guest's time stands still with them. */
  pause(): void {
    if (this.#isPaused) return
    this.#isPaused = true
    this.#guest.clock.stop()
    this.#agent.pause('paused', 'the VM is paused')
    this.#emit({ type: 'vm', state: 'paused' })
  }

  /** Lets the vCPUs go on. Nobody has told the guest how long it was away: its system time is behind. */
  resume(): void {
    if (!this.#isPaused) return
    this.#isPaused = false
    const behind = this.#isAsleep ? 0n : this.#guest.clock.start()
    this.#emit({ type: 'vm', state: 'resumed', behind })
    this.#agent.resume('paused', 'the VM runs again')
    if (this.#guest.power.state === 'rebooting') this.#boot()
    this.#goOn()
  }

  /** The reset button: nothing is asked, nothing is saved. */
  reset(): void {
    this.#emit({ type: 'vm', state: 'reset' })
    this.#agent.stop('the machine was reset', 'aborted')
    this.#reboot('the machine was reset')
  }

  /** The power is cut. */
  off(): void {
    this.#agent.stop('the power was cut', 'aborted')
    this.#guest.power.set('off')
  }

  /** A guest that is off, or asleep already, doesn't notice. */
  suspend(state: 'suspended-ram' | 'suspended-disk'): void {
    if (this.#guest.power.state !== 'running') return
    this.#guest.power.set(state)
    this.#guest.clock.stop()
    this.#agent.pause('suspended', 'the guest is suspended')
  }

  snapshot(): RunStateSnapshot {
    return { paused: this.#isPaused, start: this.#start }
  }

  /** The clock and the agent are put back by themselves. */
  restore({ paused, start }: RunStateSnapshot): void {
    this.#isPaused = paused
    this.#start = start
  }

  /** The vCPUs run, and what waited for them does. */
  #goOn(): void {
    if (this.#guest.clock.isStopped) return
    const start = this.#start
    this.#start = undefined
    if (start !== undefined) this.#agent.start(start)
    this.#guest.clock.runDue()
  }

  get #isAsleep(): boolean {
    return this.#guest.power.state.startsWith('suspended')
  }

  /** Linux asks the RTC how long it has slept: its programs have not got on, but its system time is right. */
  #wake(): void {
    const { clock } = this.#guest
    const slept = clock.start()
    clock.setTime(clock.now() + slept)
  }

  #down(state: 'off' | 'halted'): void {
    this.#guest.power.set(state)
    this.#agent.end(state === 'off' ? 'the guest is powered off' : 'the guest is halted')
  }

  #reboot(reason: string): void {
    this.#guest.power.set('rebooting')
    this.#agent.end(reason)
    this.#boot()
  }

  /** Takes no time, but vCPUs that run: in a paused VM it comes about when that goes on. */
  #boot(): void {
    if (this.#isPaused) {
      this.#guest.power.set('rebooting')
      return
    }
    this.#start = undefined
    this.#guest.clock.start()
    this.#guest.reboot()
    this.#guest.power.set('running')
    // Its process is gone: whatever the guest was before, the next one isn't halted by it.
    this.#agent.resume('suspended')
    this.#agent.start('the guest has booted')
  }
}
