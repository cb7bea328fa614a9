import { Command, InvalidArgumentError } from 'commander'
import { commands } from '../commands/registry.js'
import { isJsonObject, type JsonValue } from '../json/value.js'
import { AgentClient, ConnectionEnded, type Reply, ReplyTimeout } from './agent-client.js'
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
      const client = await AgentClient.connect(path, options.timeout * 1000)
      try {
        await client.sync()
        client.send(name, args)
        const silent = commands.find(command => command.name === name)?.successResponse === false
        const reply = silent ? await replyOrSilence(client, name) : await client.reply(name)
        if (reply && options.raw) stdout.write(Buffer.from(`${reply.bytes}\n`, 'latin1'))
        else if (reply) stdout.write(`${prettyJson(returned(reply))}\n`)
        done(reply?.members.has('error') ? FAILURE : OK)
      } finally {
        client.close()
      }
    })

function seconds(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value <= 2_000_000)) throw new InvalidArgumentError('Expected a number of seconds above 0.')
  return value
}

/**
 * The reply to a command that answers only when it fails. A success shows in that the agent goes on with something
 * else, is gone, or says nothing at all, as in a guest that is off.
 */
async function replyOrSilence(client: AgentClient, name: string): Promise<Reply | undefined> {
  client.send('guest-sync', '{"id": 0}')
  try {
    const reply = await client.reply(name)
    return reply.members.has('error') ? reply : undefined
  } catch (error) {
    if (error instanceof ConnectionEnded || error instanceof ReplyTimeout) return undefined
    throw error
  }
}

/** @throws CommandFailure with what the agent complains about */
function returned({ members }: Reply): JsonValue {
  const error = members.get('error')
  if (isJsonObject(error)) throw new CommandFailure(`${error.get('class')}: ${error.get('desc')}`)
  return members.get('return') ?? null
}
