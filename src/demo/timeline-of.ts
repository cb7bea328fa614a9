import type { TraceEvent } from '../trace/events.js'
import { formatEvent } from '../trace/timeline.js'
import { type DemoKind, playDemo } from './play.js'

/** The printed time line of a demo. */
export async function timelineOf(name: string, kind: DemoKind, colour: boolean): Promise<string[]> {
  const { events } = await playDemo(name, kind)
  return events.filter(isOfTheStory).flatMap(event => formatEvent(event, { colour }))
}

/** That the VM starts and stops is none, and what the agent thinks of a sync shows in the bytes. */
function isOfTheStory(event: TraceEvent): boolean {
  if (event.type === 'request' || event.type === 'reply') return event.name !== 'guest-sync-delimited'
  return !['start', 'stop', 'refused'].includes(event.type)
}
