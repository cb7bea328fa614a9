/** The agent of a guest as virt-launcher sees it: by what it has polled, and by what it is told to do. */
import type { Vm } from '../../../vm.js'
import { DomainAgent } from '../libvirt/domain-agent.js'
import { ignoreLibvirtError, LibvirtError } from '../libvirt/libvirt-error.js'
import { ButtonReboot } from './button-reboot.js'
import { Freezing } from './freezing.js'
import type { GuestInfo } from './guest-info.js'
import { GuestKnowledge } from './guest-knowledge.js'
import { whyNotSupported } from './required-commands.js'

/** So long libvirt waits for a guest that is asked to go down. */
const SHUTDOWN_TIMEOUT = 60_000

export class GuestAgent {
  readonly freezing: Freezing
  readonly #vm: Vm
  readonly #domain: DomainAgent
  readonly #knowledge: GuestKnowledge
  readonly #buttonReboot: ButtonReboot
  readonly #listeners = new Set<() => void>()
  readonly #forgetEvents: () => void
  #wasConnected: boolean

  constructor(vm: Vm) {
    this.#vm = vm
    // It hears of a port before anybody else does: what is asked then finds a new connection.
    this.#domain = new DomainAgent(vm)
    this.#knowledge = new GuestKnowledge(vm, this.#domain, () => this.#tell())
    this.freezing = new Freezing(this.#domain, vm.guest.clock, () => this.#knowledge.askAgain('guest-fsfreeze-status'))
    this.#buttonReboot = new ButtonReboot(vm)
    this.#wasConnected = this.isConnected
    this.#forgetEvents = vm.onEvent(event => {
      if (event.type === 'stop') this.close()
      else if (event.type === 'qemu') this.#buttonReboot.heard(event)
      else if (event.type === 'port' || event.type === 'agent' || event.type === 'vm') this.#lookWhoIsThere()
      // It is told on the way to the next state.
      if (event.type === 'vm') queueMicrotask(() => this.#lookAtMachine())
    })
  }

  /** Whether the guest has its end of the channel open, in a QEMU that runs. */
  get isConnected(): boolean {
    return this.#domain.isConnected
  }

  /**
   * What is known once the agent has been asked for whatever is older than its interval. Requests at the same time share
   * one poll. What the agent does not answer stays as it was. Never rejects.
   */
  async info(): Promise<GuestInfo> {
    await this.#knowledge.refresh()
    return this.known()
  }

  /** What is known without asking anybody: nothing while the agent is not connected. */
  known(): GuestInfo {
    return this.isConnected ? this.#knowledge.info : {}
  }

  /** Calls `listener` when something else is known, or the agent comes or goes, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Polls by itself for as long as somebody watches: until the returned function is called. */
  watch(): () => void {
    return this.#knowledge.watch()
  }

  /**
   * Why KubeVirt does not support the agent: the reason of the condition AgentVersionNotSupported. Undefined if it does,
   * and as long as nobody has asked.
   */
  get notSupported(): string | undefined {
    const { supportedCommands } = this.known()
    if (supportedCommands === undefined && !this.#knowledge.wasAsked('guest-info')) return undefined
    return this.isConnected ? whyNotSupported(supportedCommands ?? []) : undefined
  }

  /** Resolves when the guest goes down, or when nobody has answered for too long. Rejects with LibvirtError. */
  async reboot(): Promise<void> {
    const shows = (goesDown: () => void) =>
      this.#vm.qemu.onEvent(({ event }) => {
        if (event === 'SHUTDOWN' || event === 'RESET') goesDown()
      })
    try {
      await this.#domain.command('guest-shutdown', { mode: 'reboot' }, { timeout: SHUTDOWN_TIMEOUT, shows })
    } catch (error) {
      if (!(error instanceof LibvirtError && error.isUnresponsive)) throw error
    }
  }

  /** Presses the power button of a guest, and boots it when it is down. */
  rebootByButton(): void {
    this.#buttonReboot.begin()
  }

  /** The guest is off, and boots at once: `rebootByButton` has brought that about. */
  get isBooting(): boolean {
    return this.#buttonReboot.isBooting
  }

  /** Sets the guest's time to that of the host, as far as the agent does it. Never rejects. */
  async setTime(): Promise<void> {
    if (!this.isConnected) return
    const time = this.#vm.guest.clock.hostTime()
    await this.#domain.command('guest-set-time', { time }).catch(ignoreLibvirtError)
  }

  /** Hangs up, and forgets its timers. */
  close(): void {
    this.#forgetEvents()
    this.#domain.close()
    this.#knowledge.close()
    this.freezing.cancelSafetyThaw()
    this.#listeners.clear()
  }

  #lookWhoIsThere(): void {
    this.#endWithGuest()
    const { isConnected } = this
    if (isConnected === this.#wasConnected) return
    this.#wasConnected = isConnected
    this.#knowledge.askAnew()
    this.#tell()
  }

  #lookAtMachine(): void {
    this.#endWithGuest()
    this.#knowledge.plan()
  }

  /** virt-launcher ends with its guest. */
  #endWithGuest(): void {
    const { status } = this.#vm
    if (this.isBooting || (status !== 'exited' && status !== 'shutdown')) return
    this.#knowledge.forget()
    this.freezing.cancelSafetyThaw()
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
