/** From what a scenario says of its time line to entries, and from the words of an action to actions. */
import type { z } from 'zod'
import type { Action } from '../timeline/action.js'
import type { Happening, TimelineEntry } from '../timeline/timeline.js'
import { toCondition, toFaultRule } from './fault-config.js'
import type { ActionInput, timeline } from './timeline-schema.js'
import { nanoseconds, parseShift } from './units.js'

/** LOG_INFO of syslog(3). */
const INFO = 6

type EntryInput = z.input<typeof timeline>[number]

/** One action as people write it may be several: files are written one by one. */
export function toActions(input: ActionInput): Action[] {
  const { agent, vm, port, client, visitor, time, filesystems, addresses, files, faults, wait, note } = input
  const { remove, interfaces, services, login, logout, log } = input
  if (agent !== undefined) return [{ agent }]
  if (vm !== undefined) return [{ vm }]
  if (port !== undefined) return [{ port }]
  if (client !== undefined) return [{ client }]
  if (visitor !== undefined) return [{ visitor: { send: visitor.send ?? '', stay: nanoseconds(visitor.stay) } }]
  if (time !== undefined) return [{ time: { by: parseShift(time.by) ?? 0n } }]
  if (filesystems !== undefined) return [{ filesystems }]
  if (addresses !== undefined) {
    return Object.entries(addresses).map(([name, list]) => ({ addresses: { interface: name, addresses: list ?? [] } }))
  }
  if (files !== undefined) {
    return Object.entries(files).map(([path, text]) => (text === null ? { remove: path } : { write: { path, text } }))
  }
  if (remove !== undefined) return [remove].flat().map(path => ({ remove: path }))
  if (interfaces !== undefined) {
    return Object.entries(interfaces).map(([name, state]) => ({ link: { interface: name, up: state === 'up' } }))
  }
  if (services !== undefined) {
    return Object.entries(services).flatMap(([name, to]) => (to === null ? [] : [{ service: { name, to } }]))
  }
  if (login !== undefined) return [{ login: { ...login, host: login.host ?? '' } }]
  if (logout !== undefined) return [{ logout }]
  if (log !== undefined) return [{ log: { ...log, priority: log.priority ?? INFO } }]
  if (faults !== undefined) return [ofFaults(faults)]
  if (wait !== undefined) return [{ wait: nanoseconds(wait) }]
  return [{ note: note ?? '' }]
}

function ofFaults({ add, remove, release }: NonNullable<ActionInput['faults']>): Action {
  if (add !== undefined) return { addFaults: [add].flat().map(toFaultRule) }
  if (remove !== undefined) return { removeFault: remove }
  return release === undefined ? { resetFaults: true } : { release }
}

export function toTimeline(input: readonly EntryInput[]): TimelineEntry[] {
  return input.map(({ at, every, when, wait, times, while: condition, do: what }) => {
    const actions = [what].flat().flatMap(toActions)
    const often = {
      ...(times !== undefined && { times }),
      ...(condition && { while: toCondition(condition) }),
    }
    if (at !== undefined) return { at: nanoseconds(at), ...often, actions }
    if (every !== undefined) return { every: nanoseconds(every), ...often, actions }
    return { when: when as Happening, wait: nanoseconds(wait), ...often, actions }
  })
}
