/**
 * All of a guest that goes from one QEMU to another, as plain data. What is the host's stays: clients and what they have
 * sent, fault rules, the time line of the scenario.
 */
import { createHash } from 'node:crypto'
import type { Agent, AgentSnapshot } from './agent/agent.js'
import type { Channel, ChannelTransfer } from './channel/channel.js'
import type { Guest, GuestTransfer } from './guest/guest.js'
import type { LostChannel, LostChannelSnapshot } from './lost-channel.js'
import type { MachineIdentity } from './migration-stream.js'
import type { MachineStateSnapshot } from './monitor/machine-state.js'
import type { RunState } from './monitor/run-state.js'
import { documentText } from './scenario/document-text.js'
import type { LoadedScenario } from './scenario/load.js'

/** What of a machine it concerns. */
export interface Movable {
  readonly guest: Guest
  readonly agent: Agent
  readonly runState: RunState
  readonly channel: Channel
  readonly lostChannel: LostChannel
}

interface MigratedGuest {
  readonly guest: GuestTransfer
  readonly agent: AgentSnapshot
  readonly runState: MachineStateSnapshot
  readonly channel: ChannelTransfer
  /** Its time counts from now. */
  readonly lostChannel: LostChannelSnapshot
}

/** A guest goes only where one of the same hardware and the same system could run. */
export function identityOf({ qemu, guest, agent }: LoadedScenario): MachineIdentity {
  const { clock, power: _, ...hardware } = guest
  const sections = { ...hardware, timezone: clock.timezone, agent: { ...agent, running: undefined } }
  const hashes = Object.entries(sections).map(([name, section]) => [name, hashOf(section)] as const)
  return { machineType: qemu.machineType, memory: guest.memory.size, sections: Object.fromEntries(hashes) }
}

function hashOf(section: unknown): string {
  return createHash('sha256').update(documentText(section)).digest('base64')
}

/** Throws while the agent executes a command. */
export function depart({ guest, agent, runState, channel, lostChannel }: Movable): MigratedGuest {
  const state = guest.depart()
  return {
    // Chance that belongs to fault rules is the host's.
    guest: { ...state, random: without(state.random, isOfRules) },
    agent: agent.snapshot(),
    runState: runState.moving.depart(),
    channel: channel.depart(),
    lostChannel: shifted(lostChannel.snapshot(), -guest.clock.monotonic()),
  }
}

/** Throws when it is no guest; what it was is lost then. `completed` is called before the guest does anything. */
export function arrive(
  { guest, agent, runState, channel, lostChannel }: Movable,
  state: unknown,
  completed: () => void,
) {
  const arrived = state as MigratedGuest
  const own = without(guest.random.snapshot(), name => !isOfRules(name))
  guest.arrive({ ...arrived.guest, random: { ...own, ...arrived.guest.random } })
  agent.restore(arrived.agent)
  channel.arrive(arrived.channel)
  lostChannel.restore(shifted(arrived.lostChannel, guest.clock.monotonic()))
  const { port } = arrived.channel
  const isTold = channel.port !== port || port === 'closed'
  runState.moving.arrive(arrived.runState, isTold ? port === 'open' : undefined, completed)
}

const isOfRules = (name: string) => name.startsWith('fault/')

function without<T>(record: Readonly<Record<string, T>>, isUnwanted: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !isUnwanted(name)))
}

function shifted({ retryAt, ...rest }: LostChannelSnapshot, by: bigint): LostChannelSnapshot {
  return { ...rest, ...(retryAt !== undefined && { retryAt: retryAt === 'unknown' ? retryAt : retryAt + by }) }
}
