/** What createVm() takes, checked at the door. */
import type { ClockMode } from './guest/config.js'
import { nearest } from './scenario/did-you-mean.js'
import type { Override, ScenarioInput } from './scenario/load.js'
import type { TraceEvent } from './trace/events.js'

export interface VmOptions {
  /** A built-in's name, a file's path, or a scenario as data. "default" by default. */
  readonly scenario?: string | ScenarioInput | undefined
  /** Takes the place of the scenario's. */
  readonly seed?: string | number | undefined
  /** Single keys laid over the scenario: `{ path: 'vcpus', value: 4 }`. */
  readonly set?: readonly Override[] | undefined
  readonly clock?: {
    readonly mode?: ClockMode | undefined
    /** ISO 8601, or nanoseconds since the epoch. */
    readonly now?: string | bigint | undefined
  }
  /** Keys of the scenario's `agent`. */
  readonly agent?: NonNullable<ScenarioInput['agent']> | undefined
  /** Is told every event, from the first one on. */
  readonly onEvent?: ((event: TraceEvent) => void) | undefined
  /** False: `vm.events` and `vm.calls()` stay empty, for a VM that serves for days. True by default. */
  readonly keepEvents?: boolean | undefined
}

/** Options are overrides of the scenario, so that its document tells all that the VM was made of. */
export function optionOverrides({ clock, agent }: VmOptions): Override[] {
  const now = typeof clock?.now === 'bigint' ? clock.now.toString() : clock?.now
  return [
    ...Object.entries({ mode: clock?.mode, now }).map(([key, value]) => ({ path: `clock.${key}`, value })),
    ...Object.entries(agent ?? {}).map(([key, value]) => ({ path: `agent.${key}`, value: value as unknown })),
  ].filter(({ value }) => value !== undefined)
}

const OPTIONS = ['scenario', 'seed', 'set', 'clock', 'agent', 'onEvent', 'keepEvents'] satisfies (keyof VmOptions)[]

/** Throws TypeError, which names what was expected and what came. */
export function checkOptions(options: VmOptions): void {
  const unknown = Object.keys(options).find(key => !OPTIONS.some(option => option === key))
  if (unknown === undefined) {
    checkShape('set', options.set, Array.isArray(options.set), "a list such as [{ path: 'vcpus', value: 4 }]")
    checkShape('clock', options.clock, isPlain(options.clock), "an object such as { mode: 'manual' }")
    checkShape('agent', options.agent, isPlain(options.agent), "an object such as { blockRpcs: ['guest-exec'] }")
    return
  }
  const meant = nearest(unknown, OPTIONS)
  throw new TypeError(
    `createVm: expected the options ${OPTIONS.join(', ')}, got "${unknown}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`,
  )
}

function checkShape(option: string, value: unknown, isRight: boolean, expected: string): void {
  if (value !== undefined && !isRight) {
    throw new TypeError(`createVm: expected ${option} to be ${expected}, got ${JSON.stringify(value)}`)
  }
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
