/** A whole, checked document as the guest takes it. What the document leaves open is the least that a guest has. */
import type {
  ClockConfig,
  DiskConfig,
  Family,
  GuestConfig,
  KernelConfig,
  LoadConfig,
  MountConfig,
  ProcessConfig,
  SessionConfig,
  SuspendConfig,
  VcpuConfig,
} from '../guest/config.js'
import { CPU_STATES, type CpuTime } from '../guest/cpu-times.js'
import { toGroupConfigs, toUserConfigs } from './account-config.js'
import { hasRetryPath } from './agent-config.js'
import { toFileConfigs } from './content-config.js'
import { toDiskConfigs } from './disk-config.js'
import { familyOf } from './family.js'
import { parseInstant } from './instant.js'
import { toMemoryConfig } from './memory-blocks.js'
import { builtinPaths } from './merge-builtins.js'
import { toMountConfigs } from './mount-config.js'
import { toInterfaceConfigs, toListeningConfigs, toRouteConfigs } from './network-config.js'
import { toJournalConfigs, toPackageConfigs } from './package-config.js'
import { toProgramConfigs } from './program-config.js'
import { toPowerConfig } from './qemu-config.js'
import type { ScenarioInput } from './schema.js'
import { toUnitConfigs } from './unit-config.js'
import { nanoseconds } from './units.js'
import { toWindowsConfig, volumeMounts, windowsDisks } from './windows-config.js'

type VcpuInput = Exclude<NonNullable<ScenarioInput['vcpus']>, number>[number]

const DEFAULT_SEED = 0

/** When a guest begins whose scenario doesn't say: every run at the same time. */
const DEFAULT_NOW = '2026-01-01T00:00:00Z'

function toClockConfig({ clock = {} }: ScenarioInput): ClockConfig {
  const { mode = 'manual', now = mode === 'real' ? 'host' : DEFAULT_NOW } = clock
  return {
    mode,
    now: now === 'host' ? now : (parseInstant(now) ?? 0n),
    step: nanoseconds(clock.step ?? '1ms'),
    uptime: nanoseconds(clock.uptime ?? '1m'),
    timezone: clock.timezone ?? 'UTC',
  }
}

function toKernelConfig({ os }: ScenarioInput): KernelConfig {
  const { release = '6.1.0', version = '#1 SMP', machine = 'x86_64', options } = os?.kernel ?? {}
  return { release, version, machine, ...(options !== undefined && { options }) }
}

/** os-release(5): a value is quoted unless it is a plain word; `"`, `$`, `\` and a backquote are escaped. */
function releaseText(release: string | Readonly<Record<string, string | null>>): string {
  if (typeof release === 'string') return release
  const quote = (value: string) =>
    /^[a-z][\w.-]*$/.test(value) ? value : `"${value.replace(/["$\\`]/g, character => `\\${character}`)}"`
  return Object.entries(release)
    .map(([key, value]) => `${key}=${quote(value ?? '')}\n`)
    .join('')
}

function toVcpuConfigs(document: ScenarioInput): VcpuConfig[] {
  const { vcpus = 1 } = document
  const all: VcpuInput[] = typeof vcpus === 'number' ? Array.from({ length: vcpus }, () => ({})) : vcpus
  // CPU 0 has no `online` file in sysfs.
  const { uptime } = toClockConfig(document)
  return all.map(({ online = true, canOffline, times, error }, index) => {
    const busy = times && { times: toCpuTime(times, uptime) }
    return { online, canOffline: canOffline ?? index !== 0, ...busy, ...(error && { error }) }
  })
}

/** A processor that does nothing else idles. */
function toCpuTime(times: NonNullable<VcpuInput['times']>, uptime: bigint): CpuTime {
  const given = CPU_STATES.map(state => [state, nanoseconds(times[state] ?? 0)] as const)
  const rest = given.reduce((left, [, time]) => left - time, uptime)
  const idle = times.idle === undefined && rest > 0n ? { idle: rest } : {}
  return { ...(Object.fromEntries(given) as CpuTime), ...idle }
}

function toLoadConfig({ averages = [0, 0, 0], running = 0 }: NonNullable<ScenarioInput['load']>): LoadConfig {
  const [one = 0, five = 0, fifteen = 0] = averages
  return { averages: [one, five, fifteen], running }
}

function toSessionConfigs({ sessions = [] }: ScenarioInput): SessionConfig[] {
  return sessions.map(({ user, line, host = '', time, type = 7, pid }, index) => {
    return { type, pid: pid ?? 1000 + index, line, user, host, time: (parseInstant(time) ?? 0n) / 1000n }
  })
}

/** The first process, who the others run as, and how the agent is started. */
interface ProcessDefaults {
  readonly first: NonNullable<ScenarioInput['processes']>[number]
  readonly user: string
  readonly agent: { readonly after: number; readonly argv: readonly string[] }
}

const UNIX_PROCESSES: ProcessDefaults = {
  first: { pid: 1, command: '/sbin/init' },
  user: 'root',
  agent: { after: 1, argv: ['/usr/bin/qemu-ga'] },
}
const PROCESSES: Readonly<Record<Family, ProcessDefaults>> = {
  linux: UNIX_PROCESSES,
  freebsd: UNIX_PROCESSES,
  windows: {
    first: { pid: 4, command: 'System' },
    user: 'SYSTEM',
    agent: { after: 4, argv: ['C:\\Program Files\\Qemu-ga\\qemu-ga.exe', '-d', '--retry-path'] },
  },
}

/** The agent is a process like others; a scenario that doesn't list it has it all the same. */
function toProcessConfigs(document: ScenarioInput): ProcessConfig[] {
  const { first, user: everybody, agent } = PROCESSES[familyOf(document)]
  const { processes = [first] } = document
  const all = processes.map(({ pid, ppid, user = everybody, command }): ProcessConfig => {
    const argv = typeof command === 'string' ? command.split(' ').filter(word => word !== '') : command
    return { pid, ppid: ppid ?? (pid === first.pid ? 0 : first.pid), user, argv }
  })
  if (all.some(({ argv }) => /qemu-ga(?:\.exe)?$/.test(argv[0] ?? ''))) return all
  const pid = Math.max(0, ...all.map(it => it.pid)) + agent.after
  const argv = agent.argv.filter(word => word !== '--retry-path' || hasRetryPath(document))
  return [...all, { pid, ppid: first.pid, user: everybody, argv }]
}

function toSuspendConfig({ suspend }: ScenarioInput): SuspendConfig {
  // What libvirt gives a new guest: neither S3 nor S4.
  const { disk = 'unsupported', ram = 'unsupported', hybrid = 'unsupported' } = suspend ?? {}
  return { disk, ram, hybrid }
}

/** What is read of different keys; `accounts`: there is an /etc/passwd. */
interface Parts {
  readonly disks: (document: ScenarioInput) => DiskConfig[]
  readonly mounts: (document: ScenarioInput) => MountConfig[]
  readonly accounts: boolean
}

const UNIX_PARTS: Parts = { disks: toDiskConfigs, mounts: toMountConfigs, accounts: true }
const PARTS: Readonly<Record<Family, Parts>> = {
  linux: UNIX_PARTS,
  freebsd: UNIX_PARTS,
  windows: { disks: windowsDisks, mounts: volumeMounts, accounts: false },
}

export function toGuestConfig(document: ScenarioInput): GuestConfig {
  const family = familyOf(document)
  const { disks, mounts, accounts } = PARTS[family]
  const users = accounts ? toUserConfigs(document) : []
  const release = document.os?.release
  return {
    seed: String(document.seed ?? DEFAULT_SEED),
    hostname: document.hostname ?? 'localhost',
    clock: toClockConfig(document),
    family,
    ...(family === 'windows' && { windows: toWindowsConfig(document) }),
    kernel: toKernelConfig(document),
    ...(document.agent?.path !== undefined && { agentPort: document.agent.path }),
    ...(release !== undefined && release !== null && { osRelease: releaseText(release) }),
    vcpus: toVcpuConfigs(document),
    ...(document.load && { load: toLoadConfig(document.load) }),
    machine: document.memory?.machine ?? 'q35',
    memory: toMemoryConfig(document.memory ?? {}),
    disks: disks(document),
    mounts: mounts(document),
    interfaces: toInterfaceConfigs(document),
    ...(document.network?.listening && { listening: toListeningConfigs(document.network.listening) }),
    ...(document.network?.routes && { routes: toRouteConfigs(document.network.routes) }),
    users,
    groups: accounts ? toGroupConfigs(document, users) : [],
    sessions: accounts ? toSessionConfigs(document) : [],
    processes: toProcessConfigs(document),
    programs: toProgramConfigs(document),
    builtins: builtinPaths(document.builtins),
    units: toUnitConfigs(document),
    packages: toPackageConfigs(document),
    journal: toJournalConfigs(document),
    files: toFileConfigs(document),
    suspend: toSuspendConfig(document),
    power: toPowerConfig(document),
  }
}
