import { Command, Option } from 'commander'
import { listenUnix } from '../channel/unix-socket.js'
import { ControlSocket } from '../control/control-socket.js'
import { CLOCK_MODES } from '../guest/config.js'
import { loadScenario } from '../scenario/load.js'
import { parseOverride } from '../scenario/override.js'
import { parseText } from '../scenario/source-text.js'
import type { TraceEvent } from '../trace/events.js'
import { Timeline } from '../trace/timeline.js'
import { createVm, type Vm, type VmOptions, vocabulary } from '../vm.js'
import type { FaultOptions } from '../vm-faults.js'
import { endBySignal } from './end-by-signal.js'
import { OK } from './exit-status.js'
import type { Subcommand } from './program.js'
import { hasColour, type Terminal } from './terminal.js'
import { TraceFile } from './trace-file.js'

interface ServeOptions {
  readonly socket?: string
  readonly qmp: readonly string[]
  readonly shutdown: boolean
  readonly control?: string
  readonly fault: readonly string[]
  readonly seed?: string
  readonly set: readonly string[]
  readonly trace?: string
  readonly quiet?: true
  readonly clock: 'real' | 'manual' | 'step' | 'auto'
  readonly agentVersion?: string
}

/** `mockvm serve [scenario]`: a guest on a unix socket, until it powers off or a signal comes. */
export const serveCommand: Subcommand = (terminal, done) =>
  new Command('serve')
    .description('serve a guest on a unix socket and print what happens')
    .argument('[scenario]', 'a name (see mockvm list) or a file')
    .option('-s, --socket <path>', 'where to listen (a fresh directory without it)')
    .option('--qmp <path>', "where QEMU's monitor listens; may be repeated", collect, [])
    .option('--no-shutdown', 'a guest that powers off leaves QEMU behind, in the run state shutdown')
    .option('--control <path>', 'where to listen for mockvm do')
    .option('--fault <rule>', 'add a fault rule, in YAML; may be repeated', collect, [])
    .option('--seed <seed>', 'what chance draws from')
    .option('--set <key=value>', 'override a key of the scenario; may be repeated', collect, [])
    .option('--trace <file>', 'write every event to a file, as JSON lines')
    .option('-q, --quiet', 'print the path of the socket and nothing else')
    .addOption(new Option('--clock <mode>', 'how the time of the guest moves').choices(CLOCK_MODES).default('real'))
    .option('--agent-version <version>', 'the qemu-ga that answers')
    .addHelpText(
      'after',
      '\nExamples:\n  mockvm serve debian-12 --socket /tmp/agent.sock --set vcpus=8\n  mockvm serve --fault "on: guest-ping, delay: 30s, times: 1"',
    )
    .action(async (scenario: string | undefined, options: ServeOptions) => {
      const trace = options.trace === undefined ? undefined : new TraceFile(options.trace)
      try {
        const witness = new Witness()
        const vm = await createVm({
          ...toVmOptions(scenario, options),
          keepEvents: false,
          // Where nobody looks, no event is made.
          ...((trace !== undefined || !options.quiet) && { onEvent: event => witness.tell(event) }),
        })
        vm.faults.add(...options.fault.map(toFault))
        done(await serve(vm, witness, options, trace, terminal))
      } finally {
        trace?.close()
      }
    })

function collect(value: string, previous: readonly string[]): string[] {
  return [...previous, value]
}

/** "on: guest-ping, delay: 30s", with or without the braces of a map. */
function toFault(text: string): FaultOptions {
  const map = text.trim().startsWith('{') ? text : `{ ${text} }`
  return parseText(map, '--fault').data as FaultOptions
}

/** QEMU ends with its guest unless somebody says otherwise. */
function toVmOptions(scenario: string | undefined, options: ServeOptions): VmOptions {
  const set = options.set.map(parseOverride)
  const { document } = loadScenario(scenario, { vocabulary, set })
  return {
    ...(scenario !== undefined && { scenario }),
    ...(options.seed !== undefined && { seed: options.seed }),
    set: [...set, { path: 'qemu.noShutdown', value: !options.shutdown || (document.qemu?.noShutdown ?? false) }],
    clock: { mode: options.clock },
    ...(options.agentVersion !== undefined && { agent: { version: options.agentVersion } }),
  }
}

/** Holds back what happens before somebody looks. */
class Witness {
  #held: TraceEvent[] = []
  #look: ((event: TraceEvent) => void) | undefined

  tell(event: TraceEvent): void {
    if (this.#look === undefined) this.#held.push(event)
    else this.#look(event)
  }

  look(at: (event: TraceEvent) => void): void {
    for (const event of this.#held) at(event)
    this.#held = []
    this.#look = at
  }
}

async function serve(
  vm: Vm,
  witness: Witness,
  options: ServeOptions,
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
  vm.onEvent(event => {
    if (event.type !== 'vm' || event.state !== 'exited') return
    for (const line of event.log ?? []) terminal.stderr.write(`mockvm serve: ${line}\n`)
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
    const stopSignals = terminal.onSignal(['SIGINT', 'SIGTERM', 'SIGHUP'], signal => ended(`Stopped by ${signal}.`))
    try {
      print(options.quiet ? `${listener.path}\n` : greeting(listener.path, options.qmp))
      // The path came first, and nothing before the socket was there.
      witness.look(see)
      const reason = await end
      // From here on a second signal ends the process as it always does.
      stopSignals()
      if (options.qmp.length > 0) endBySignal(vm)
      await vm.close()
      if (!options.quiet) print(`${reason}\n`)
      return status
    } finally {
      stopSignals()
      control.close()
      await controlListener?.close()
      stopUnlinking()
    }
  } finally {
    await vm.close()
  }
}

function greeting(path: string, monitors: readonly string[]): string {
  return `Listening on ${[path, ...monitors].join(' and ')}. Try, in another terminal:

  npx mockvm call ${quote(path)} guest-ping
${monitors.map(it => `  npx mockvm qmp ${quote(it)} query-status\n`).join('')}  echo '{"execute":"guest-info"}' | socat -t1 - UNIX-CONNECT:${quote(path)}

`
}

/** For a shell. */
function quote(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}
