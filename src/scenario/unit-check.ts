/** Units that contradict themselves, or name what there isn't. */
import { kindOf } from '../guest/services/unit.js'
import { toUserConfigs } from './account-config.js'
import type { Finding } from './explain.js'
import { familyOf } from './family.js'
import { known } from './findings.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'

type UnitInput = NonNullable<NonNullable<ScenarioInput['units']>[string]>

/** Which states a unit can be in besides dead and failed. */
const STATES: Readonly<Record<string, readonly string[]>> = {
  service: ['running', 'exited'],
  timer: ['waiting', 'running'],
  socket: ['listening', 'running'],
  path: ['waiting', 'running'],
  mount: ['mounted'],
  automount: ['waiting', 'running'],
  device: ['plugged'],
  scope: ['running'],
}

const OF_SERVICES = ['type', 'command', 'process', 'restart', 'startTime', 'startFails', 'failed'] as const

export function checkUnits(document: ScenarioInput): Finding[] {
  const units = Object.entries(document.units ?? {}).filter((entry): entry is [string, UnitInput] => entry[1] !== null)
  if (units.length > 0 && familyOf(document) !== 'linux') {
    const hint = 'systemd runs on Linux only.'
    return [{ path: ['units'], atKey: true, expected: 'a key of a Linux guest', got: '"units"', hint }]
  }
  const userNames = toUserConfigs(document).map(({ name }) => name)
  return units.flatMap(([name, unit]) => checkUnit(['units', name], name, unit, userNames))
}

function checkUnit(path: Path, name: string, unit: UnitInput, userNames: readonly string[]): Finding[] {
  const kind = kindOf(name)
  const states = ['dead', 'failed', ...(STATES[kind] ?? ['active'])]
  const { state, failed, user, file } = unit
  return [
    ...(state === undefined ? [] : known([...path, 'state'], state, states, `a state of a ${kind}`)),
    ...(user === undefined ? [] : known([...path, 'user'], user, userNames, 'a name of users')),
    ...(failed !== undefined && state !== undefined && state !== 'failed'
      ? [{ path: [...path, 'failed'], atKey: true, expected: 'state: failed beside it', got: `state: ${state}` }]
      : []),
    ...(file === 'masked' && state !== undefined && state !== 'dead' && state !== 'failed'
      ? [{ path: [...path, 'state'], expected: 'dead: its file is masked', got: JSON.stringify(state) }]
      : []),
    ...(kind === 'service' ? [] : OF_SERVICES.filter(key => unit[key] !== undefined)).map(key => {
      return {
        path: [...path, key],
        atKey: true,
        expected: 'a key of any unit',
        got: `"${key}", which only services have`,
      }
    }),
    ...(unit.listening !== undefined && kind !== 'service' && kind !== 'socket'
      ? [
          {
            path: [...path, 'listening'],
            atKey: true,
            expected: 'the name of a service or a socket',
            got: JSON.stringify(name),
          },
        ]
      : []),
    ...(unit.timer !== undefined && kind !== 'timer'
      ? [{ path: [...path, 'timer'], atKey: true, expected: 'the name of a timer', got: JSON.stringify(name) }]
      : []),
  ]
}
