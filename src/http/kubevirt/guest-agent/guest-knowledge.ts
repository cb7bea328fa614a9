/** What virt-launcher knows of a guest: asked for when it is older than its interval, and somebody wants to know it. */
import { isDeepStrictEqual } from 'node:util'
import type { Timer } from '../../../guest/clock.js'
import type { Vm } from '../../../vm.js'
import type { DomainAgent } from '../libvirt/domain-agent.js'
import { LibvirtError } from '../libvirt/libvirt-error.js'
import type { GuestInfo } from './guest-info.js'
import { intervalAfter, type Poll, polls } from './polls.js'
import { readAnswer } from './read-answer.js'

interface Asked {
  /** On the monotonic clock. */
  readonly at: bigint
  /** How often the VM was put back by then. */
  readonly timesRestored: number
  /** How often since the agent has connected. */
  readonly times: number
}

export class GuestKnowledge {
  readonly #vm: Vm
  readonly #domain: DomainAgent
  readonly #tell: () => void
  #info: GuestInfo = {}
  /** Those that were asked since the agent has connected. */
  readonly #asked = new Map<Poll, Asked>()
  #polling: Promise<void> | undefined
  #watchers = 0
  #next: Timer | undefined
  #hasKnocked = false

  /** `tell` is called when something else is known. */
  constructor(vm: Vm, domain: DomainAgent, tell: () => void) {
    this.#vm = vm
    this.#domain = domain
    this.#tell = tell
  }

  get info(): GuestInfo {
    return this.#info
  }

  /** Asks for what is due. Those who want that at the same time share it; what is due by its end is asked for after it. */
  async refresh(): Promise<void> {
    await this.#polling
    this.#polling ??= this.#poll().finally(() => {
      this.#polling = undefined
      this.plan()
    })
    await this.#polling
  }

  /** Refreshes by itself for as long as somebody watches: until the returned function is called. */
  watch(): () => void {
    this.#watchers++
    this.#knock()
    this.plan()
    let isOver = false
    return () => {
      if (isOver) return
      isOver = true
      this.#watchers--
      this.plan()
    }
  }

  /** Plans the next poll, if anybody watches. A VM that stands still is not asked: to be called when it goes on. */
  plan(): void {
    this.#next?.cancel()
    this.#next = undefined
    if (this.#watchers === 0 || this.#polling !== undefined) return
    if (!this.#domain.isConnected || this.#vm.status !== 'running') return
    const { clock } = this.#vm.guest
    const next = polls.map(poll => this.#dueAt(poll)).reduce((a, b) => (a < b ? a : b))
    const wait = next - clock.monotonic()
    if (wait > 0n) this.#next = clock.host(wait, () => void this.refresh(), { background: true })
    else void this.refresh()
  }

  /** Whether the agent was asked that since it has connected, and has had its time to answer. */
  wasAsked(command: string): boolean {
    return this.#polling === undefined && polls.some(poll => poll.commands.includes(command) && this.#asked.has(poll))
  }

  /** Whoever wants to know it next is told what it is by then. */
  askAgain(command: string): void {
    for (const poll of polls) if (poll.commands.includes(command)) this.#asked.delete(poll)
    this.plan()
  }

  /** An agent that has come is asked for everything; what is known by then is what its predecessor has told. */
  askAnew(): void {
    this.#hasKnocked = false
    this.#asked.clear()
    this.plan()
  }

  forget(): void {
    this.#info = {}
  }

  close(): void {
    this.#watchers = 0
    this.#next?.cancel()
  }

  async #poll(): Promise<void> {
    const { clock } = this.#vm.guest
    clock.sync()
    this.#knock()
    if (!this.#domain.isConnected || this.#vm.status !== 'running') return
    const due = polls.filter(poll => this.#dueAt(poll) <= clock.monotonic())
    if (due.length === 0) return
    for (const poll of due) {
      const times = (this.#asked.get(poll)?.times ?? 0) + 1
      this.#asked.set(poll, { at: clock.monotonic(), timesRestored: clock.timesRestored, times })
    }
    const before = this.#info
    await this.#domain.burst(() => this.#ask(due.flatMap(poll => poll.commands)))
    if (!isDeepStrictEqual(this.#info, before)) this.#tell()
  }

  /** What the agent refuses stays as it was; one that doesn't answer is asked nothing more. */
  async #ask(commands: readonly string[]): Promise<void> {
    for (const command of commands) {
      try {
        const answer = await this.#domain.command(command)
        if (answer !== undefined) this.#info = { ...this.#info, ...heard(readAnswer(command, answer)) }
      } catch (error) {
        if (!(error instanceof LibvirtError)) throw error
        if (error.isUnresponsive || error.isInvalid) return
      }
    }
  }

  /** Once for each time that the agent is away. */
  #knock(): void {
    if (this.#hasKnocked || this.#domain.isConnected) return
    this.#hasKnocked = true
    this.#domain.knock()
  }

  /** On the monotonic clock: 0 where nobody has asked yet. */
  #dueAt(poll: Poll): bigint {
    const asked = this.#asked.get(poll)
    // What was told then may have been undone.
    if (asked === undefined || asked.timesRestored !== this.#vm.guest.clock.timesRestored) return 0n
    return asked.at + intervalAfter(poll, asked.times)
  }
}

/** Without what it doesn't tell, which stays as it was. */
function heard(info: GuestInfo): GuestInfo {
  return Object.fromEntries(Object.entries(info).filter(([, value]) => value !== undefined))
}
