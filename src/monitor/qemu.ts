/** The QEMU process around a guest: run state, character devices, and what it tells its monitors. */
import type { Agent } from '../agent/agent.js'
import type { Guest } from '../guest/guest.js'
import { Chardevs } from './chardevs.js'
import type { QemuEvent, QemuTraceEvent } from './events.js'
import { Migration, type MigrationOptions } from './migration.js'
import type { MigrationTraceEvent } from './migration-events.js'
import type { QemuConfig } from './qemu-config.js'
import { migrationSettings } from './qmp/migration-settings.js'
import { RateLimit } from './rate-limit.js'
import { type MachineEvent, RunState } from './run-state.js'

const SECOND = 1_000_000_000n
/** So many devices without a name come before the hardware clock, on the PC and on the q35, beside the vCPUs and KVM's clock. */
const BEFORE_RTC = { pc: 8, q35: 7 }

/** As monitors see it. */
export interface Qemu {
  readonly config: QemuConfig
  readonly guest: Guest
  readonly runState: RunState
  readonly chardevs: Chardevs
  readonly migration: Migration
  /** `id` of the agent's virtserialport: "channel0"; undefined without one. */
  portId: string | undefined
  /** Calls `listener` at every event that monitors are told, until the returned function is called. */
  onEvent(listener: OnQemuEvent): () => void
}

/** `at`: when it came about, nanoseconds since the epoch; those that are limited to one a second come later. */
export type OnQemuEvent = (event: QemuEvent, at: bigint) => void

export interface QemuOptions {
  readonly config: QemuConfig
  readonly guest: Guest
  readonly agent: Agent
  /** For the trace. */
  emit(event: MachineEvent | QemuTraceEvent | MigrationTraceEvent): void
  /** Its sockets go with the process, and come with it; `leavesFiles`: their files stay. */
  processChanged(isThere: boolean, leavesFiles?: boolean): void
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
  readonly #emit: QemuOptions['emit']
  readonly #listeners = new Set<OnQemuEvent>()
  readonly #limit: RateLimit
  /** By how many of the host's seconds the hardware clock is ahead as -rtc has it. */
  readonly #rtcAhead: bigint

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
      processChanged: (isThere, leavesFiles) => {
        if (!isThere) {
          this.migration.drop()
          this.#limit.forget()
        }
        options.processChanged(isThere, leavesFiles)
      },
      driversChanged: options.driversChanged.bind(options),
      vcpusChanged: options.vcpusChanged.bind(options),
      portArrives: options.portArrives.bind(options),
    })
    this.migration = new Migration({
      ...options.migration,
      config,
      clock: guest.clock,
      runState: this.runState,
      hasEvents: () => migrationSettings(this).capabilities.has('events'),
      tell: event => this.#tell(event),
      emit: this.#emit,
    })
    if (config.rtcBase !== undefined) guest.clock.setRtc(config.rtcBase)
    this.#rtcAhead = guest.clock.rtc() / SECOND - guest.clock.hostTime() / SECOND
    guest.onChange(change => {
      if (change.what === 'rtc') this.#rtcChanged(change.to)
    })
  }

  onEvent(listener: OnQemuEvent): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The VM was put back to a snapshot: what was held back of its events is gone. */
  restored(): void {
    this.#limit.forget()
  }

  /** The guest has opened the agent's port, or closed it. */
  portChanged(open: boolean): void {
    if (this.runState.status === 'exited') return
    if (this.portId !== undefined) this.#tell({ event: 'VSERPORT_CHANGE', data: { id: this.portId, open } })
  }

  /** Whole seconds, as the clock of a PC counts them. */
  #rtcChanged(to: bigint): void {
    const offset = to / SECOND - this.guest.clock.hostTime() / SECOND - this.#rtcAhead
    this.#tell({ event: 'RTC_CHANGE', data: { offset: Number(offset), 'qom-path': this.#rtcPath } })
  }

  get #rtcPath(): string {
    const before = this.config.machineType.includes('q35') ? BEFORE_RTC.q35 : BEFORE_RTC.pc
    const { length } = this.guest.config.vcpus
    return `/machine/unattached/device[${before + length + (this.config.kvm ? 1 : 0)}]`
  }

  #tell(event: QemuEvent): void {
    this.#emit({ type: 'qemu', ...event })
    this.#limit.tell(event)
  }
}
