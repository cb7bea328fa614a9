/** A VM that is like this machine where that is compared, and that tells what it answered. */
import { createVm, type ScenarioInput, type TraceEvent, type Vm } from '../../src/index.js'
import { ENVIRONMENT, NEVER_RUN } from '../real-agent/real-agent.js'
import { thisMachine } from './this-machine.js'
import { scenarioFiles } from './world.js'

export interface VmSettings {
  /** In the guest. */
  readonly folder: string
  /** Built-in one: what it is before it is made like this machine. */
  readonly scenario?: string | undefined
  /** Of the agent. */
  readonly version: string
  readonly users?: ScenarioInput['users'] | undefined
}

export interface WatchedVm {
  readonly vm: Vm
  readonly folder: string
  /** Reply by reply: the command, or '' for what was none. */
  readonly labels: string[]
}

export async function watchedVm({ folder, scenario = 'debian-12', version, users }: VmSettings): Promise<WatchedVm> {
  const labels: string[] = []
  const vm = await createVm({
    scenario: {
      ...{ extends: scenario, ...thisMachine(), files: scenarioFiles(folder) },
      agent: { version, transport: 'unix-listen', blockRpcs: [...NEVER_RUN], env: { ...ENVIRONMENT } },
      ...(users && { users }),
    },
    keepEvents: false,
    onEvent: event => {
      const label = labelOf(event)
      if (label !== undefined) labels.push(label)
    },
  })
  return { vm, folder, labels }
}

function labelOf(event: TraceEvent): string | undefined {
  if (event.type === 'refused') return ''
  if (event.type !== 'reply') return undefined
  return event.return === undefined && event.error === undefined ? undefined : event.name
}
