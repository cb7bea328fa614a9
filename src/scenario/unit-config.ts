/** Units of systemd: what a scenario leaves open is what most units have. */
import type { Ending } from '../guest/processes.js'
import { plainUnit } from '../guest/services/systemd-units.js'
import { type ActiveState, kindOf, UNIT_KINDS, type UnitConfig } from '../guest/services/unit.js'
import { parseInstant } from './instant.js'
import { toListeningConfigs } from './network-config.js'
import type { ScenarioInput } from './schema.js'
import { signalNumber } from './signals.js'
import { nanoseconds } from './units.js'

type UnitInput = NonNullable<NonNullable<ScenarioInput['units']>[string]>

export function toUnitConfigs({ units = {} }: ScenarioInput): UnitConfig[] {
  return Object.entries(units).flatMap(([name, input]) => (input === null ? [] : [toUnitConfig(name, input)]))
}

function toUnitConfig(name: string, input: UnitInput): UnitConfig {
  const { process, since, startFails, timer, listening } = input
  const sub = input.state ?? usualState(name, input)
  const active = ACTIVE[sub] ?? 'active'
  const fileState = input.file ?? (hasNothingToEnable(name) ? 'static' : 'enabled')
  return {
    ...plainUnit(name, input.description ?? name, { active, sub, fileState }),
    aliases: input.aliases ?? [],
    documentation: input.documentation ?? [],
    ...(input.path !== undefined && { path: input.path }),
    preset: input.preset ?? 'enabled',
    wantedBy: input.wantedBy ?? WANTED_BY[kindOf(name)] ?? 'multi-user.target',
    type: input.type ?? 'simple',
    command: words(input.command),
    ...(process !== undefined && { process }),
    user: input.user ?? 'root',
    restart: input.restart ?? 'no',
    canReload: input.canReload ?? false,
    ...(since !== undefined && { since: parseInstant(since) ?? 0n }),
    ...(sub === 'exited' && { remainAfterExit: true }),
    ...(listening !== undefined && { listening: toListeningConfigs(listening) }),
    ...(active === 'failed' && { ending: toEnding(input.failed) }),
    ...(startFails !== undefined && {
      startError: {
        exitCode: startFails.exitCode ?? 1,
        ...(startFails.message !== undefined && { message: startFails.message }),
      },
    }),
    startTime: nanoseconds(input.startTime),
    ...(timer !== undefined && {
      timer: { unit: timer.unit ?? name.replace(/\.timer$/, '.service'), every: nanoseconds(timer.every) },
    }),
  }
}

const ACTIVE: Readonly<Record<string, ActiveState>> = { dead: 'inactive', failed: 'failed' }
const WANTED_BY: Readonly<Record<string, string>> = { timer: 'timers.target', socket: 'sockets.target' }

function hasNothingToEnable(name: string): boolean {
  return ['target', 'slice', 'scope', 'mount', 'device'].includes(kindOf(name))
}

/** Up, unless nobody has enabled it. A service without a process of its own has done what it is for. */
function usualState(name: string, { file, command, process, failed, type }: UnitInput): string {
  if (failed !== undefined) return 'failed'
  if (file === 'disabled' || file === 'masked') return 'dead'
  if (kindOf(name) !== 'service') return UNIT_KINDS[kindOf(name)]
  return (command === undefined && process === undefined) || type === 'oneshot' ? 'exited' : 'running'
}

function words(command: string | readonly string[] | undefined): readonly string[] {
  if (command === undefined) return []
  return typeof command === 'string' ? command.split(' ').filter(word => word !== '') : command
}

function toEnding({ exitCode = 1, signal }: NonNullable<UnitInput['failed']> = {}): Ending {
  const number = signal === undefined ? undefined : signalNumber(signal)
  return number === undefined ? { exitCode } : { signal: number }
}
