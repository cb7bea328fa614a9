/** From a scenario's name, file or data to what the guest and the agent are made of. */
import type { FaultRule } from '../faults/rule.js'
import type { GuestConfig } from '../guest/config.js'
import type { QemuConfig } from '../monitor/qemu-config.js'
import type { TimelineEntry } from '../timeline/timeline.js'
import { type AgentConfig, toAgentConfig } from './agent-config.js'
import { mergeChain, readChain, type ScenarioSource } from './chain.js'
import { check, type Vocabulary } from './check.js'
import { documentText } from './document-text.js'
import { ScenarioError, type ScenarioIssue } from './error.js'
import { explain, type Finding } from './explain.js'
import { toFaultRule } from './fault-config.js'
import { deepFreeze } from './freeze.js'
import { toGuestConfig } from './guest-config.js'
import { type Layer, toIssue } from './layer.js'
import { withoutNulls } from './merge.js'
import { applyOverride, OVERRIDES, type Override, parsePath } from './override.js'
import { valueAt } from './path.js'
import { toQemuConfig } from './qemu-config.js'
import { isRepeatable } from './repeatable.js'
import { Scenario, type ScenarioInput } from './schema.js'
import { toScenarioData } from './source-text.js'
import { toTimeline } from './timeline-config.js'
import { warnings } from './warnings.js'

export { ScenarioError, type ScenarioIssue } from './error.js'
export { listScenarios } from './list.js'
export { parseOverride } from './override.js'
export type { AgentConfig, Override, ScenarioInput, ScenarioSource, Vocabulary }

export interface LoadedScenario {
  /** Of the built-in or, without its ending, of the file; "inline" for an object. */
  readonly name: string
  /**
   * The whole scenario as plain JSON data, parents and overrides laid in: loading it gives the same guest again. Integers
   * beyond 2^53 that a fault rule waits for or returns are bigint.
   */
  readonly document: ScenarioInput
  readonly guest: GuestConfig
  readonly agent: AgentConfig
  readonly qemu: QemuConfig
  readonly faults: readonly FaultRule[]
  readonly timeline: readonly TimelineEntry[]
  /** What works, but is likely to be a mistake: for `mockvm check`. */
  readonly warnings: readonly ScenarioIssue[]
}

export interface LoadOptions {
  readonly vocabulary: Vocabulary
  /** Laid over the scenario in order. */
  readonly set?: readonly Override[]
  /** Takes the place of the scenario's. */
  readonly seed?: string | number
}

/** Finds out which file, or which override, said what is wrong. */
function place(finding: Finding, chain: readonly Layer[], overrides: readonly Override[]) {
  const overridden = overrides.some(({ path }) => {
    const parts = parsePath(path)
    const shorter = Math.min(parts.length, finding.path.length)
    return parts.slice(0, shorter).every((part, index) => String(part) === String(finding.path[index]))
  })
  if (overridden) return toIssue(finding, OVERRIDES, undefined)
  for (let length = finding.path.length; length > 0; length--) {
    const path = finding.path.slice(0, length)
    const layer = chain.find(it => valueAt(it.data, path) !== undefined)
    const atKey = finding.atKey === true && length === finding.path.length
    if (layer !== undefined) return toIssue(finding, layer.file, layer.locate(path, atKey))
  }
  return toIssue(finding, chain[0]?.file ?? '', undefined)
}

function load(source: ScenarioSource, vocabulary: Vocabulary, overrides: readonly Override[]): LoadedScenario {
  const chain = readChain(source)
  const merged = mergeChain(chain)
  const changed = overrides.reduce<unknown>(applyOverride, merged)
  const result = Scenario.safeParse(changed)
  const refuse = (findings: readonly Finding[]) => {
    if (findings.length > 0) throw new ScenarioError(findings.map(it => place(it, chain, overrides)))
  }
  if (!result.success) refuse(explain(result.error.issues, changed))
  const document = withoutNulls(changed) as ScenarioInput
  refuse(check(document, vocabulary))
  const name = chain[0]?.name ?? ''
  return deepFreeze({
    name,
    document,
    guest: toGuestConfig(document),
    agent: toAgentConfig(document),
    qemu: toQemuConfig(document),
    faults: (document.faults ?? []).map(toFaultRule),
    timeline: toTimeline(document.timeline ?? []),
    warnings: warnings(document).map(it => place(it, chain, overrides)),
  })
}

/** What was loaded already: a test suite makes the same guest over and over. What is cached is frozen. */
const loaded = new Map<string, LoadedScenario>()

/** They may differ at every load; a cache of all of them would be a leak. */
const MOST_LOADED = 64

function loadCached(source: ScenarioSource, vocabulary: Vocabulary, overrides: readonly Override[]): LoadedScenario {
  const key = documentText([source, overrides, vocabulary.commandNames])
  const known = loaded.get(key)
  if (known !== undefined) return known
  const scenario = load(source, vocabulary, overrides)
  // The oldest goes: a Map keeps the order of insertion.
  if (loaded.size >= MOST_LOADED) loaded.delete(loaded.keys().next().value ?? '')
  loaded.set(key, scenario)
  return scenario
}

/**
 * Loads a built-in scenario by name ("debian-12"), a file by its path (with a slash, or ending in .yaml, .yml or
 * .json), or a scenario given as data; without a source, "default". The result is frozen and may be shared.
 * Throws ScenarioError, which tells everything that is wrong.
 */
export function loadScenario(source: ScenarioSource | undefined, options: LoadOptions): LoadedScenario {
  const { vocabulary, set = [], seed } = options
  const asked = source ?? 'default'
  const overrides = set.map(({ path, value }) => ({ path, value: toScenarioData(value ?? null, parsePath(path)) }))
  const scenario = isRepeatable(asked) ? loadCached(asked, vocabulary, overrides) : load(asked, vocabulary, overrides)
  if (seed === undefined) return scenario
  if (typeof seed !== 'string' && !Number.isSafeInteger(seed)) {
    throw new ScenarioError([{ file: '--seed', path: 'seed', expected: 'an integer or a string', got: String(seed) }])
  }
  const document = Object.freeze({ ...scenario.document, seed })
  const guest = Object.freeze({ ...scenario.guest, seed: String(seed) })
  return Object.freeze({ ...scenario, document, guest })
}
