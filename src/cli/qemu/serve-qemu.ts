import { accessSync, constants } from 'node:fs'
import { listenUnix, SocketPathError } from '../../channel/unix-socket.js'
import { hostTimer } from '../../client/host-timer.js'
import type { TraceEvent } from '../../trace/events.js'
import type { Vm } from '../../vm.js'
import { endBySignal } from '../end-by-signal.js'
import { CommandFailure, OK } from '../exit-status.js'
import { PidFileError, writePidFile } from '../pid-file.js'
import type { Terminal } from '../terminal.js'
import { TraceFile } from '../trace-file.js'
import { checkActions } from './actions.js'
import { checkAddFds } from './add-fds.js'
import { CharacterDevices } from './character-devices.js'
import type { CommandLine } from './command-line.js'
import { toParts } from './devices.js'
import { EndingSignals } from './ending-signals.js'
import { QemuError } from './error.js'
import { readFronts } from './fronts.js'
import { QemuLog } from './log.js'
import { isMachine, type MachineChoice, readMachine } from './machine.js'
import { notSimulated } from './not-simulated.js'
import type { OwnOptions } from './own-options.js'
import type { Report } from './report.js'
import { readRtc } from './rtc.js'
import { checkSandboxes } from './sandbox.js'
import { deviceSettings, readSettings } from './settings.js'
import { readSleepStates } from './sleep-states.js'

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

/** The umask of a daemon. */
const DAEMON_UMASK = 0o027

const PID_FILE_WORDING = { pidFileSeparator: ': ', namesPidFile: true } as const

class QemuProcess {
  readonly #options: ServeOptions
  /** Undoes what was done, the last thing first. */
  readonly #undo: (() => void | Promise<void>)[] = []
  readonly #signals: EndingSignals
  readonly #end: Promise<void>
  #ended = () => {}
  #status = OK
  #vm: Vm | undefined

  constructor(options: ServeOptions) {
    this.#options = options
    this.#signals = new EndingSignals(options.terminal, options.report, () => this.#endBySignal())
    this.#end = new Promise(resolve => {
      this.#ended = resolve
    })
  }

  /** In QEMU's order, so that of several things that are wrong the same one is told. */
  async begin(): Promise<void> {
    const { line, own, report, terminal, isDaemon, prefersKvm } = this.#options
    const { values, groups } = line
    if (isDaemon) process.umask(DAEMON_UMASK)
    checkSandboxes(line)
    checkActions(line)
    checkAddFds(line)
    const log = new QemuLog(terminal, values.get('d'), values.get('D'))
    this.#undo.push(() => log.close())
    this.#writePidFile(values.get('pidfile'))
    const rtc = readRtc(groups.get('rtc') ?? new Map())
    const machine = await this.#readMachine(groups.get('machine')?.get('type'))
    this.#signals.heed()
    this.#undo.push(() => this.#signals.leave())
    const chardevs = new CharacterDevices({ report, terminal, isDaemon, signals: this.#signals })
    this.#undo.push(() => chardevs.close())
    await chardevs.open(line.chardevs)
    const warn = (text: string) => report.say(text)
    const settings = readSettings({ line, machine, rtc, hasKvm: canUseKvm(), prefersKvm, warn })
    const sleepStates = readSleepStates(line.globals, machine)
    const fronts = readFronts(line, chardevs.labels)
    checkIncoming(values.get('incoming'))
    log.notSimulated(notSimulated(line, fronts.devices))
    const see = this.#witness(own.trace)
    // It takes longer than all the rest; meanwhile clients can connect.
    const { createGuest } = await import('./create-guest.js')
    const vm = await createGuest(own, { settings: [...settings, ...deviceSettings(fronts.devices)], sleepStates }, see)
    this.#vm = vm
    chardevs.connect(vm, fronts)
    vm.qemu.devices = toParts(line.devices)
    await this.#openControl(vm, own.control)
  }

  async run(): Promise<number> {
    const { terminal, isDaemon } = this.#options
    this.#undo.push(stayAlive())
    if (isDaemon) {
      terminal.detach()
      process.chdir('/')
    }
    terminal.ready()
    if (this.#signals.hasCome) this.#endBySignal()
    await this.#end
    return this.#status
  }

  async end(): Promise<void> {
    await this.#vm?.close()
    for (const undo of this.#undo.toReversed()) await undo()
  }

  /** A machine that QEMU 7.2 doesn't have may be one of the scenario's QEMU. */
  async #readMachine(type: string | undefined): Promise<MachineChoice | undefined> {
    if (type === undefined || isMachine(type)) return readMachine(type)
    const { versionOf } = await import('./create-guest.js')
    return readMachine(type, versionOf(this.#options.own))
  }

  /** What comes before there is a machine waits for it. */
  #endBySignal(): void {
    if (this.#vm !== undefined) endBySignal(this.#vm)
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

  /** What looks at the events of the VM from the first one on. */
  #witness(path: string | undefined): (event: TraceEvent) => void {
    const trace = path === undefined ? undefined : openTrace(path)
    if (trace !== undefined) this.#undo.push(() => trace.close())
    return event => {
      trace?.write(event)
      if (event.type !== 'vm' || event.state !== 'exited') return
      for (const text of event.log ?? []) this.#options.report.say(text)
      this.#status = event.status
      this.#ended()
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
