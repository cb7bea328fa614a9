/** The process of QEMU that a node has for a VM, as far as the API tells of it. */
import type { Vm } from '../../../vm.js'
import { Lock } from '../tasks/lock.js'
import type { Pids } from '../tasks/pids.js'

const SECOND = 1_000_000_000n

interface Process {
  readonly pid: number
  /** When it began: nanoseconds on the monotonic clock. */
  readonly since: bigint
}

const known = new WeakMap<Vm, QemuProcess>()

/** The same for all that ask. `pids`: of the node, for those that begin from now on. */
export function qemuProcessOf(vm: Vm, pids: Pids): QemuProcess {
  const process = known.get(vm) ?? new QemuProcess(vm, pids)
  known.set(vm, process)
  return process
}

export class QemuProcess {
  /** Tasks that change the state of the VM have it. */
  readonly lock: Lock
  readonly #vm: Vm
  readonly #pids: Pids
  /** Those that there were, the one that is or was the last at the end: a VM that is put back has an earlier one again. */
  #begun: readonly Process[]
  #wasRunning: boolean
  #timesRestored: number

  constructor(vm: Vm, pids: Pids) {
    this.#vm = vm
    this.#pids = pids
    this.lock = new Lock(vm.guest.clock)
    this.#begun = [{ pid: pids.next(), since: launchOf(vm) }]
    this.#wasRunning = this.isRunning
    this.#timesRestored = vm.guest.clock.timesRestored
    vm.onEvent(() => this.#look())
  }

  /** qmeventd ends a QEMU whose guest has powered off; nothing is left of a VM that is closed. */
  get isRunning(): boolean {
    const { isClosed, status } = this.#vm
    return !isClosed && status !== 'shutdown' && status !== 'exited'
  }

  /** Undefined where there is none. */
  get pid(): number | undefined {
    this.#vm.guest.clock.sync()
    this.#look()
    return this.#wasRunning ? this.#current.pid : undefined
  }

  /** In seconds; 0 where there is none. */
  get uptime(): number {
    this.#vm.guest.clock.sync()
    this.#look()
    return this.#wasRunning ? Number((this.#now - this.#current.since) / SECOND) : 0
  }

  get #current(): Process {
    return this.#begun.at(-1) as Process
  }

  get #now(): bigint {
    return this.#vm.guest.clock.monotonic()
  }

  #look(): void {
    const { isRunning } = this
    const { timesRestored } = this.#vm.guest.clock
    if (timesRestored !== this.#timesRestored) this.#putBack()
    else if (isRunning && !this.#wasRunning) this.#begin()
    this.#wasRunning = isRunning
    this.#timesRestored = timesRestored
  }

  #begin(): void {
    this.#begun = [...this.#begun, { pid: this.#pids.next(), since: this.#now }]
  }

  #putBack(): void {
    const [first, ...others] = this.#begun as [Process, ...Process[]]
    const remaining = others.filter(({ since }) => since <= this.#now)
    // It may have been looked at for the first time later than that.
    this.#begun = [{ ...first, since: launchOf(this.#vm) }, ...remaining]
  }
}

/** A guest that is up at the start has been so for a while, and so has its QEMU. */
function launchOf({ qemu, guest }: Vm): bigint {
  const { launchedAt } = qemu.runState
  return launchedAt === 0n && qemu.config.start === 'up' ? -guest.config.clock.uptime : launchedAt
}
