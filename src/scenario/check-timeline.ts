/** What the schema can't see in a time line and its actions. */
import { checkAddresses } from './check-addresses.js'
import { checkFaults, checkPort, conditionRanges, knownPattern } from './check-faults.js'
import type { Finding } from './explain.js'
import { known } from './findings.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'
import type { ActionInput } from './timeline-schema.js'
import { nanoseconds } from './units.js'

export interface ActionVocabulary {
  readonly commandNames: readonly string[]
  /** Of the guest. */
  readonly interfaces: readonly string[]
  /** In text `{{ … }}` is filled in. */
  readonly hasTemplates?: boolean
  /** Addresses may have one, as those of Windows have. */
  readonly hasScopes: boolean
  /** False where the agent holds the socket itself. */
  readonly hasPort: boolean
}

const NOT_THE_MONITOR = "The time line waits for the agent's commands, not for those of QEMU's monitor."

/** What comes more often than that leaves the host no time for anything else. */
const LEAST_PERIOD = 1_000_000n

export function checkTimeline(
  entries: NonNullable<ScenarioInput['timeline']>,
  vocabulary: ActionVocabulary,
): Finding[] {
  return entries.flatMap(({ every, when, while: condition, do: what }, index): Finding[] => {
    const path: Path = ['timeline', index]
    const isTooOften = every !== undefined && nanoseconds(every) < LEAST_PERIOD
    const tooOften = isTooOften ? [{ path: [...path, 'every'], expected: 'at least 1ms', got: String(every) }] : []
    const events = (['request', 'reply'] as const).flatMap(key => {
      const pattern = when?.[key]
      return pattern === undefined
        ? []
        : knownPattern([...path, 'when', key], pattern, vocabulary.commandNames, NOT_THE_MONITOR)
    })
    const actions = [what].flat().flatMap((action, at) => {
      const place = [...path, 'do', ...(Array.isArray(what) ? [at] : [])]
      return checkAction(action, place, vocabulary)
    })
    return [...tooOften, ...events, ...conditionRanges(condition, [...path, 'while']), ...actions]
  })
}

/** What the schema can't see in an action. */
export function checkAction(
  action: ActionInput,
  path: Path,
  { commandNames, interfaces, hasScopes, hasPort, hasTemplates = false }: ActionVocabulary,
): Finding[] {
  const add = action.faults?.add
  const isList = Array.isArray(add)
  const added = checkFaults(add === undefined ? [] : [add].flat(), [], commandNames, hasPort).map(finding => ({
    ...finding,
    path: [...path, 'faults', 'add', ...(isList ? finding.path : finding.path.slice(1))],
  }))
  const given = Object.entries(action.addresses ?? {})
  return [
    ...added,
    ...(hasTemplates ? [] : unfilledPaths(action, path)),
    ...checkPort(path, action.port, 'port', hasPort),
    ...(['addresses', 'interfaces'] as const).flatMap(key =>
      Object.keys(action[key] ?? {}).flatMap(name =>
        known([...path, key, name], name, interfaces, 'an interface of the guest'),
      ),
    ),
    ...given.flatMap(([name, list]) => checkAddresses(list ?? [], [...path, 'addresses', name], hasScopes)),
  ]
}

/** Where nothing fills them in, a path that begins with a template is none. */
function unfilledPaths({ files = {}, remove = [] }: ActionInput, path: Path): Finding[] {
  const isList = Array.isArray(remove)
  const places = [
    ...Object.keys(files).map(name => ({ path: [...path, 'files', name], atKey: true, name })),
    ...[remove].flat().map((name, at) => ({ path: [...path, 'remove', ...(isList ? [at] : [])], atKey: false, name })),
  ]
  return places.flatMap(({ path, atKey, name }) => {
    if (!name.startsWith('{{')) return []
    const hint = 'Only effects of programs fill in {{ … }}.'
    return [
      { path, atKey, expected: 'an absolute path in the guest such as /etc/motd', got: JSON.stringify(name), hint },
    ]
  })
}
