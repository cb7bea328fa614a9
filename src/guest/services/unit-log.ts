/** What systemd writes to the journal about a unit. */
import type { Journal } from '../journal.js'
import type { Ending } from '../processes.js'
import { exitName } from './exit-names.js'
import { kindOf, type UnitConfig } from './unit.js'

export type UnitEvent =
  | 'starting'
  | 'started'
  | 'stopping'
  | 'stopped'
  | 'deactivated'
  | 'reloaded'
  | 'main-ended'
  | 'control-ended'
  | 'failed'
  | 'start-failed'
  | 'restarting'
  | 'lacks-dependency'
  | 'timed-out'
  | 'start-timed-out'
  | 'not-ready'

const INIT = 1
const WARNING = 4
const NOTICE = 5
const ERR = 3
const INFO = 6

/** Of a unit that has started before the journal begins: when it was. */
export function startMessages(unit: UnitConfig): readonly string[] {
  return [...messages(unit, 'starting', undefined), ...messages(unit, 'started', undefined)]
}

/** Of one that has failed before the journal begins. */
export function failureMessages(unit: UnitConfig, ending: Ending): readonly string[] {
  return [
    ...messages(unit, 'starting', undefined),
    ...messages(unit, 'main-ended', ending),
    ...messages(unit, 'start-failed', ending),
  ]
}

export function logUnit(journal: Journal, unit: UnitConfig, event: UnitEvent, detail?: Ending | number): void {
  for (const message of messages(unit, event, detail)) {
    const priority = priorityOf(event, message)
    journal.log({ identifier: 'systemd', pid: INIT, about: unit.name, message, priority })
  }
}

function messages(unit: UnitConfig, event: UnitEvent, detail: Ending | number | undefined): readonly string[] {
  const { name, type } = unit
  const kind = kindOf(name)
  const long = titleOf(unit)
  const waits = kind === 'service' && !['simple', 'idle', 'exec'].includes(type)
  switch (event) {
    case 'starting':
      return waits || kind === 'mount' ? [`${kind === 'mount' ? 'Mounting' : 'Starting'} ${long}...`] : []
    case 'started':
      return [`${STARTED[kind] ?? (type === 'oneshot' ? 'Finished' : 'Started')} ${long}.`]
    case 'stopping':
      return [`Stopping ${long}...`]
    case 'stopped':
      return [`${STOPPED[kind] ?? 'Stopped'} ${long}.`]
    case 'deactivated':
      return [`${name}: Deactivated successfully.`]
    case 'reloaded':
      return [`Reloading ${long}...`, `Reloaded ${long}.`]
    case 'main-ended':
      return [`${name}: Main process exited, ${endingText(detail as Ending)}`]
    case 'control-ended':
      return [`${name}: Control process exited, ${endingText(detail as Ending)}`]
    case 'failed':
      return [resultText(name, detail as Ending)]
    case 'start-failed':
      return [resultText(name, detail as Ending), `Failed to start ${long}.`]
    case 'lacks-dependency':
      return [`Dependency failed for ${long}.`, `${name}: Job ${name}/start failed with result 'dependency'.`]
    case 'timed-out':
      return [`${name}: start operation timed out. Terminating.`]
    case 'start-timed-out':
      return [`${name}: Failed with result 'timeout'.`, `Failed to start ${long}.`]
    case 'not-ready':
      return [`${name}: Failed with result 'protocol'.`, `Failed to start ${long}.`]
    case 'restarting':
      return [`${name}: Scheduled restart job, restart counter is at ${detail as number}.`, `Stopped ${long}.`]
  }
}

/** How systemd names it where it speaks of it: "ssh.service - OpenBSD Secure Shell server". */
export function titleOf({ name, description }: UnitConfig): string {
  return description === name ? name : `${name} - ${description}`
}

const STARTED: Readonly<Record<string, string>> = {
  target: 'Reached target',
  socket: 'Listening on',
  mount: 'Mounted',
  slice: 'Created slice',
}
const STOPPED: Readonly<Record<string, string>> = {
  target: 'Stopped target',
  socket: 'Closed',
  mount: 'Unmounted',
  slice: 'Removed slice',
}

/** "code=exited, status=1/FAILURE", "code=killed, status=9/KILL" */
export function endingText(ending: Ending): string {
  return `code=${'signal' in ending ? 'killed' : 'exited'}, status=${exitName(ending)}`
}

function resultText(name: string, ending: Ending): string {
  return `${name}: Failed with result '${'signal' in ending ? 'signal' : 'exit-code'}'.`
}

const WARNINGS: ReadonlySet<UnitEvent> = new Set([
  ...(['failed', 'start-failed', 'timed-out', 'start-timed-out', 'not-ready'] as const),
])

function priorityOf(event: UnitEvent, message: string): number {
  if (event === 'main-ended' || event === 'control-ended') return NOTICE
  if (/^(?:Failed to start|Dependency failed for) /.test(message)) return ERR
  if (event === 'lacks-dependency') return NOTICE
  return WARNINGS.has(event) ? WARNING : INFO
}
