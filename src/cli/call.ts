import { Command, InvalidArgumentError } from 'commander'
import { AgentClient } from '../client/client.js'
import { AgentError } from '../client/errors.js'
import { isJsonObject, type JsonValue } from '../json/value.js'
import { decodeExact } from '../trace/exact-json.js'
import { toArguments } from './call-arguments.js'
import { CommandFailure, FAILURE, OK } from './exit-status.js'
import { prettyJson } from './pretty-json.js'
import type { Subcommand } from './program.js'

interface CallOptions {
  readonly raw?: true
  /** Seconds. */
  readonly timeout: number
}

/** `mockvm call SOCKET COMMAND [ARGUMENTS…]`: asks an agent, simulated or real, and prints what it returns. */
export const callCommand: Subcommand = ({ stdout }, done) =>
  new Command('call')
    .description('send a command to a guest agent and print what it returns')
    .argument('<socket>', 'path of the unix socket')
    .argument('<command>', 'a command such as guest-ping')
    .argument('[arguments...]', 'one JSON object, or key=value …')
    .option('--raw', 'print the reply as it came')
    .option('--timeout <seconds>', 'how long to wait for a reply', seconds, 5)
    .addHelpText(
      'after',
      `
Exit status: 0 success, 1 an error reply or none, 2 the command line was not understood.

Examples:
  mockvm call /tmp/agent.sock guest-file-open path=/etc/hostname mode=r
  mockvm call /tmp/agent.sock guest-file-read '{"handle": 1000, "count": 10}'`,
    )
    .action(async (path: string, name: string, words: string[], options: CallOptions) => {
      const args = toArguments(name, words)
      const { line, error } = await ask(path, name, args, options.timeout * 1000)
      if (line !== undefined && options.raw) stdout.write(Buffer.from(`${line}\n`, 'latin1'))
      else if (error !== undefined) throw new CommandFailure(`${error.class}: ${error.desc}`)
      else if (line !== undefined) stdout.write(`${prettyJson(returned(line))}\n`)
      done(error === undefined ? OK : FAILURE)
    })

/** Of `--timeout`. */
export function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 2_000_000)) throw new InvalidArgumentError('Expected a number of seconds above 0.')
  return value
}

interface Answer {
  /** As it came, latin1; undefined: success without a reply. */
  readonly line: string | undefined
  readonly error: AgentError | undefined
}

/** How a monitor of QEMU greets, whether all in one line or not. */
const MONITOR = /^\s*(?:\{\s*)?"QMP":/

/** @param args The text of a JSON object. */
async function ask(path: string, name: string, args: string | undefined, timeout: number): Promise<Answer> {
  let line: string | undefined
  let isMonitor = false
  const agent = new AgentClient(path, {
    timeout,
    onEvent: event => {
      if (event.type === 'received') line = event.data
      else if (event.type === 'discarded' && MONITOR.test(event.data)) {
        isMonitor = true
        agent.close()
      }
    },
  })
  try {
    await agent.call(name, args === undefined ? undefined : exactly(args))
    return { line, error: undefined }
  } catch (error) {
    if (error instanceof AgentError) return { line, error }
    if (isMonitor) throw new CommandFailure(`${path} is QEMU's monitor and no agent. Try mockvm qmp ${path} ${name}`)
    throw error
  } finally {
    agent.close()
  }
}

/** A JsonObject is passed on as it is: 1.0 stays a double, and the members in their order. */
function exactly(args: string): Readonly<Record<string, unknown>> {
  return decodeExact(args) as unknown as Readonly<Record<string, unknown>>
}

/** In the order of the wire and to the digit, which plain objects and numbers would not keep. */
function returned(line: string): JsonValue {
  const reply = decodeExact(Buffer.from(line.slice(line.lastIndexOf('\xff') + 1), 'latin1').toString())
  return isJsonObject(reply) ? (reply.get('return') ?? null) : null
}
