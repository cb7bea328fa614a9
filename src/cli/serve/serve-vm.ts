import { listenUnix } from '../../channel/unix-socket.js'
import { ControlSocket } from '../../control/control-socket.js'
import type { HttpServer } from '../../http/msw.js'
import type { TraceEvent } from '../../trace/events.js'
import { Timeline } from '../../trace/timeline.js'
import type { Vm } from '../../vm.js'
import { endBySignal } from '../end-by-signal.js'
import { OK } from '../exit-status.js'
import { hasColour, type Terminal } from '../terminal.js'
import type { TraceFile } from '../trace-file.js'
import { greeting } from './greeting.js'
import { closeAll, type HttpOptions, openHttp } from './http-servers.js'
import { noteExchange } from './note-exchange.js'
import { PLATFORMS } from './platforms.js'
import type { Witness } from './witness.js'

export interface ServeVmOptions extends HttpOptions {
  readonly socket?: string
  readonly qmp: readonly string[]
  readonly control?: string
  readonly quiet?: true
}

/** Until QEMU ends or a signal comes; resolves with the exit status. */
export async function serveVm(
  vm: Vm,
  witness: Witness,
  options: ServeVmOptions,
  trace: TraceFile | undefined,
  terminal: Terminal,
): Promise<number> {
  const print = (text: string) => void terminal.stdout.write(text)
  const timeline = options.quiet ? undefined : new Timeline(print, { colour: hasColour(terminal) })
  let ended = (_reason: string) => {}
  let status = OK
  const end = new Promise<string>(resolve => {
    ended = resolve
  })
  const see = (event: TraceEvent) => {
    trace?.write(event)
    timeline?.print(event)
  }
  const hasHttp = options.http !== undefined || options.https !== undefined
  vm.onEvent(event => {
    if (event.type !== 'vm' || event.state !== 'exited') return
    for (const line of event.log ?? []) terminal.stderr.write(`mockvm serve: ${line}\n`)
    // A platform outlives the QEMU of a VM: it tells that the VM is stopped, and starts it again.
    if (hasHttp) return
    status = event.status
    ended('QEMU has ended.')
  })
  try {
    const listener = await vm.listen(options.socket)
    for (const path of options.qmp) await vm.qmp.listen(path)
    const control = new ControlSocket(vm)
    const controlListener = options.control === undefined ? undefined : await listenUnix(control, options.control)
    const stopUnlinking = terminal.onExit(() => {
      vm.unlinkNow()
      controlListener?.unlinkNow()
    })
    let servers: readonly HttpServer[] = []
    const stopSignals = terminal.onSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], signal => ended(`Stopped by ${signal}.`))
    try {
      const isSeen = trace !== undefined || timeline !== undefined
      servers = await openHttp(vm, options, isSeen ? noteExchange(vm) : undefined)
      const { path } = listener
      const urls = servers.map(({ url }) => url)
      const place = {
        path,
        monitors: options.qmp,
        urls,
        platforms: options.platform ?? PLATFORMS,
        certificate: options.certificate,
      }
      print(options.quiet ? [path, ...urls, ''].join('\n') : greeting(vm, place))
      // The path came first, and nothing before the socket was there.
      witness.look(see)
      const reason = await end
      // From here on a second signal ends the process as it always does.
      stopSignals()
      await closeAll(servers)
      if (options.qmp.length > 0) endBySignal(vm)
      await vm.close()
      if (!options.quiet) print(`${reason}\n`)
      return status
    } finally {
      stopSignals()
      await closeAll(servers)
      control.close()
      await controlListener?.close()
      stopUnlinking()
    }
  } finally {
    await vm.close()
  }
}
