/** The QEMU process around a guest: run state, character devices, and what it tells its monitors. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'
import { Chardevs } from './chardevs.js'
import type { QemuEvent, QemuTraceEvent } from './events.js'
import type { MachineEvent } from './machine-state.js'
import { Migration } from './migration.js'
import type { MigrationTraceEvent } from './migration-events.js'
import type { MigrationOptions } from './migration-way.js'
import type { Part } from './part.js'
import type { QemuConfig } from './qemu-config.js'
import { RateLimit, type RateLimitSnapshot } from './rate-limit.js'
import { rtcPath } from './rtc-path.js'
import { RunState } from './run-state.js'

const SECOND = 1_000_000_000n

/** As monitors see it. */
export interface Qemu {
  readonly config: QemuConfig
  readonly guest: Guest
  readonly runState: RunState
  readonly chardevs: Chardevs
  readonly migration: Migration
  /** `id` of the agent's virtserialport: "channel0"; undefined without one. */
  portId: string | undefined
  /** Those of -device, in their order; undefined: the port, and the controller that has it, as libvirt calls it. */
  devices: readonly Part[] | undefined
  /** Those of -object. */
  objects: readonly Part[]
  /** Calls `listener` at every event that monitors are told, until the returned function is called. */
  onEvent(listener: OnQemuEvent): () => void
  /** Calls `listener` when the process has ended, or is there again. */
  onProcessChange(listener: OnProcessChange): void
}

/** What users of a VM see of it: what is done to the machine goes through `vm.do`, and into the journal. */
export interface QemuView extends Pick<Qemu, 'config' | 'chardevs' | 'portId' | 'devices' | 'objects' | 'onEvent'> {
  readonly runState: Pick<RunState, 'status' | 'launchedAt'>
}

/** `at`: when it came about, nanoseconds since the epoch; those that are limited to one a second come later. */
export type OnQemuEvent = (event: QemuEvent, at: bigint) => void

/** Its sockets go with the process, and come with it; `leavesFiles`: their files stay. */
export type OnProcessChange = (isThere: boolean, leavesFiles: boolean) => void

export interface QemuOptions {
  readonly config: QemuConfig
  readonly guest: Guest
  readonly agent: Agent
  /** For the trace. */
  emit(event: MachineEvent | QemuTraceEvent | MigrationTraceEvent): void
  /** The guest's drivers let go of the devices, or take them again. */
  driversChanged(areThere: boolean): void
  /** The vCPUs stand still, or run. */
  vcpusChanged(areRunning: boolean): void
  /** A guest that has arrived runs, with the agent's port open or not. */
  portArrives(isOpen: boolean): void
  /** How a guest is packed up and unpacked. */
  readonly migration: Pick<MigrationOptions, 'transport' | 'isIdle' | 'depart' | 'arrive'>
}

export class QemuProcess implements Qemu {
  readonly config: QemuConfig
  readonly guest: Guest
  readonly runState: RunState
  readonly chardevs = new Chardevs()
  readonly migration: Migration
  /** `id` of the agent's virtserialport: "channel0"; of one without it nothing is told. */
  portId: string | undefined = 'channel0'
  devices: readonly Part[] | undefined
  objects: readonly Part[] = []
  readonly #emit: QemuOptions['emit']
  readonly #listeners = new Set<OnQemuEvent>()
  readonly #ofProcess: OnProcessChange[] = []
  readonly #limit: RateLimit

  constructor(options: QemuOptions) {
    const { config, guest, agent } = options
    this.config = config
    this.guest = guest
    this.#emit = options.emit.bind(options)
    this.#limit = new RateLimit(
      guest.clock,
      (event, at) => {
        for (const listener of [...this.#listeners]) listener(event, at)
      },
      () => this.#listeners.size > 0,
    )
    this.runState = new RunState({
      guest,
      agent,
      config,
      emit: this.#emit,
      tell: event => this.#tell(event),
      processChanged: (isThere, leavesFiles = false) => {
        if (!isThere) {
          this.migration.drop()
          this.migration.settings.reset()
          this.#limit.forget()
        }
        for (const listener of this.#ofProcess) listener(isThere, leavesFiles)
      },
      driversChanged: options.driversChanged.bind(options),
      vcpusChanged: options.vcpusChanged.bind(options),
      portArrives: options.portArrives.bind(options),
      powerCut: () => this.migration.drop(),
      launched: () => {
        guest.clock.setRtc(config.rtcBase ?? guest.clock.hostTime())
        this.migration.in.begin()
      },
    })
    this.migration = new Migration({
      ...options.migration,
      config,
      clock: guest.clock,
      runState: this.runState,
      tell: event => this.#tell(event),
      emit: this.#emit,
    })
    if (config.rtcBase !== undefined) guest.clock.setRtc(config.rtcBase)
    guest.onChange(change => {
      if (change.what === 'rtc') this.#rtcChanged(change.to)
    })
  }

  onEvent(listener: OnQemuEvent): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  onProcessChange(listener: OnProcessChange): void {
    this.#ofProcess.push(listener)
  }

  /** What is held back of its events. */
  heldBack(): RateLimitSnapshot {
    return this.#limit.snapshot()
  }

  /** The clock has been put back already. */
  holdBack(held: RateLimitSnapshot): void {
    this.#limit.restore(held)
  }

  /** The guest has opened the agent's port, or closed it. */
  portChanged(open: boolean): void {
    if (this.runState.status === 'exited') return
    if (this.portId !== undefined) this.#tell({ event: 'VSERPORT_CHANGE', data: { id: this.portId, open } })
  }

  /** By how many seconds the hardware clock would be ahead of the host's if nobody had set it. */
  get #rtcAhead(): bigint {
    const { config, guest, runState } = this
    if (config.rtcBase === undefined) return 0n
    const begun = guest.clock.hostTime() - guest.clock.monotonic() + runState.launchedAt
    return config.rtcBase / SECOND - begun / SECOND
  }

  /** Whole seconds, as the clock of a PC counts them. */
  #rtcChanged(to: bigint): void {
    const offset = to / SECOND - this.guest.clock.hostTime() / SECOND - this.#rtcAhead
    const path = rtcPath(this.config, this.guest.config.vcpus.length)
    this.#tell({ event: 'RTC_CHANGE', data: { offset: Number(offset), 'qom-path': path } })
  }

  #tell(event: QemuEvent): void {
    this.#emit({ type: 'qemu', ...event })
    this.#limit.tell(event)
  }
}
