/** Actions on units and accounts that there aren't: they may come by then, but are likely to be misspelt. */
import { isTemplate } from '../guest/scenario-programs/template.js'
import { UNIT_KINDS } from '../guest/services/unit.js'
import { toUserConfigs } from './account-config.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { known } from './findings.js'
import { isMap, type Path } from './path.js'
import type { ScenarioInput } from './schema.js'
import type { ActionInput } from './timeline-schema.js'

export function actionWarnings(document: ScenarioInput): Finding[] {
  if (familyOf(document) === 'windows') return []
  const accounts = toUserConfigs(document).map(({ name }) => name)
  const services = serviceNames(document)
  return actionsOf(document).flatMap(({ path, action }) => [
    ...Object.keys(action.services ?? {}).flatMap(name => unknownService([...path, 'services', name], name, services)),
    ...(action.login === undefined || isTemplate(action.login.user)
      ? []
      : known([...path, 'login', 'user'], action.login.user, accounts, 'a name of users, or of who is made by then')),
  ])
}

interface Placed {
  readonly path: Path
  readonly action: ActionInput
}

function actionsOf({ programs = [], timeline = [] }: ScenarioInput): Placed[] {
  const placed = (actions: ActionInput | ActionInput[] = [], path: Path): Placed[] =>
    Array.isArray(actions)
      ? actions.map((action, index) => ({ path: [...path, index], action }))
      : [{ path, action: actions }]
  return [
    ...programs.flatMap(({ effects = {} }, index) =>
      (['start', 'end'] as const).flatMap(key => placed(effects[key], ['programs', index, 'effects', key])),
    ),
    ...timeline.flatMap((entry, index) => placed(entry.do, ['timeline', index, 'do'])),
  ]
}

/** Other kinds of unit, and instances of templates, systemd makes itself. */
function unknownService(path: Path, name: string, services: readonly string[]): Finding[] {
  const kind = Object.keys(UNIT_KINDS).find(it => name.endsWith(`.${it}`))
  if (isTemplate(name) || name.includes('@') || (kind !== undefined && kind !== 'service')) return []
  return known(path, name.replace(/\.service$/, ''), services, 'a service of units, or one that is there by then').map(
    finding => ({ ...finding, atKey: true }),
  )
}

/** Without ".service". */
function serviceNames({ units = {}, packages = {}, files = {} }: ScenarioInput): string[] {
  const ofUnits = Object.entries(units).flatMap(([name, unit]) => [name, ...(unit?.aliases ?? [])])
  const ofPackages = Object.values(packages).flatMap(item =>
    isMap(item) && isMap(item.units) ? Object.keys(item.units) : [],
  )
  const ofFiles = Object.keys(files).map(path => path.slice(path.lastIndexOf('/') + 1))
  const all = [...ofUnits, ...ofPackages, ...ofFiles].filter(name => name.endsWith('.service'))
  return [...new Set(all.map(name => name.slice(0, -'.service'.length)))]
}
