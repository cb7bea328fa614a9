/** A VM of the cluster, and what its node sees of the QEMU that runs it. */
import type { Vm } from '../../../vm.js'
import { died } from '../error.js'
import { Lock } from '../tasks/lock.js'
import type { Pids } from '../tasks/pids.js'

const SECOND = 1_000_000_000n
const HUNDREDTH = 10_000_000n
/** UPIDs have eight digits for seconds, and nine for hundredths of them. */
const MOST_SECONDS = 0xffff_ffffn
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
  /** Tasks that change its state have it. */
  readonly lock: Lock
  readonly #pids: Pids
  #pid: number
  /** When its QEMU began: nanoseconds on the monotonic clock. */
  #since: bigint
  #wasRunning: boolean

  constructor(known: Omit<ProxmoxGuest, 'isRunning'>, pids: Pids) {
    this.vmid = known.vmid
    this.node = known.node
    this.name = known.name
    this.hasAgent = known.hasAgent
    const { vm } = known
    this.vm = vm
    this.lock = new Lock(`/var/lock/qemu-server/lock-${this.vmid}.conf`, vm.guest.clock)
    this.#pids = pids
    this.#pid = pids.next()
    const { launchedAt } = vm.qemu.runState
    // A guest that is up at the start has been so for a while, and so has its QEMU.
    this.#since = launchedAt === 0n && vm.qemu.config.start === 'up' ? -vm.guest.config.clock.uptime : launchedAt
    this.#wasRunning = this.isRunning
    vm.onEvent(() => this.#look())
  }

  /** qmeventd ends a QEMU whose guest has powered off. */
  get isRunning(): boolean {
    return this.vm.status !== 'shutdown' && this.vm.status !== 'exited'
  }

  /** Of QEMU; undefined where there is none. */
  get pid(): number | undefined {
    this.#look()
    return this.#wasRunning ? this.#pid : undefined
  }

  /** Of QEMU, in seconds; 0 where there is none. */
  get uptime(): number {
    this.#look()
    if (!this.#wasRunning) return 0
    // A VM that is put back may be so to before that.
    const nanoseconds = this.#now - this.#since
    return nanoseconds < 0n ? 0 : Number(nanoseconds / SECOND)
  }

  /** Seconds since the epoch, on the node. */
  get hostSeconds(): number {
    const { clock } = this.vm.guest
    clock.sync()
    const seconds = clock.hostTime() / SECOND
    return Number(seconds < 0n ? 0n : seconds & MOST_SECONDS)
  }

  /** How long the node has been up: as long as the guest that was up at the start. */
  get nodeHundredths(): number {
    return Number(((this.#now + this.vm.guest.config.clock.uptime) / HUNDREDTH) & MOST_HUNDREDTHS)
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

  get #now(): bigint {
    const { clock } = this.vm.guest
    clock.sync()
    return clock.monotonic()
  }

  /** What isn't told when it comes about is seen when somebody asks. */
  #look(): void {
    const { isRunning } = this
    if (isRunning && !this.#wasRunning) {
      this.#pid = this.#pids.next()
      this.#since = this.vm.guest.clock.monotonic()
    }
    this.#wasRunning = isRunning
  }
}
