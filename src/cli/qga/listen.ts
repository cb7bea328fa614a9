import { SocketPathError } from '../../channel/socket-path.js'
import type { UnixListener } from '../../channel/unix-socket.js'
import type { TraceEvent } from '../../trace/events.js'
import type { Vm } from '../../vm.js'
import { takeOver, whyNotMade } from '../channel-path.js'
import { FAILURE, OK } from '../exit-status.js'
import type { Terminal } from '../terminal.js'
import type { QgaLog } from './log.js'

/** What a shell shows of a process that SIGABRT has killed. */
const ABORTED = 128 + 6

/** signal(7) */
const NUMBERS: Partial<Record<NodeJS.Signals, number>> = { SIGINT: 2, SIGTERM: 15 }

/** How long -r waits before it tries again, in nanoseconds. */
const RETRY = 5_000_000_000n

export interface ListenOptions {
  readonly log: QgaLog
  readonly terminal: Terminal
  /** -r: a socket that can't be made is tried again. */
  readonly retries: boolean
  /** It ends as soon as it listens. */
  readonly isTrial: boolean
  listening(): void
}

/** Listens until the agent or a signal ends it; resolves with the exit status. */
export async function listenUntilEnd(vm: Vm, path: string, options: ListenOptions): Promise<number> {
  const { log, terminal, listening } = options
  let ended = (_status: number) => {}
  const end = new Promise<number>(done => {
    ended = done
  })
  vm.onEvent(event => {
    const status = statusAfter(event)
    if (status !== undefined) ended(status)
  })
  let hasListened = false
  const stopSignals = terminal.onSignal(['SIGINT', 'SIGTERM'], signal => {
    // Log and pid file may be on a frozen file system, and killing the agent before the thaw would leave it so.
    if (vm.agent.frozen) return
    log.log('debug', `received signal num ${NUMBERS[signal]}, quitting`)
    ended(hasListened ? OK : FAILURE)
  })
  try {
    const listener = await untilListening(vm, path, options, end)
    if (typeof listener === 'number') return listener
    hasListened = true
    listening()
    try {
      return options.isTrial ? OK : await end
    } finally {
      // qemu-ga leaves its socket behind, and whoever connects is refused.
      if (options.isTrial) await listener.close()
      else listener.leave()
    }
  } finally {
    stopSignals()
  }
}

/** The listener; or the status with which the process ends without one. */
async function untilListening(
  vm: Vm,
  path: string,
  { log, retries }: ListenOptions,
  end: Promise<number>,
): Promise<UnixListener | number> {
  for (;;) {
    const listener = await tryToListen(vm, path)
    if (typeof listener !== 'string') return listener
    log.log('critical', listener)
    log.log('critical', 'failed to create guest agent channel')
    log.log('critical', 'failed to initialize guest agent channel')
    if (!retries) return FAILURE
    log.log('warning', 'agent stopped unexpectedly, restarting...')
    log.log('warning', 'waiting for channel path...')
    const waited = new Promise<undefined>(done => vm.guest.clock.host(RETRY, () => done(undefined)))
    const status = await Promise.race([end, waited])
    if (status !== undefined) return status
  }
}

/** The listener, or why there is none. */
async function tryToListen(vm: Vm, path: string): Promise<UnixListener | string> {
  const reason = whyNotMade(path)
  if (reason !== undefined) return reason
  takeOver(path)
  try {
    return await vm.listen(path)
  } catch (error) {
    if (error instanceof SocketPathError) return error.message
    throw error
  }
}

function statusAfter(event: TraceEvent): number | undefined {
  if (event.type !== 'agent') return undefined
  if (event.state === 'aborted') return ABORTED
  return event.state === 'stopped' ? OK : undefined
}
