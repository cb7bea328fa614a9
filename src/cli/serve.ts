import { Command, Option } from 'commander'
import { CLOCK_MODES } from '../guest/config.js'
import { loadScenario } from '../scenario/load.js'
import { parseOverride } from '../scenario/override.js'
import { parseText } from '../scenario/source-text.js'
import { createVm, type VmOptions, vocabulary } from '../vm.js'
import type { FaultOptions } from '../vm-faults.js'
import { usageError } from './exit-status.js'
import type { Subcommand } from './program.js'
import { parseHttpAddress } from './serve/http-address.js'
import { platformOption } from './serve/platforms.js'
import { type ServeVmOptions, serveVm } from './serve/serve-vm.js'
import { Witness } from './serve/witness.js'
import { TraceFile } from './trace-file.js'

interface ServeOptions extends ServeVmOptions {
  readonly shutdown: boolean
  readonly fault: readonly string[]
  readonly seed?: string
  readonly set: readonly string[]
  readonly trace?: string
  readonly clock: 'real' | 'manual' | 'step' | 'auto'
  readonly agentVersion?: string
}

/** `mockvm serve [scenario]`: a guest on a unix socket, until it powers off – but for --http – or a signal comes. */
export const serveCommand: Subcommand = (terminal, done) =>
  new Command('serve')
    .description('serve a guest on a unix socket and print what happens')
    .argument('[scenario]', 'a name (see mockvm list) or a file')
    .option('-s, --socket <path>', 'where to listen (a fresh directory without it)')
    .option('--qmp <path>', "where QEMU's monitor listens; may be repeated", collect, [])
    .option('--no-shutdown', 'a guest that powers off leaves QEMU behind, in the run state shutdown')
    .option('--control <path>', 'where to listen for mockvm do')
    .option(
      '--http <[host:]port>',
      'serve Proxmox VE and KubeVirt over HTTP, until a signal comes; 0 is any port',
      parseHttpAddress,
    )
    .option('--https <[host:]port>', 'the same over HTTPS, with a certificate of its own', parseHttpAddress)
    .option('--certificate <file>', 'write the certificate of --https to a file, for clients')
    .addOption(platformOption())
    .option('--fault <rule>', 'add a fault rule, in YAML; may be repeated', collect, [])
    .option('--seed <seed>', 'what chance draws from')
    .option('--set <key=value>', 'override a key of the scenario; may be repeated', collect, [])
    .option('--trace <file>', 'write every event to a file, as JSON lines')
    .option('-q, --quiet', 'print the path of the socket, the URLs below it, and nothing else')
    .addOption(new Option('--clock <mode>', 'how the time of the guest moves').choices(CLOCK_MODES).default('real'))
    .option('--agent-version <version>', 'the qemu-ga that answers')
    .addHelpText(
      'after',
      '\nExamples:\n  mockvm serve debian-12 --socket /tmp/agent.sock --set vcpus=8\n  mockvm serve --fault "on: guest-ping, delay: 30s, times: 1"\n  mockvm serve --http 8006',
    )
    .action(async (scenario: string | undefined, options: ServeOptions) => {
      if (options.certificate !== undefined && options.https === undefined) {
        throw usageError("error: option '--certificate <file>' is for --https, which is not there.")
      }
      if (options.platform !== undefined && options.http === undefined && options.https === undefined) {
        throw usageError("error: option '--platform <platform>' is for --http and --https, neither of which is there.")
      }
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
        done(await serveVm(vm, witness, options, trace, terminal))
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
