/** Which tasks a list shows. */
import { badParameters } from '../error.js'
import type { Task } from './task.js'

const STATES = ['ok', 'error', 'warning', 'unknown'] as const
type State = (typeof STATES)[number]

export interface TaskFilter {
  readonly userfilter?: string | undefined
  readonly typefilter?: string | undefined
  readonly vmid?: number | undefined
  /** Seconds since the epoch. */
  readonly since?: number | undefined
  readonly until?: number | undefined
  /** All that are not ok; it outdoes `statusfilter`. */
  readonly errors?: boolean | undefined
  /** "ok,error" */
  readonly statusfilter?: string | undefined
}

/** Throws PveError 400. */
export function taskFilter(filter: TaskFilter): (task: Task) => boolean {
  const { userfilter = '', typefilter = '', vmid, since, until } = filter
  const states = statesOf(filter)
  return task => {
    const { type, id, starttime } = task.parts
    return (
      task.owner.user.toLowerCase().includes(userfilter.toLowerCase()) &&
      (typefilter === '' || type === typefilter) &&
      (vmid === undefined || id === String(vmid)) &&
      (since === undefined || starttime >= since) &&
      (until === undefined || starttime <= until) &&
      states.has(stateOf(task))
    )
  }
}

/** One that runs has none yet. */
function stateOf({ exitstatus }: Task): State {
  if (exitstatus === undefined) return 'unknown'
  return exitstatus === 'OK' ? 'ok' : 'error'
}

function statesOf({ errors = false, statusfilter }: TaskFilter): ReadonlySet<string> {
  const given = splitList(statusfilter ?? '')
  const wrong = given.find(state => !(STATES as readonly string[]).includes(state.toLowerCase()))
  if (wrong !== undefined) throw badParameters({ statusfilter: `invalid format - invalid status '${wrong}'\n` })
  if (errors) return new Set(STATES.filter(state => state !== 'ok'))
  return new Set(statusfilter === undefined ? STATES : given.map(state => state.toLowerCase()))
}

/** As Proxmox VE cuts lists: at commas, semicolons, blanks and NULs. */
function splitList(text: string): string[] {
  return text.split(/[,;\0\s]+/).filter(part => part !== '')
}
