/** The monitors of a VM: QMP as host tools speak it, beside the agent. */
import type { Duplex } from 'node:stream'
import { connectionRefused, inMemory } from './channel/in-memory.js'
import { listenInherited } from './channel/inherited-socket.js'
import { listenUnix, type UnixListener } from './channel/unix-socket.js'
import { type PlainJson, toPlain } from './json/plain.js'
import { isJsonObject, type JsonObject, type JsonValue } from './json/value.js'
import { writeJson } from './json/write.js'
import { Listeners } from './listeners.js'
import { socketFilename } from './monitor/chardevs.js'
import type { MonitorTraceEvent } from './monitor/events.js'
import type { Qemu } from './monitor/qemu.js'
import { failure, success } from './monitor/qmp/messages.js'
import { Monitor } from './monitor/qmp/monitor.js'
import { executeQmp } from './monitor/qmp/registry.js'
import { takeTurn } from './monitor/qmp/take-turn.js'
import { QapiError } from './qapi/errors.js'
import { looseJson } from './qapi/to-json.js'
import { describeValue } from './scenario/path.js'

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
    seams.qemu.onProcessChange((isThere, leavesFiles) => this.#processChanged(isThere, leavesFiles))
  }

  /**
   * Serves a monitor on a unix socket at that path, in a fresh directory, or on an inherited listening socket. One client
   * is served at a time, as QEMU does; call it again for another monitor. Rejects with SocketPathError when that can't be,
   * and with Error where another socket has that label.
   */
  async listen(where?: string | { readonly fd: number }, options: MonitorOptions = {}): Promise<UnixListener> {
    this.#seams.assertOpen('qmp.listen')
    const { chardevs } = this.#seams.qemu
    if (options.label !== undefined) chardevs.assertFree(options.label)
    // Whoever connects comes in a later turn of the event loop than the one in which it begins to listen.
    const door = { attach: (stream: Duplex) => monitor.attach(stream) }
    const listener =
      typeof where === 'object' ? await listenInherited(door, where.fd) : await listenUnix(door, where, 'monitor.sock')
    const monitor = this.#newMonitor(options)
    if (this.#hasEnded) listener.refuse()
    try {
      const remove = chardevs.add({
        label: monitor.label,
        filename: () => socketFilename(listener.path, monitor.isConnected),
        isFrontendOpen: () => true,
      })
      return this.#listeners.add(listener, remove)
    } catch (error) {
      // Somebody else was faster.
      await listener.close()
      throw error
    }
  }

  /** A client of a monitor of its own, without a socket; refused (ECONNREFUSED) where QEMU has ended. */
  connect(options: MonitorOptions = {}): Duplex {
    this.#seams.assertOpen('qmp.connect')
    const { client, server } = inMemory()
    if (this.#hasEnded) client.destroy(connectionRefused())
    else this.attach(server, options)
    return client
  }

  /** A monitor for connections that somebody else makes: they are attached to it, and one is served at a time. */
  monitor(options: MonitorOptions = {}): Monitor {
    this.#seams.assertOpen('qmp.monitor')
    return this.#newMonitor(options)
  }

  /** Serves a connection that somebody else has made, with a monitor that goes with it. */
  attach(stream: Duplex, options: MonitorOptions = {}): void {
    this.#seams.assertOpen('qmp.attach')
    const monitor = this.#newMonitor(options)
    monitor.attach(stream)
    const release = () => {
      this.#monitors.delete(monitor)
      void monitor.close()
    }
    if (stream.closed) release()
    else stream.once('close', release)
  }

  /**
   * Runs a command without the wire, negotiation included. Throws QapiError when QEMU answers an error, and TypeError for
   * arguments that are no map.
   */
  execute(name: string, args: Readonly<Record<string, unknown>> = {}): PlainJson {
    const { assertOpen, qemu } = this.#seams
    assertOpen('qmp.execute')
    const request = readRequest(name, args)
    const assertThere = () => {
      if (this.#hasEnded) throw new Error(`qmp.execute ${name}: QEMU has ended`)
    }
    assertThere()
    qemu.guest.clock.sync()
    this.#tell('in', request.message)
    return takeTurn(qemu, () => {
      // Time has passed.
      assertThere()
      return toPlain(this.#answer(name, request.args))
    })
  }

  /** Removes the socket files at once, for handlers of the end of a process. */
  unlinkNow(): void {
    this.#listeners.unlinkNow()
  }

  async close(): Promise<void> {
    await this.#listeners.close()
    await Promise.all([...this.#monitors].map(monitor => monitor.close()))
  }

  /** With QEMU's process its monitors go, and come: their clients read what was written for them, and the end. */
  #processChanged(isThere: boolean, leavesFiles: boolean): void {
    if (isThere) this.#listeners.setListening(true)
    else {
      for (const monitor of this.#monitors) monitor.hangUp()
      if (leavesFiles) this.#listeners.setListening(false)
      else this.#listeners.withdraw()
    }
  }

  #answer(name: string, args: JsonObject): JsonValue {
    try {
      const result = executeQmp(this.#seams.qemu, name, args)
      this.#tell('out', success(result, undefined))
      return result
    } catch (error) {
      if (error instanceof QapiError) this.#tell('out', failure(error, undefined))
      throw error
    }
  }

  get #hasEnded(): boolean {
    return this.#seams.qemu.runState.status === 'exited'
  }

  #tell(what: 'in' | 'out', json: JsonObject): void {
    this.#seams.emit({ type: 'monitor', monitor: CALLER, what, data: writeJson(json) })
  }

  #freeLabel(): string {
    const label = `compat_monitor${this.#count++}`
    return this.#seams.qemu.chardevs.find(label) === undefined ? label : this.#freeLabel()
  }

  #newMonitor({ label, pretty }: MonitorOptions): Monitor {
    const monitor = new Monitor({
      qemu: this.#seams.qemu,
      label: label ?? this.#freeLabel(),
      ...(pretty !== undefined && { pretty }),
      emit: event => this.#seams.emit(event),
    })
    this.#monitors.add(monitor)
    return monitor
  }
}

/** In the trace, what is executed without a monitor. */
export const CALLER = 'execute'

/** Throws TypeError for what is no request. */
function readRequest(name: unknown, args: unknown): { readonly message: JsonObject; readonly args: JsonObject } {
  if (typeof name !== 'string') {
    throw new TypeError(`qmp.execute: expected the name of a command, got ${describeValue(name)}`)
  }
  const json = typeof args === 'object' && args !== null ? looseJson(args) : undefined
  if (!isJsonObject(json)) {
    throw new TypeError(
      `qmp.execute ${name}: expected a map of arguments such as { path: '/machine' }, got ${describeValue(args)}. Leave it out for none.`,
    )
  }
  const message = new Map<string, JsonValue>([['execute', name]])
  if (json.size > 0) message.set('arguments', json)
  return { message, args: json }
}
