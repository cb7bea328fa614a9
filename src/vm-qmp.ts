/** The monitors of a VM: QMP as host tools speak it, beside the agent. */
import type { Duplex } from 'node:stream'
import { inMemory } from './channel/in-memory.js'
import { listenInherited } from './channel/inherited-socket.js'
import { listenUnix, type UnixListener } from './channel/unix-socket.js'
import { type PlainJson, toPlain } from './json/plain.js'
import { isJsonObject, type JsonObject, type JsonValue } from './json/value.js'
import { writeJson } from './json/write.js'
import { Listeners } from './listeners.js'
import { socketFilename } from './monitor/chardevs.js'
import type { MonitorTraceEvent } from './monitor/events.js'
import type { Qemu } from './monitor/qemu.js'
import { Monitor } from './monitor/qmp/monitor.js'
import { executeQmp } from './monitor/qmp/registry.js'
import { QapiError } from './qapi/errors.js'
import { looseJson } from './qapi/to-json.js'

export interface MonitorOptions {
  /** As query-chardev names it; "compat_monitor0", "compat_monitor1", … without it, as QEMU names those of -qmp. */
  readonly label?: string
  /** Replies over several lines, as -mon pretty=on has them. */
  readonly pretty?: boolean
}

/** What of the VM the monitors need. */
export interface QmpSeams {
  readonly qemu: Qemu
  emit(event: MonitorTraceEvent): void
  assertOpen(what: string): void
}

export class VmQmp {
  readonly #seams: QmpSeams
  readonly #monitors = new Set<Monitor>()
  readonly #listeners = new Listeners()
  #count = 0

  constructor(seams: QmpSeams) {
    this.#seams = seams
  }

  /**
   * Serves a monitor on a unix socket at that path, in a fresh directory, or on an inherited listening socket. One client
   * is served at a time, as QEMU does; call it again for another monitor. Rejects with SocketPathError when that can't be.
   */
  async listen(where?: string | { readonly fd: number }, options: MonitorOptions = {}): Promise<UnixListener> {
    this.#seams.assertOpen('qmp.listen')
    const monitor = this.#newMonitor(options)
    const listener =
      typeof where === 'object'
        ? await listenInherited(monitor, where.fd)
        : await listenUnix(monitor, where, 'monitor.sock')
    this.#listeners.add(listener)
    this.#seams.qemu.chardevs.add({
      label: monitor.label,
      filename: () => socketFilename(listener.path, monitor.isConnected),
      isFrontendOpen: () => true,
    })
    return listener
  }

  /** A client of a monitor of its own, without a socket. */
  connect(options: MonitorOptions = {}): Duplex {
    this.#seams.assertOpen('qmp.connect')
    const { client, server } = inMemory()
    this.attach(server, options)
    return client
  }

  /** A monitor for connections that somebody else makes: they are attached to it, and one is served at a time. */
  monitor(options: MonitorOptions = {}): Monitor {
    this.#seams.assertOpen('qmp.monitor')
    return this.#newMonitor(options)
  }

  /** Serves a connection that somebody else has made. */
  attach(stream: Duplex, options: MonitorOptions = {}): void {
    this.#newMonitor(options).attach(stream)
  }

  /** Runs a command without the wire, negotiation included. Throws QapiError when QEMU answers an error. */
  execute(name: string, args: Readonly<Record<string, unknown>> = {}): PlainJson {
    const { assertOpen, qemu } = this.#seams
    assertOpen('qmp.execute')
    if (qemu.runState.status === 'exited') throw new Error(`qmp.execute ${name}: QEMU has ended`)
    qemu.guest.clock.sync()
    const json = looseJson(args)
    const given = isJsonObject(json) ? json : NO_ARGUMENTS
    const request = new Map<string, JsonValue>([['execute', name]])
    if (given.size > 0) request.set('arguments', given)
    this.#tell('in', request)
    try {
      const result = executeQmp(qemu, name, given)
      this.#tell('out', new Map([['return', result]]))
      return toPlain(result)
    } catch (error) {
      if (error instanceof QapiError) {
        this.#tell('out', new Map([['error', new Map(Object.entries({ class: error.class, desc: error.desc }))]]))
      }
      throw error
    }
  }

  /** With QEMU's process its monitors go, and come: their clients read what was written for them, and the end. */
  processChanged(isThere: boolean, leavesFiles = false): void {
    if (isThere) this.#listeners.setListening(true)
    else {
      for (const monitor of this.#monitors) monitor.hangUp()
      if (leavesFiles) this.#listeners.setListening(false)
      else this.#listeners.withdraw()
    }
  }

  /** Removes the socket files at once, for handlers of the end of a process. */
  unlinkNow(): void {
    this.#listeners.unlinkNow()
  }

  async close(): Promise<void> {
    await this.#listeners.close()
    await Promise.all([...this.#monitors].map(monitor => monitor.close()))
  }

  #tell(what: 'in' | 'out', json: JsonObject): void {
    this.#seams.emit({ type: 'monitor', monitor: CALLER, what, data: writeJson(json) })
  }

  #newMonitor({ label, pretty }: MonitorOptions): Monitor {
    const monitor = new Monitor({
      qemu: this.#seams.qemu,
      label: label ?? `compat_monitor${this.#count++}`,
      ...(pretty !== undefined && { pretty }),
      emit: event => this.#seams.emit(event),
    })
    this.#monitors.add(monitor)
    return monitor
  }
}

/** In the trace, what is executed without a monitor. */
export const CALLER = 'execute'

const NO_ARGUMENTS: JsonObject = new Map()
