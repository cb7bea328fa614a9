import { appendFileSync, lstatSync, unlinkSync } from 'node:fs'
import { resolve } from 'node:path/posix'
import { SocketPathError } from '../../channel/unix-socket.js'
import type { TraceEvent } from '../../trace/events.js'
import { createVm, type Vm, type VmOptions, vocabulary } from '../../vm.js'
import { FAILURE, OK } from '../exit-status.js'
import { strerror } from '../strerror.js'
import type { Terminal } from '../terminal.js'
import type { QgaCommandLine } from './command-line.js'
import { QgaLog } from './log.js'
import { writePidFile } from './pid-file.js'

/** What a shell shows of a process that SIGABRT has killed. */
const ABORTED = 128 + 6

/** signal(7) */
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGTERM: 15 }

/** Runs the agent of the command line in the foreground until it ends; resolves with its exit status. */
export async function serveAgent(
  line: QgaCommandLine,
  path: string,
  isDaemon: boolean,
  terminal: Terminal,
): Promise<number> {
  const vm = await createVm(toVmOptions(line))
  try {
    const log = openLog(line, vm, terminal)
    if (!log) return FAILURE
    if (line.config.method !== 'unix-listen') {
      log.log('critical', `unsupported channel method/type: ${line.config.method}`)
      log.log('critical', 'failed to initialize guest agent channel')
      return FAILURE
    }
    if (!isDaemon) return await run(line, vm, path, log, terminal)
    const removePidFile = writePidFile(line.config.pidfile, terminal.pid)
    const stopRemoving = terminal.onExit(removePidFile)
    try {
      return await run(line, vm, path, log, terminal)
    } finally {
      stopRemoving()
      removePidFile()
    }
  } finally {
    await vm.close()
  }
}

function toVmOptions({ config, agentVersion, scenario, seed }: QgaCommandLine): VmOptions {
  // The agent's daemon has / for its directory; names that it doesn't know it passes over.
  const known = (names: readonly string[]) => names.filter(name => vocabulary.commandNames.includes(name))
  return {
    ...(scenario !== undefined && { scenario }),
    ...(seed !== undefined && { seed }),
    clock: { mode: 'real' },
    keepEvents: false,
    agent: {
      version: agentVersion,
      transport: 'unix-listen',
      blockRpcs: known(config.block),
      ...(config.allow.length > 0 && { allowRpcs: known(config.allow) }),
      ...(config.fsfreezeHook !== undefined && { fsfreezeHook: resolve('/', config.fsfreezeHook) }),
      stateDir: resolve('/', config.statedir),
    },
  }
}

function openLog({ config, agentVersion }: QgaCommandLine, vm: Vm, { stderr }: Terminal): QgaLog | undefined {
  const now = () => vm.guest.clock.now()
  const toStderr = new QgaLog({ write: text => void stderr.write(text), now, verbose: config.verbose })
  // Before the log file is opened, as the real one does.
  toStderr.log('debug', `Guest agent version ${agentVersion} started`)
  const { logfile } = config
  if (logfile === undefined) return toStderr
  const write = (text: string) => appendFileSync(logfile, text, 'latin1')
  try {
    write('')
  } catch (error) {
    toStderr.log('critical', `unable to open specified log file: ${strerror(error)}`)
    toStderr.log('critical', 'error initializing guest agent')
    return undefined
  }
  return new QgaLog({ write, now, verbose: config.verbose })
}

async function run(line: QgaCommandLine, vm: Vm, path: string, log: QgaLog, terminal: Terminal): Promise<number> {
  let ended = (_status: number) => {}
  const end = new Promise<number>(done => {
    ended = done
  })
  for (const name of line.config.block) log.log('debug', `disabling command: ${name}`)
  vm.onEvent(event => {
    log.event(event)
    const status = statusAfter(event)
    if (status !== undefined) ended(status)
  })
  takeOver(path)
  let listener: Awaited<ReturnType<Vm['listen']>>
  try {
    listener = await vm.listen(path)
  } catch (error) {
    if (!(error instanceof SocketPathError)) throw error
    log.log('critical', error.message)
    log.log('critical', 'failed to create guest agent channel')
    log.log('critical', 'failed to initialize guest agent channel')
    return FAILURE
  }
  const stopUnlinking = terminal.onExit(() => listener.unlinkNow())
  const stopSignals = terminal.onSignal(['SIGINT', 'SIGTERM'], signal => {
    // Log and pid file may be on a frozen file system, and killing the agent before the thaw would leave it so.
    if (vm.agent.frozen) return
    log.log('debug', `received signal num ${NUMBERS[signal]}, quitting`)
    ended(OK)
  })
  try {
    return await end
  } finally {
    stopSignals()
    await listener.close()
    stopUnlinking()
  }
}

function statusAfter(event: TraceEvent): number | undefined {
  if (event.type !== 'agent') return undefined
  if (event.state === 'aborted') return ABORTED
  return event.state === 'stopped' ? OK : undefined
}

/** qemu-ga takes over a path that another one listens on; what is no socket is not ours to remove. */
function takeOver(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket()) unlinkSync(path)
}
