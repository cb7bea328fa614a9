/** The client that the API has for guest agents: one connection a command. */
import type { HttpJson } from '../../json.js'
import { patiently } from '../../patience.js'
import type { ProxmoxGuest } from '../cluster.js'
import { died, PveError } from '../error.js'
import { type AgentRequest, exchange, GotTimeout, NoReply } from './exchange.js'
import { MOST_STATUSES, PING_TIMEOUT, STATUS_TIMEOUT, timeoutOf } from './timeouts.js'

export type AgentArguments = AgentRequest['args']

export interface Waiting {
  /** Milliseconds on the guest's clock; what is usual for the command without it. */
  readonly timeout?: number
  /** Whether nobody waits for the answer: in mode `real` it is no reason then to keep the host's process alive. */
  readonly background?: boolean
}

/** A command that wasn't answered in time. */
class CommandTimeout extends PveError {}

/**
 * Gives what a command returns, `{ error: { class, desc } }` where that is the agent's answer, and null where there is
 * none. In the clock modes `auto` and `step` time passes by itself while it waits. Rejects with PveError 500 for what
 * goes wrong on the way.
 */
export async function agentCommand(
  guest: ProxmoxGuest,
  command: string,
  args: AgentArguments = {},
  { timeout = timeoutOf(command), background = false }: Waiting = {},
): Promise<HttpJson> {
  const { vmid, vm } = guest
  if (!guest.isRunning) throw died(`VM ${vmid} not running`)
  try {
    const reply = await patiently(vm, exchange(guest, { command, args, timeout, background }))
    // An error is one only beside no result.
    return reply?.return ?? (reply?.error ? { error: reply.error } : null)
  } catch (error) {
    if (!(error instanceof NoReply)) throw error
    const Kind = error instanceof GotTimeout ? CommandTimeout : PveError
    throw new Kind(500, `VM ${vmid} qga command '${command}' failed - ${error.message}`)
  }
}

/**
 * Freezes, which has an hour. After that the agent is asked whether the file systems are frozen; if it says so the freeze
 * has succeeded, and nobody knows how many there are: null. Rejects with the time-out of the freeze otherwise.
 */
export async function freeze(guest: ProxmoxGuest): Promise<HttpJson> {
  try {
    return await agentCommand(guest, 'guest-fsfreeze-freeze')
  } catch (error) {
    if (error instanceof CommandTimeout && (await isFrozen(guest))) return null
    throw error
  }
}

/** Why nobody answers a guest-ping; undefined where somebody does, whatever it is that he answers. */
export async function agentAbsence(
  guest: ProxmoxGuest,
  { background = false }: Pick<Waiting, 'background'> = {},
): Promise<string | undefined> {
  try {
    await agentCommand(guest, 'guest-ping', {}, { timeout: PING_TIMEOUT, background })
    return undefined
  } catch (error) {
    if (error instanceof PveError) return error.message.trimEnd()
    throw error
  }
}

/** What comes before the commands of a call. Rejects with PveError 500. */
export async function assertAgentAvailable(guest: ProxmoxGuest): Promise<void> {
  if (!guest.hasAgent) throw died('No QEMU guest agent configured')
  if (!guest.isRunning) throw died(`VM ${guest.vmid} is not running`)
  if ((await agentAbsence(guest)) !== undefined) throw died('QEMU guest agent is not running')
}

async function isFrozen(guest: ProxmoxGuest): Promise<boolean> {
  for (let asked = 0; asked < MOST_STATUSES; asked++) {
    try {
      const status = await agentCommand(guest, 'guest-fsfreeze-status', {}, { timeout: STATUS_TIMEOUT })
      return status === 'frozen'
    } catch (error) {
      if (!(error instanceof CommandTimeout)) return false
    }
  }
  return false
}
