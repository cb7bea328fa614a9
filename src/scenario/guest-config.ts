/** A whole, checked document as the guest takes it. What the document leaves open is the least that a guest has. */
import type {
  ClockConfig,
  GuestConfig,
  KernelConfig,
  ProcessConfig,
  SessionConfig,
  SuspendConfig,
  VcpuConfig,
} from '../guest/config.js'
import { toGroupConfigs, toUserConfigs } from './account-config.js'
import { toFileConfigs, toProgramConfigs } from './content-config.js'
import { toDiskConfigs } from './disk-config.js'
import { parseInstant } from './instant.js'
import { toMemoryConfig } from './memory-blocks.js'
import { toMountConfigs } from './mount-config.js'
import { toInterfaceConfigs } from './network-config.js'
import type { ScenarioInput } from './schema.js'
import { nanoseconds } from './units.js'

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
  const { release = '6.1.0', version = '#1 SMP', machine = 'x86_64' } = os?.kernel ?? {}
  return { release, version, machine }
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

function toVcpuConfigs({ vcpus = 1 }: ScenarioInput): VcpuConfig[] {
  const all: VcpuInput[] = typeof vcpus === 'number' ? Array.from({ length: vcpus }, () => ({})) : vcpus
  // CPU 0 has no `online` file in sysfs.
  return all.map(({ online = true, canOffline, error }, index) => {
    return { online, canOffline: canOffline ?? index !== 0, ...(error && { error }) }
  })
}

function toSessionConfigs({ sessions = [] }: ScenarioInput): SessionConfig[] {
  return sessions.map(({ user, line, host = '', time, type = 7, pid }, index) => {
    return { type, pid: pid ?? 1000 + index, line, user, host, time: (parseInstant(time) ?? 0n) / 1000n }
  })
}

/** The agent is a process like others; a scenario that doesn't list it has it all the same. */
function toProcessConfigs({ processes = [{ pid: 1, command: '/sbin/init' }] }: ScenarioInput): ProcessConfig[] {
  const all = processes.map(({ pid, ppid, user = 'root', command }): ProcessConfig => {
    const argv = typeof command === 'string' ? command.split(' ').filter(word => word !== '') : command
    return { pid, ppid: ppid ?? (pid === 1 ? 0 : 1), user, argv }
  })
  if (all.some(({ argv }) => argv[0]?.endsWith('qemu-ga'))) return all
  const pid = Math.max(0, ...all.map(it => it.pid)) + 1
  return [...all, { pid, ppid: 1, user: 'root', argv: ['/usr/bin/qemu-ga'] }]
}

function toSuspendConfig({ suspend }: ScenarioInput): SuspendConfig {
  // What libvirt gives a new guest: neither S3 nor S4.
  const { disk = 'unsupported', ram = 'unsupported', hybrid = 'unsupported' } = suspend ?? {}
  return { disk, ram, hybrid }
}

export function toGuestConfig(document: ScenarioInput): GuestConfig {
  const users = toUserConfigs(document)
  const release = document.os?.release
  return {
    seed: String(document.seed ?? DEFAULT_SEED),
    hostname: document.hostname ?? 'localhost',
    clock: toClockConfig(document),
    kernel: toKernelConfig(document),
    ...(release !== undefined && release !== null && { osRelease: releaseText(release) }),
    vcpus: toVcpuConfigs(document),
    memory: toMemoryConfig(document.memory ?? {}),
    disks: toDiskConfigs(document),
    mounts: toMountConfigs(document),
    interfaces: toInterfaceConfigs(document),
    users,
    groups: toGroupConfigs(document, users),
    sessions: toSessionConfigs(document),
    processes: toProcessConfigs(document),
    programs: toProgramConfigs(document),
    builtins: document.builtins ?? [],
    files: toFileConfigs(document),
    suspend: toSuspendConfig(document),
  }
}
