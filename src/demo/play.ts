/** Plays a demo: the same failure in two VMs of the same scenario, once for each client. */
import type { TraceEvent } from '../trace/events.js'
import { createVm } from '../vm.js'
import { loadDemo, loadNaiveClient } from './demos.js'
import { DemoHost } from './host.js'

/** Bytes of a reply that leave at once, at most. */
const SLICE = 65_536

export type DemoKind = 'naive' | 'correct'

export interface Performance {
  /** What the client's part of the demo gave. */
  readonly result: unknown
  /** How it failed, if it did. */
  readonly error: unknown
  readonly events: readonly TraceEvent[]
}

/** On a manual clock, so that what takes minutes takes no time, and is the same every time. */
export async function playDemo(name: string, kind: DemoKind): Promise<Performance> {
  const [demo, NaiveClient] = await Promise.all([loadDemo(name), loadNaiveClient()])
  // All of them: the VM itself forgets the oldest when replies are long.
  const events: TraceEvent[] = []
  const vm = await createVm({ scenario: name, clock: { mode: 'manual' }, onEvent: event => events.push(event) })
  const host = new DemoHost(vm, NaiveClient)
  const outcome = { result: undefined as unknown, error: undefined as unknown }
  try {
    outcome.result = await vm.until(demo[kind](host))
  } catch (error) {
    host.mistake(error instanceof Error ? error.message : String(error))
    outcome.error = error
  } finally {
    host.close()
    await vm.close()
  }
  return { ...outcome, events: withWholeReplies(events) }
}

/** A long reply leaves in hundreds of slices, which nobody wants to read: here each is one event. */
export function withWholeReplies(events: readonly TraceEvent[]): TraceEvent[] {
  const whole: TraceEvent[] = []
  let slice = ''
  for (const event of events) {
    const last = whole.at(-1)
    const goesOn = slice.length === SLICE && !slice.endsWith('\n')
    slice = event.type === 'out' ? event.data : ''
    if (
      goesOn &&
      event.type === 'out' &&
      last?.type === 'out' &&
      last.client === event.client &&
      last.at === event.at
    ) {
      whole[whole.length - 1] = { ...last, data: last.data + event.data }
    } else whole.push(event)
  }
  return whole
}
