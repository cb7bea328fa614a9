import { accessSync, constants } from 'node:fs'
import { listenUnix, SocketPathError } from '../../channel/unix-socket.js'
import { hostTimer } from '../../client/host-timer.js'
import type { TraceEvent } from '../../trace/events.js'
import type { Vm } from '../../vm.js'
import { CommandFailure, FAILURE, OK } from '../exit-status.js'
import { PidFileError, writePidFile } from '../pid-file.js'
import type { Terminal } from '../terminal.js'
import { TraceFile } from '../trace-file.js'
import { checkActions } from './actions.js'
import { checkAddFds } from './add-fds.js'
import { silentPeer } from './backend.js'
import { readBackend } from './chardev.js'
import { inQueryOrder } from './chardev-order.js'
import type { CommandLine } from './command-line.js'
import { QemuError } from './error.js'
import { type Front, type Fronts, readFronts } from './fronts.js'
import { QemuLog } from './log.js'
import { readMachine } from './machine.js'
import { notSimulated } from './not-simulated.js'
import { type OpenChardev, openChardev } from './open-chardev.js'
import type { OwnOptions } from './own-options.js'
import type { Report } from './report.js'
import { readRtc } from './rtc.js'
import { deviceSettings, readSettings } from './settings.js'

export interface ServeOptions {
  readonly line: CommandLine
  readonly own: OwnOptions
  readonly report: Report
  readonly terminal: Terminal
  readonly isDaemon: boolean
  /** The program is called `kvm`. */
  readonly prefersKvm: boolean
}

/** Runs the machine of the command line to its end; resolves with the exit status. Rejects with QemuError. */
export async function serveQemu(options: ServeOptions): Promise<number> {
  const process = new QemuProcess(options)
  try {
    await process.begin()
    return await process.run()
  } finally {
    await process.end()
  }
}

/** signal(7) */
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }

/** The umask of a daemon. */
const DAEMON_UMASK = 0o027

const PID_FILE_WORDING = { pidFileSeparator: ': ', namesPidFile: true } as const

const NO_HUMAN_MONITOR = 'This monitor is not simulated by mockvm. QMP is: -qmp, or -mon with mode=control.\r\n'

class QemuProcess {
  readonly #options: ServeOptions
  readonly #chardevs = new Map<string, OpenChardev>()
  /** Undoes what was done, the last thing first. */
  readonly #undo: (() => void | Promise<void>)[] = []
  readonly #end: Promise<void>
  #ended = () => {}
  #status = OK
  #vm: Vm | undefined

  constructor(options: ServeOptions) {
    this.#options = options
    this.#end = new Promise(resolve => {
      this.#ended = resolve
    })
  }

  /** In QEMU's order, so that of several things that are wrong the same one is told. */
  async begin(): Promise<void> {
    const { line, own, report, terminal, isDaemon, prefersKvm } = this.#options
    const { values, groups } = line
    if (isDaemon) process.umask(DAEMON_UMASK)
    checkActions(line)
    checkAddFds(line)
    const log = new QemuLog(terminal, values.get('d'), values.get('D'))
    this.#undo.push(() => log.close())
    this.#writePidFile(values.get('pidfile'))
    const rtc = readRtc(groups.get('rtc') ?? new Map())
    const machine = readMachine(groups.get('machine')?.get('type'))
    await this.#openChardevs()
    const warn = (text: string) => report.say(text)
    const settings = readSettings({ line, machine, rtc, hasKvm: canUseKvm(), prefersKvm, warn })
    const fronts = readFronts(line, new Set(this.#chardevs.keys()))
    checkIncoming(values.get('incoming'))
    log.notSimulated(notSimulated(line, fronts.devices))
    const see = this.#witness(own.trace)
    // It takes longer than all the rest; meanwhile clients can connect.
    const { createGuest } = await import('./create-guest.js')
    this.#vm = await createGuest(own, [...settings, ...deviceSettings(fronts.devices)], see)
    this.#connect(this.#vm, fronts)
    await this.#openControl(this.#vm, own.control)
  }

  async run(): Promise<number> {
    const { terminal, report, isDaemon } = this.#options
    const vm = this.#vm
    const stopSignals = terminal.onSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], signal => {
      report.say(`terminating on signal ${NUMBERS[signal]}`)
      vm?.guest.clock.sync()
      vm?.qemu.runState.quit('host-signal')
    })
    this.#undo.push(stopSignals, stayAlive())
    if (isDaemon) {
      terminal.detach()
      process.chdir('/')
    }
    terminal.ready()
    await this.#end
    return this.#status
  }

  async end(): Promise<void> {
    await this.#vm?.close()
    for (const undo of this.#undo.toReversed()) await undo()
  }

  #writePidFile(path: string | undefined): void {
    if (path === undefined) return
    const { terminal } = this.#options
    try {
      const remove = writePidFile(path, terminal.pid, PID_FILE_WORDING)
      const stopRemoving = terminal.onExit(remove)
      this.#undo.push(stopRemoving, remove)
    } catch (error) {
      if (error instanceof PidFileError) throw new QemuError(`cannot create PID file: ${error.message}`)
      throw error
    }
  }

  async #openChardevs(): Promise<void> {
    const { line, report } = this.#options
    for (const spec of line.chardevs) {
      try {
        await this.#openChardev(spec.label ?? '', readBackend(spec), text => report.say(`${spec.typed}: ${text}`))
      } catch (error) {
        if (!(error instanceof QemuError)) throw error
        throw new QemuError(...error.messages.map(message => `${spec.typed}: ${message}`))
      }
    }
  }

  async #openChardev(label: string, spec: ReturnType<typeof readBackend>, say: (text: string) => void): Promise<void> {
    const { report, terminal, isDaemon } = this.#options
    const isStdioTaken = [...this.#chardevs.values()].some(it => it.filename() === 'stdio')
    const chardev = await openChardev(label, spec, { report, terminal, isDaemon, isStdioTaken })
    this.#chardevs.set(label, chardev)
    this.#undo.push(
      terminal.onExit(() => chardev.unlinkNow()),
      () => chardev.backend.destroyAll(),
      () => chardev.close(),
    )
    if (spec.type !== 'socket' || !spec.waits) return
    say(`info: QEMU waiting for connection on: ${chardev.filename()}`)
    await chardev.backend.firstClient
  }

  /** What looks at the events of the VM from the first one on. */
  #witness(path: string | undefined): (event: TraceEvent) => void {
    const trace = path === undefined ? undefined : openTrace(path)
    if (trace !== undefined) this.#undo.push(() => trace.close())
    return event => {
      trace?.write(event)
      if (event.type !== 'vm' || event.state !== 'exited') return
      for (const text of event.log ?? []) this.#options.report.say(text)
      if (event.log !== undefined) this.#status = FAILURE
      this.#ended()
    }
  }

  #connect(vm: Vm, { fronts, agentPort }: Fronts): void {
    vm.qemu.portId = agentPort
    for (const label of inQueryOrder([...this.#chardevs.keys()])) {
      const filename = this.#chardevs.get(label)?.filename ?? (() => label)
      vm.qemu.chardevs.add({ label, filename, isFrontendOpen: () => isOpen(fronts.get(label), vm) })
    }
    for (const [label, { backend }] of this.#chardevs) {
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

  async #openControl(vm: Vm, path: string | undefined): Promise<void> {
    if (path === undefined) return
    const { ControlSocket } = await import('../../control/control-socket.js')
    const control = new ControlSocket(vm)
    this.#undo.push(() => control.close())
    try {
      const listener = await listenUnix(control, path)
      this.#undo.push(
        this.#options.terminal.onExit(() => listener.unlinkNow()),
        () => listener.close(),
      )
    } catch (error) {
      if (error instanceof SocketPathError) throw new QemuError(`control: ${error.message}`)
      throw error
    }
  }
}

/** The longest time that a timer of Node's takes, in milliseconds. */
const LONG = 2 ** 31 - 1

/** A process that nobody can talk to has nothing that keeps it: it waits for a signal. Returns how to let it end. */
function stayAlive(): () => void {
  let cancel = () => {}
  const wait = () => {
    cancel = hostTimer.after(LONG, wait)
  }
  wait()
  return () => cancel()
}

function isOpen(front: Front | undefined, vm: Vm): boolean {
  if (front?.kind === 'agent') return vm.port === 'open'
  return front?.kind === 'monitor' || front?.kind === 'monitor for people'
}

function openTrace(path: string): TraceFile {
  try {
    return new TraceFile(path)
  } catch (error) {
    if (error instanceof CommandFailure) throw new QemuError(error.message)
    throw error
  }
}

function canUseKvm(): boolean {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** A machine that waits for another one's state: nobody sends it here, but the way has to be one that there is. */
function checkIncoming(uri: string | undefined): void {
  if (uri === undefined || /^(?:defer$|(?:tcp|unix|fd|exec|rdma):)/.test(uri)) return
  throw new QemuError(`-incoming ${uri}: unknown migration protocol: ${uri}`)
}
