import { Command } from 'commander'
import { isJsonObject, type JsonValue } from '../json/value.js'
import { qmpCommands } from '../monitor/qmp/registry.js'
import { seconds } from './call.js'
import { toArguments } from './call-arguments.js'
import { CommandFailure, FAILURE, OK } from './exit-status.js'
import { MonitorClient } from './monitor-client.js'
import { prettyJson } from './pretty-json.js'
import type { Subcommand } from './program.js'

interface QmpOptions {
  readonly raw?: true
  readonly events?: true
  /** Seconds. */
  readonly timeout: number
}

/** `mockvm qmp SOCKET COMMAND [ARGUMENTS…]`: asks QEMU's monitor, simulated or real, and prints what it returns. */
export const qmpCommand: Subcommand = ({ stdout }, done) =>
  new Command('qmp')
    .description("send a command to QEMU's monitor and print what it returns")
    .argument('<socket>', 'path of the unix socket')
    .argument('<command>', 'a command such as query-status')
    .argument('[arguments...]', 'one JSON object, or key=value …')
    .option('--raw', 'print the reply as it came')
    .option('--events', 'print events as they come, until QEMU ends or Ctrl-C')
    .option('--timeout <seconds>', 'how long to wait for a reply', seconds, 5)
    .addHelpText(
      'after',
      `
Exit status: 0 success, 1 an error reply or none, 2 the command line was not understood.

Examples:
  mockvm qmp /tmp/qmp.sock query-status
  mockvm qmp /tmp/qmp.sock system_powerdown --events`,
    )
    .action(async (path: string, name: string, words: string[], { raw, events, timeout }: QmpOptions) => {
      const args = toArguments(name, words, qmpCommands)
      const print = (text: string) => void stdout.write(`${text}\n`)
      const onEvent = ({ text }: { readonly text: string }) => events && print(text)
      const monitor = await MonitorClient.connect(path, { timeout: timeout * 1000, onEvent })
      try {
        const { text, members } = await monitor.ask(name, args)
        const error = members.get('error')
        if (raw) print(text)
        else if (error !== undefined) throw new CommandFailure(describe(error))
        else print(prettyJson(members.get('return') ?? null))
        if (events) await monitor.listen()
        done(error === undefined ? OK : FAILURE)
      } finally {
        monitor.close()
      }
    })

function describe(error: JsonValue): string {
  return isJsonObject(error) ? `${error.get('class')}: ${error.get('desc')}` : prettyJson(error)
}
