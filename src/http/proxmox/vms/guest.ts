/** A VM of the cluster, and what its node sees of the QEMU that runs it. */
import type { Vm } from '../../../vm.js'
import { died } from '../error.js'
import { stampTime } from '../node-time.js'
import type { Pids } from '../tasks/pids.js'
import type { Steps } from '../tasks/steps.js'
import { type QemuProcess, qemuProcessOf } from './qemu-process.js'

const HUNDREDTH = 10_000_000n
/** UPIDs have nine digits for them. */
const MOST_HUNDREDTHS = 0xf_ffff_ffffn

export interface ProxmoxGuest {
  readonly vmid: number
  readonly node: string
  readonly name: string
  readonly hasAgent: boolean
  readonly vm: Vm
  /** Whether there is a process of QEMU. */
  readonly isRunning: boolean
}

export class Guest implements ProxmoxGuest {
  readonly vmid: number
  readonly node: string
  readonly name: string
  readonly hasAgent: boolean
  readonly vm: Vm
  readonly #process: QemuProcess

  constructor({ vmid, node, name, hasAgent, vm }: Omit<ProxmoxGuest, 'isRunning'>, pids: Pids) {
    this.vmid = vmid
    this.node = node
    this.name = name
    this.hasAgent = hasAgent
    this.vm = vm
    this.#process = qemuProcessOf(vm, pids)
  }

  get isRunning(): boolean {
    return this.#process.isRunning
  }

  /** Of QEMU; undefined where there is none. */
  get pid(): number | undefined {
    return this.#process.pid
  }

  /** Of QEMU, in seconds; 0 where there is none. */
  get uptime(): number {
    return this.#process.uptime
  }

  /** Seconds since the epoch, on the node. */
  get hostSeconds(): number {
    return stampTime(this.vm)
  }

  /** How long the node has been up: as long as the guest that was up at the start. */
  get nodeHundredths(): number {
    const { clock, config } = this.vm.guest
    clock.sync()
    return Number(((clock.monotonic() + config.clock.uptime) / HUNDREDTH) & MOST_HUNDREDTHS)
  }

  get isClosed(): boolean {
    return this.vm.isClosed
  }

  /** Throws PveError. */
  assertOpen(): void {
    if (this.isClosed) throw died(`VM ${this.vmid}: the VM is closed`)
  }

  /** Throws PveError. */
  assertRunning(): void {
    if (!this.isRunning) throw died(`VM ${this.vmid} not running`)
  }

  /** One task at a time changes it. Throws PveError when others have done so for ten seconds. */
  locked(print: (line: string) => void, run: () => Steps | undefined): Steps {
    return this.#process.lock.during({ path: `/var/lock/qemu-server/lock-${this.vmid}.conf`, print }, run)
  }
}
