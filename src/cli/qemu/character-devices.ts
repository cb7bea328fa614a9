import type { Vm } from '../../vm.js'
import type { Terminal } from '../terminal.js'
import { silentPeer } from './backend.js'
import { type ChardevSpec, readBackend } from './chardev.js'
import type { EndingSignals } from './ending-signals.js'
import { QemuError } from './error.js'
import type { Front, Fronts } from './fronts.js'
import { type OpenChardev, openChardev } from './open-chardev.js'
import { touch } from './other-chardev.js'
import type { Report } from './report.js'

const NO_HUMAN_MONITOR = 'This monitor is not simulated by mockvm. QMP is: -qmp, or -mon with mode=control.\r\n'

export interface CharacterDevicesOptions {
  readonly report: Report
  readonly terminal: Terminal
  readonly isDaemon: boolean
  readonly signals: EndingSignals
}

/** Those of a process: opened in their order, and connected with what is behind them as soon as there is a machine. */
export class CharacterDevices {
  readonly #options: CharacterDevicesOptions
  readonly #open = new Map<string, OpenChardev>()
  /** Undoes what was done, the last thing first. */
  readonly #undo: (() => void | Promise<void>)[] = []

  constructor(options: CharacterDevicesOptions) {
    this.#options = options
  }

  get labels(): ReadonlySet<string> {
    return new Set(this.#open.keys())
  }

  /** Rejects with QemuError at the first that can't be opened. */
  async open(specs: readonly ChardevSpec[]): Promise<void> {
    for (const spec of specs) {
      try {
        await this.#openOne(spec)
      } catch (error) {
        if (!(error instanceof QemuError)) throw error
        throw new QemuError(...error.messages.map(message => `${spec.typed}: ${message}`))
      }
    }
  }

  connect(vm: Vm, { fronts, agentPort }: Fronts): void {
    vm.qemu.portId = agentPort
    for (const [label, { filename }] of this.#open) {
      vm.qemu.chardevs.add({ label, filename, isFrontendOpen: () => isOpen(fronts.get(label), vm) })
    }
    for (const [label, { backend }] of this.#open) {
      const front = fronts.get(label)
      switch (front?.kind) {
        case 'monitor':
          backend.connectTo(vm.qmp.monitor({ label, pretty: front.isPretty }))
          break
        case 'monitor for people':
          backend.connectTo(silentPeer(NO_HUMAN_MONITOR))
          break
        case 'agent':
          backend.connectTo(vm)
          break
        default:
          backend.connectTo(silentPeer())
      }
    }
  }

  async close(): Promise<void> {
    for (const undo of this.#undo.toReversed()) await undo()
  }

  async #openOne(spec: ChardevSpec): Promise<void> {
    const { report, terminal, isDaemon, signals } = this.#options
    const { typed, label = '', group } = spec
    const say = (text: string) => report.say(`${typed}: ${text}`)
    const backend = readBackend(spec, say)
    const waits = backend.type === 'socket' && backend.waits
    // A QEMU that waits for a client dies of a signal as any program does.
    if (waits) signals.leave()
    const logfile = group.get('logfile')
    if (logfile !== undefined) touch(logfile, group.get('logappend') === 'on', 'Could not create')
    const chardev = await openChardev(label, backend, { report, terminal, isDaemon, others: this.#open })
    this.#open.set(label, chardev)
    this.#undo.push(
      terminal.onExit(() => chardev.unlinkNow()),
      () => chardev.backend.destroyAll(),
      () => chardev.close(),
    )
    if (!waits || signals.hasCome) return
    say(`info: QEMU waiting for connection on: ${chardev.filename()}`)
    await chardev.backend.firstClient
    signals.heed()
  }
}

function isOpen(front: Front | undefined, vm: Vm): boolean {
  if (front?.kind === 'agent') return vm.port === 'open'
  return front !== undefined && front.kind !== 'port'
}
