/** A VM of the cluster: its objects follow what becomes of it, and what is done to them is done to it. */
import type { Timer } from '../../../guest/clock.js'
import type { TraceEvent } from '../../../trace/events.js'
import type { Vm } from '../../../vm.js'
import type { Collection } from '../api/collection.js'
import { GuestAgent } from '../guest-agent/guest-agent.js'
import type { SubresourceGuest } from '../subresources/subresources.js'
import { conditionsNow } from './conditions.js'
import { isFinal, type Phase, pauseOf, phaseOf } from './life.js'
import { polled } from './polled.js'
import { timestamp } from './timestamp.js'
import { uuidOf } from './uuid.js'
import { vmObject } from './vm.js'
import { type Identity, type Instance, phaseNow, vmiObject } from './vmi.js'
import { claimsOf } from './vmi-conditions.js'
import { GRACE_PERIOD } from './vmi-spec.js'

export interface Place {
  readonly namespace: string
  readonly name: string
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
}

export interface Collections {
  readonly instances: Collection
  readonly machines: Collection
}

export class KubevirtGuest implements Identity, SubresourceGuest {
  readonly namespace: string
  readonly name: string
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
  readonly vm: Vm
  readonly vmUid: string
  readonly agent: GuestAgent
  /** RFC 3339. */
  readonly createdAt: string
  readonly #collections: Collections
  readonly #onClose = new Set<() => void>()
  #instance: Instance | undefined
  /** The object of it, as JSON. */
  #written: string | undefined
  /** How many instances there have been. */
  #instances = 0
  #absentSince: string
  /** Ends QEMU when the guest takes too long. */
  #grace: Timer | undefined
  #endsAtOnce = false
  #startsAgain = false

  constructor(vm: Vm, { namespace, name, node, labels }: Place, collections: Collections) {
    this.namespace = namespace
    this.name = name
    this.node = node
    this.labels = labels
    this.vm = vm
    this.#collections = collections
    const { clock } = vm.guest
    // It was there before somebody looked.
    this.createdAt = timestamp(clock.hostTime() - clock.uptime())
    this.#absentSince = this.createdAt
    this.vmUid = uuidOf('vm', namespace, name)
    this.agent = new GuestAgent(vm)
    this.agent.onChange(() => this.look())
    vm.onEvent(event => this.#heard(event))
    this.look()
  }

  /** Of the VirtualMachineInstance; empty without one. */
  get uid(): string {
    return this.#instance?.uid ?? ''
  }

  get hasInstance(): boolean {
    return this.#instance !== undefined
  }

  /** Its instance has not ended. */
  get isAlive(): boolean {
    return this.#instance !== undefined && !isFinal(phaseNow(this.#instance))
  }

  get isClosed(): boolean {
    return this.vm.isClosed
  }

  /** Calls `listener` when the VM is closed, until the returned function is called. */
  onClose(listener: () => void): () => void {
    this.#onClose.add(listener)
    return () => this.#onClose.delete(listener)
  }

  /** Brings the objects up to date, the agent's knowledge included, as far as the agent answers at once. */
  async refresh(): Promise<void> {
    if (this.isClosed) return
    this.vm.guest.clock.sync()
    this.look()
    if (this.isAlive) await polled(this.vm, this.agent.info())
    this.look()
  }

  /** Brings the objects up to date. */
  look(): void {
    if (this.isClosed && this.#instances > 0) return
    const phase = this.#phase()
    if (this.#instance !== undefined && !this.isAlive && !isFinal(phase)) this.#remove()
    if (this.#instance !== undefined && !this.isAlive) return
    if (this.#instance === undefined && isFinal(phase) && this.#instances > 0) return
    const now = this.#now()
    this.#keep(this.#next(this.#instance ?? this.#begin(), phase, now))
    if (isFinal(phase)) {
      this.#grace?.cancel()
      if (this.#instance?.deletedAt !== undefined) this.#remove()
    }
  }

  /** Boots the guest, which makes another instance of it. */
  start({ paused = false } = {}): void {
    this.vm.wakeup()
    if (paused) this.vm.pause()
    this.look()
  }

  /**
   * Deletes the instance: the guest's power button is pressed, and QEMU ended when the guest takes longer than so many
   * seconds. `startsAgain`: then it boots again.
   */
  delete({ gracePeriod = GRACE_PERIOD, startsAgain = false } = {}): void {
    if (this.#instance === undefined) return
    this.#startsAgain ||= startsAgain
    const { isAlive } = this
    const isAsked = this.#instance.deletedAt !== undefined
    this.#keep({ ...this.#instance, deletedAt: this.#instance.deletedAt ?? this.#now() })
    if (!isAlive) this.#remove()
    else if (gracePeriod === 0) {
      this.#endsAtOnce = true
      this.vm.do({ vm: 'signal' })
    } else {
      this.#grace?.cancel()
      this.#grace = this.vm.guest.clock.outside(BigInt(gracePeriod) * 1_000_000_000n, () =>
        this.vm.do({ vm: 'signal' }),
      )
      if (!isAsked) this.vm.powerdown()
    }
    this.look()
  }

  #heard(event: TraceEvent): void {
    if (event.type === 'stop') this.#close()
    else if (
      event.type === 'vm' ||
      event.type === 'port' ||
      (event.type === 'guest' && event.change.what === 'power')
    ) {
      this.look()
    } else if (event.type === 'qemu') {
      // It is told on the way to the next state: seen when that is reached.
      queueMicrotask(() => this.look())
    }
  }

  #close(): void {
    this.agent.close()
    for (const listener of [...this.#onClose]) listener()
  }

  #phase(): Phase {
    const phase = this.agent.isBooting ? 'Running' : phaseOf(this.vm)
    return phase === 'Failed' && this.#endsAtOnce ? 'Succeeded' : phase
  }

  #now(): string {
    return timestamp(this.vm.guest.clock.hostTime())
  }

  #begin(): Instance {
    const createdAt = this.#instances === 0 ? this.createdAt : this.#now()
    this.#instances++
    this.#endsAtOnce = false
    const phases = (['Pending', 'Scheduling', 'Scheduled'] as const).map(phase => ({ phase, since: createdAt }))
    const uid = uuidOf('vmi', this.namespace, this.name, this.#instances)
    return { uid, createdAt, deletedAt: undefined, phases, conditions: [], info: {}, generation: 0 }
  }

  #next(instance: Instance, phase: Phase, now: string): Instance {
    const { agent, vm } = this
    const hasEnded = isFinal(phase)
    const isFirst = instance.generation === 0
    const known = (type: string) => instance.conditions.find(condition => condition.type === type)
    const isAgentConnected = hasEnded ? known('AgentConnected') !== undefined : agent.isConnected
    // Only a connected agent is judged.
    const agentNotSupported =
      isAgentConnected && !hasEnded ? agent.notSupported : known('AgentVersionNotSupported')?.reason
    const claims = claimsOf({ phase, pausedBy: pauseOf(vm), isAgentConnected, agentNotSupported })
    const since = isFirst && !hasEnded ? instance.createdAt : now
    return {
      ...instance,
      phases: phaseNow(instance) === phase ? instance.phases : [...instance.phases, { phase, since }],
      conditions: conditionsNow(instance.conditions, claims, since),
      info: hasEnded ? instance.info : agent.known(),
    }
  }

  #keep(instance: Instance): void {
    const { instances, machines } = this.#collections
    const isSame = JSON.stringify(vmiObject(this, instance)) === this.#written
    this.#instance = isSame ? instance : { ...instance, generation: instance.generation + 1 }
    const object = vmiObject(this, this.#instance)
    this.#written = JSON.stringify(object)
    instances.put(object)
    machines.put(this.#machine())
  }

  #remove(): void {
    this.#instance = undefined
    this.#absentSince = this.#now()
    this.#grace?.cancel()
    const { instances, machines } = this.#collections
    instances.remove(this.namespace, this.name)
    machines.put(this.#machine())
    if (!this.#startsAgain) return
    this.#startsAgain = false
    // Whoever ends it now is not done yet.
    queueMicrotask(() => {
      if (!this.isClosed && !this.hasInstance) this.start()
    })
  }

  #machine() {
    return vmObject(this, this.#instance, { created: this.createdAt, absent: this.#absentSince })
  }
}
