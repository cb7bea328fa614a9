/** What the agent of a scenario is: plain data, complete. */
import type { AgentConfig } from '../agent/config.js'
import type { ScenarioInput } from './schema.js'

export type { AgentConfig }

/** The version that answers unless the scenario names one. */
export const DEFAULT_AGENT_VERSION = '2.11.0'

// systemd.exec(5): the search path of a service that sets none.
const SEARCH_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Nulls have been merged away; the type of a document still has them. */
function strings(entries: Readonly<Record<string, string | null>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([key, value]) => [key, value ?? '']))
}

export function toAgentConfig({ agent = {} }: ScenarioInput): AgentConfig {
  const { allowRpcs, fsfreezeHook } = agent
  return {
    version: agent.version ?? DEFAULT_AGENT_VERSION,
    transport: agent.transport ?? 'virtio-serial',
    running: agent.running ?? true,
    ...(agent.port && { port: agent.port }),
    blockRpcs: agent.blockRpcs ?? [],
    ...(allowRpcs && { allowRpcs }),
    ...(fsfreezeHook && { fsfreezeHook }),
    stateDir: agent.stateDir ?? '/var/run',
    user: agent.user ?? 'root',
    env: { PATH: SEARCH_PATH, ...strings(agent.env ?? undefined) },
    cwd: '/',
  }
}
