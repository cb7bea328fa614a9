import { familyOf } from '../../scenario/family.js'
import { loadScenario, parseOverride, ScenarioError } from '../../scenario/load.js'
import type { TraceEvent } from '../../trace/events.js'
import { createVm, type Vm, vocabulary } from '../../vm.js'
import { QemuError } from './error.js'
import type { OwnOptions } from './own-options.js'
import type { Setting } from './settings.js'
import { type SleepStates, sleepOutcomes } from './sleep-states.js'

/** What the options of QEMU say of it. */
export interface Wanted {
  readonly settings: readonly Setting[]
  readonly sleepStates: SleepStates
}

/**
 * The guest of a command line: a scenario, over it what the options of QEMU say, over that what was set by name.
 *
 * Rejects with QemuError, which names the option.
 */
export async function createGuest(own: OwnOptions, wanted: Wanted, onEvent: (event: TraceEvent) => void): Promise<Vm> {
  const { scenario, seed, clock = 'real', agentVersion, set } = own
  const said = set.map(toSetting)
  const overrides = [...wanted.settings, ...said]
  try {
    const { document } = loadScenario(scenario, { vocabulary, set: overrides })
    const suspend = sleepOutcomes(wanted.sleepStates, document.suspend ?? {}, familyOf(document))
    return await createVm({
      scenario,
      seed,
      clock: { mode: clock },
      set: [...wanted.settings, { path: 'suspend', value: suspend }, ...said],
      ...(agentVersion !== undefined && { agent: { version: agentVersion } }),
      keepEvents: false,
      onEvent,
    })
  } catch (error) {
    if (error instanceof ScenarioError) throw explain(error, overrides)
    const trouble = error instanceof Error ? /^qemu\.incoming: (.*)$/s.exec(error.message)?.[1] : undefined
    const uri = wanted.settings.find(({ path }) => path === 'qemu.incoming')?.value
    throw trouble === undefined ? error : new QemuError(`-incoming ${uri}: ${trouble}`)
  }
}

/** The version of QEMU that the scenario has. Throws QemuError. */
export function versionOf({ scenario, set }: OwnOptions): string {
  const overrides = set.map(toSetting)
  try {
    return loadScenario(scenario, { vocabulary, set: overrides }).qemu.version
  } catch (error) {
    throw error instanceof ScenarioError ? explain(error, overrides) : error
  }
}

function toSetting({ by, text }: OwnOptions['set'][number]): Setting {
  try {
    return { by, ...parseOverride(text) }
  } catch (error) {
    if (error instanceof ScenarioError) throw new QemuError(`${by}: ${error.message}`)
    throw error
  }
}

/** An override that is wrong is the option's that it came from. */
function explain({ issues, message }: ScenarioError, settings: readonly Setting[]): QemuError {
  const told = issues.map(({ file, path, expected, got, hint }) => {
    if (file !== '--set') return undefined
    const setting = settings.findLast(it => isWithin(path, it.path) || isWithin(it.path, path))
    const by = setting?.by ?? (path === 'agent.version' ? 'agent-version' : undefined)
    if (by === undefined) return undefined
    return `${by}: ${path}: expected ${expected}, got ${got}.${hint === undefined ? '' : ` ${hint}`}`
  })
  return told.every(text => text !== undefined) ? new QemuError(...told) : new QemuError(message)
}

function isWithin(path: string, other: string): boolean {
  return path === other || path.startsWith(`${other}.`) || path.startsWith(`${other}[`)
}
