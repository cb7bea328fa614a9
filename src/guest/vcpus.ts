/** The logical processors of the guest, as /sys/devices/system/cpu has them. */
import type { OnChange } from './changes.js'
import type { VcpuConfig } from './config.js'
import { Errno } from './errno.js'

export interface Vcpu {
  readonly id: number
  readonly online: boolean
  /** False for one without a file `online`. */
  readonly canOffline: boolean
}

export type VcpusSnapshot = readonly boolean[]

export class Vcpus {
  readonly #config: readonly VcpuConfig[]
  readonly #onChange: OnChange
  #online: boolean[]

  constructor(config: readonly VcpuConfig[], onChange: OnChange) {
    this.#config = config
    this.#onChange = onChange
    this.#online = config.map(vcpu => vcpu.online)
  }

  /** Ascending by id. */
  list(): readonly Vcpu[] {
    return this.#config.map((vcpu, id) => ({ id, online: this.#online[id] ?? false, canOffline: vcpu.canOffline }))
  }

  get(id: number): Vcpu | undefined {
    return this.list()[id]
  }

  /**
   * What a write to the file `online` does. Throws EBUSY for the last one online, ENOENT where there is no such file,
   * and what the scenario says the kernel refuses with.
   */
  setOnline(id: number, online: boolean): void {
    const vcpu = this.#config[id]
    if (vcpu === undefined || !vcpu.canOffline) throw new Errno('ENOENT')
    if (this.#online[id] === online) return
    if (vcpu.error !== undefined) throw new Errno(vcpu.error)
    if (!online && this.#online.filter(Boolean).length === 1) throw new Errno('EBUSY')
    this.#online[id] = online
    this.#onChange({ what: 'vcpu', id, online })
  }

  /** As after a boot. */
  reset(): void {
    this.#online = this.#config.map(vcpu => vcpu.online)
  }

  snapshot(): VcpusSnapshot {
    return [...this.#online]
  }

  restore(snapshot: VcpusSnapshot): void {
    this.#online = [...snapshot]
  }
}
