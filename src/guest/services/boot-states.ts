/** How units are when the guest has booted: as the scenario says, and as they were enabled since. */
import type { Clock } from '../clock.js'
import type { Ending, Processes } from '../processes.js'
import { type ActiveState, type FileState, kindOf, UNIT_KINDS, type UnitConfig, type UnitState } from './unit.js'
import { findMain } from './unit-processes.js'

interface Machine {
  readonly clock: Clock
  readonly processes: Processes
}

/** The first unit is up so long after the boot, and every other one a little later; nanoseconds. */
const FIRST_UP = 1_200_000_000n
const NEXT_UP = 35_000_000n

/** `files`: what has become of unit files since the image was made. */
export function bootStates(
  units: Iterable<UnitConfig>,
  files: ReadonlyMap<string, FileState>,
  { clock, processes }: Machine,
): ReadonlyMap<string, UnitState> {
  const states = new Map<string, UnitState>()
  const bootedAt = clock.now() - clock.uptime()
  const bootedInGuest = clock.inGuest() - clock.uptime()
  const taken = new Set<number>()
  let offset = FIRST_UP
  for (const unit of units) {
    const fileState = files.get(unit.name) ?? unit.fileState
    // What is executed is started when all others are up.
    const active = unit.exec === undefined ? activeAfterBoot(unit, fileState) : 'inactive'
    const main = unit.active === 'active' ? findMain(unit, processes.list(), pid => taken.has(pid)) : undefined
    if (main !== undefined && active === 'active') taken.add(main.pid)
    // What was disabled since is among the processes of the scenario all the same.
    else if (main !== undefined) processes.exit(main.pid, { exitCode: 0 })
    const up = offset < clock.uptime() ? offset : clock.uptime()
    const given = unit.since !== undefined && unit.since >= bootedAt ? unit.since : undefined
    const isUntouched = active === 'inactive' && given === undefined
    states.set(unit.name, {
      ...fresh(unit, active, active === unit.active ? unit.sub : active === 'active' ? runningSub(unit) : 'dead'),
      fileState,
      ...(!isUntouched && { since: given ?? bootedAt + up, sinceInGuest: bootedInGuest + up }),
      ...(main !== undefined && active === 'active' && { mainPid: main.pid }),
      ...(active === 'failed' && failedState(unit.ending)),
    })
    if (active === 'active') offset += NEXT_UP
  }
  return states
}

/** What was enabled or disabled since shows at the next boot. */
function activeAfterBoot(unit: UnitConfig, fileState: FileState): ActiveState {
  if (fileState === unit.fileState || kindOf(unit.name) === 'target') return unit.active
  return fileState === 'enabled' ? 'active' : 'inactive'
}

/** One that nothing has happened to yet. */
export function fresh({ fileState }: UnitConfig, active: ActiveState, sub: string): UnitState {
  return { active, sub, fileState, result: 'success', restarts: 0 }
}

/** How an active one is: a oneshot that is done leaves nothing that runs. */
export function runningSub(unit: UnitConfig): string {
  const kind = kindOf(unit.name)
  if (kind !== 'service') return UNIT_KINDS[kind]
  if (unit.type === 'oneshot') return unit.sub === 'exited' || unit.remainAfterExit ? 'exited' : 'dead'
  return 'running'
}

export function failure(ending: Ending): Pick<UnitState, 'result'> {
  return { result: 'signal' in ending ? 'signal' : 'exit-code' }
}

/** Of one that has failed before the guest's time begins: nobody knows its process. */
function failedState(ending: Ending = { exitCode: 1 }): Pick<UnitState, 'result' | 'exited'> {
  return { ...failure(ending), exited: { pid: 0, ending } }
}
