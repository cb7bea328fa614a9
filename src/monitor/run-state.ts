/** What QEMU does when the guest asks for it: power off, reset, sleep, wake – and what that means for the agent. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'

export class RunState {
  readonly #guest: Guest
  readonly #agent: Agent

  constructor(guest: Guest, agent: Agent) {
    this.#guest = guest
    this.#agent = agent
  }

  /** Carries out what the guest has asked for, if anything. To be called when the agent has finished a command. */
  settle(): void {
    const wanted = this.#guest.power.requested
    if (wanted === 'off' || wanted === 'halted') this.#down(wanted)
    else if (wanted === 'rebooting') this.#reboot()
    else if (wanted === 'suspended-ram' || wanted === 'suspended-disk') this.#suspend(wanted)
  }

  /** Wakes a suspended guest, or boots one that is off. */
  wakeup(): void {
    const { power } = this.#guest
    if (power.state === 'off' || power.state === 'halted') {
      power.set('running')
      this.#guest.reboot()
      this.#agent.start('the guest has booted')
    } else if (power.state !== 'running') {
      power.set('running')
      this.#agent.resume('the guest woke up')
    }
  }

  #down(state: 'off' | 'halted'): void {
    this.#guest.power.set(state)
    this.#agent.stop(state === 'off' ? 'the guest is powered off' : 'the guest is halted')
  }

  #reboot(): void {
    this.#guest.power.set('rebooting')
    this.#agent.stop('the guest reboots')
    this.#guest.reboot()
    this.#guest.power.set('running')
    this.#agent.start('the guest has booted')
  }

  #suspend(state: 'suspended-ram' | 'suspended-disk'): void {
    this.#guest.power.set(state)
    this.#agent.pause('the guest is suspended')
  }
}
