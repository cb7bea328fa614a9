/** A command of a call with parameters. */
import type { HttpJson } from '../../json.js'
import type { ProxmoxGuest } from '../cluster.js'
import { agentErrorOf } from './agent-error.js'
import { type AgentArguments, agentCommand, assertAgentAvailable } from './client.js'

/**
 * Asks it of an agent that has been seen to be there. Rejects with PveError 500, for an error of the agent's too.
 * @param text What is said of no answer at all: "can't open file".
 */
export async function checkedCommand(
  guest: ProxmoxGuest,
  command: string,
  args: AgentArguments,
  text: string,
): Promise<HttpJson> {
  await assertAgentAvailable(guest)
  const result = await agentCommand(guest, command, args)
  const error = agentErrorOf(result, text)
  if (error !== undefined) throw error
  return result
}
