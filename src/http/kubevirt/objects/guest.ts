/** A VM of the cluster: its objects follow what becomes of it, and what is done to them is done to it. */
import type { TraceEvent } from '../../../trace/events.js'
import type { Vm } from '../../../vm.js'
import type { Collection } from '../api/collection.js'
import { GuestAgent } from '../guest-agent/guest-agent.js'
import type { Release } from '../subresources/release.js'
import type { SubresourceGuest } from '../subresources/subresources.js'
import { type Instance, instanceNow, newInstance, phaseNow } from './instance.js'
import { isFinal, type Phase, phaseOf } from './life.js'
import { polled } from './polled.js'
import { Termination } from './termination.js'
import { timestamp } from './timestamp.js'
import { uuidOf } from './uuid.js'
import { vmObject } from './vm.js'
import { type Identity, vmiObject } from './vmi.js'

export interface Place {
  readonly namespace: string
  readonly name: string
  readonly node: string
  readonly labels: Readonly<Record<string, string>>
  readonly release: Release
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
  readonly release: Release
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
  readonly #termination: Termination
  /** How often the VM had been put back when it was looked at last. */
  #timesRestored: number
  #wanted: 'stop' | 'restart' | undefined

  constructor(vm: Vm, { namespace, name, node, labels, release }: Place, collections: Collections) {
    this.namespace = namespace
    this.name = name
    this.node = node
    this.labels = labels
    this.release = release
    this.vm = vm
    this.#collections = collections
    const { clock } = vm.guest
    this.#timesRestored = clock.timesRestored
    // It was there before somebody looked.
    this.createdAt = timestamp(clock.hostTime() - clock.uptime())
    this.#absentSince = this.createdAt
    this.vmUid = uuidOf('vm', namespace, name)
    this.#termination = new Termination(vm)
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
    this.#undo()
    const phase = this.#phase()
    if (this.#instance !== undefined && !this.isAlive && !isFinal(phase)) this.#remove()
    if (this.#instance !== undefined && !this.isAlive) return
    if (this.#instance === undefined && isFinal(phase) && this.#instances > 0) return
    const { vm, agent } = this
    this.#keep(instanceNow(this.#instance ?? this.#begin(), { vm, agent, phase, now: this.#now() }))
    if (isFinal(phase)) {
      this.#termination.forget()
      if (this.#instance?.deletedAt !== undefined) this.#remove()
    }
  }

  /** Boots the guest, which makes another instance of it. */
  start({ paused = false } = {}): void {
    this.vm.wakeup()
    if (paused) this.vm.pause()
    this.look()
  }

  /** Its VirtualMachine is about to stop, or to restart. */
  get isChanging(): boolean {
    return this.#wanted !== undefined
  }

  /** @param gracePeriod Seconds that the guest is given; those of its spec without it. */
  stop(gracePeriod?: number): void {
    this.#wanted = 'stop'
    this.delete(gracePeriod)
  }

  /** As `stop`; then it boots again. */
  restart(gracePeriod?: number): void {
    this.#wanted = 'restart'
    this.delete(gracePeriod)
  }

  /** Deletes the instance: the guest goes first. */
  delete(gracePeriod?: number): void {
    if (this.#instance === undefined) return
    const { isAlive } = this
    this.#keep({ ...this.#instance, deletedAt: this.#instance.deletedAt ?? this.#now() })
    if (isAlive) this.#termination.begin(gracePeriod)
    else this.#remove()
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
    return phase === 'Failed' && this.#termination.isAtOnce ? 'Succeeded' : phase
  }

  #now(): string {
    return timestamp(this.vm.guest.clock.hostTime())
  }

  #begin(): Instance {
    const createdAt = this.#instances === 0 ? this.createdAt : this.#now()
    this.#instances++
    this.#termination.forget()
    return newInstance(uuidOf('vmi', this.namespace, this.name, this.#instances), createdAt)
  }

  /** A VM that was put back knows nothing of what was under way: its instance is not to go any more. */
  #undo(): void {
    const { timesRestored } = this.vm.guest.clock
    if (timesRestored === this.#timesRestored) return
    this.#timesRestored = timesRestored
    this.#wanted = undefined
    this.#termination.forget()
    if (this.#instance !== undefined) this.#instance = { ...this.#instance, deletedAt: undefined }
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
    this.#termination.forget()
    const { instances, machines } = this.#collections
    instances.remove(this.namespace, this.name)
    machines.put(this.#machine())
    const wanted = this.#wanted
    this.#wanted = undefined
    if (wanted !== 'restart') return
    // Whoever ends it now is not done yet.
    queueMicrotask(() => {
      if (!this.isClosed && !this.hasInstance) this.start()
    })
  }

  #machine() {
    return vmObject(this, this.#instance, { created: this.createdAt, absent: this.#absentSince })
  }
}
