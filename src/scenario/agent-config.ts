/** What the agent of a scenario is: plain data, complete. */
import type { AgentConfig } from '../agent/config.js'
import type { Family } from '../guest/config.js'
import { has } from '../qapi/version.js'
import { familyOf } from './family.js'
import type { ScenarioInput } from './schema.js'
import { WINDOWS_SERVICE } from './windows-service.js'

export type { AgentConfig }

/** The version that answers unless the scenario names one. FreeBSD has none that is so old. */
const DEFAULT_VERSIONS: Readonly<Record<Family, string>> = { linux: '2.11.0', windows: '2.11.0', freebsd: '7.2.22' }

export function agentVersionOf({ agent, os }: Pick<ScenarioInput, 'agent' | 'os'>): string {
  return agent?.version ?? DEFAULT_VERSIONS[familyOf({ os })]
}

/** 2.11 has no such option. */
export function hasRetryPath(document: Pick<ScenarioInput, 'agent' | 'os'>): boolean {
  return has(agentVersionOf(document), '5.2')
}

interface Surroundings extends Pick<AgentConfig, 'stateDir' | 'user' | 'env' | 'cwd' | 'retryPath'> {
  /** Names of variables that are the same to the system. */
  readonly folded: (name: string) => string
}

const UNIX: Surroundings = {
  stateDir: '/var/run',
  user: 'root',
  // systemd.exec(5): the search path of a service that sets none.
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
  cwd: '/',
  retryPath: false,
  folded: name => name,
}

/** How the agent is started on each kind of system. */
const SURROUNDINGS: Readonly<Record<Family, Surroundings>> = {
  linux: UNIX,
  freebsd: UNIX,
  windows: { ...WINDOWS_SERVICE, folded: name => name.toUpperCase() },
}

/** Nulls have been merged away; the type of a document still has them. */
function strings(entries: Readonly<Record<string, string | null>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([key, value]) => [key, value ?? '']))
}

export function toAgentConfig({ agent = {}, os, qemu }: ScenarioInput): AgentConfig {
  const { allowRpcs, fsfreezeHook } = agent
  const { stateDir, user, env, cwd, retryPath, folded } = SURROUNDINGS[familyOf({ os })]
  const startsAtBoot = agent.running ?? true
  const own = strings(agent.env ?? undefined)
  const given = new Set(Object.keys(own).map(folded))
  // One that is spelt the same keeps its place.
  const inherited = Object.entries(env).filter(([name]) => Object.hasOwn(own, name) || !given.has(folded(name)))
  return {
    version: agentVersionOf({ agent, os }),
    patches: agent.patches ?? [],
    transport: agent.transport ?? 'virtio-serial',
    running: startsAtBoot && (qemu?.start ?? 'up') === 'up' && qemu?.incoming === undefined,
    startsAtBoot,
    ...(agent.port && { port: agent.port }),
    blockRpcs: agent.blockRpcs ?? [],
    ...(allowRpcs && { allowRpcs }),
    ...(fsfreezeHook && { fsfreezeHook }),
    stateDir: agent.stateDir ?? stateDir,
    user: agent.user ?? user,
    env: { ...Object.fromEntries(inherited), ...own },
    cwd,
    retryPath: hasRetryPath({ agent, os }) && (agent.retryPath ?? retryPath),
    quirks: agent.quirks ?? {},
  }
}
