/** With unix-listen there is no port: whoever wants to close one is told so. */
import { expect, test } from 'vitest'
import { createVm, type ScenarioError } from '../../src/index.js'
import type { ScenarioInput } from '../../src/scenario/load.js'

const agent = { transport: 'unix-listen' } as const

function complaint(key: string, got: string): string {
  const hint = `With unix-listen the agent holds the socket itself. Leave ${key} out.`
  return `${key}: expected no ${key} beside the transport unix-listen, got ${got}. ${hint}`
}

const messageOf = (error: ScenarioError) => error.message

test.each<[string, ScenarioInput, string]>([
  ['agent.port', { agent: { ...agent, port: 'closed' } }, `agent.${complaint('port', 'closed')}`],
  ['a rule', { agent, faults: [{ portClosed: true }] }, `faults[0].${complaint('portClosed', 'true')}`],
  [
    'an action',
    { agent, timeline: [{ at: '1s', do: { port: 'closed' } }] },
    `timeline[0].do.${complaint('port', 'closed')}`,
  ],
  [
    'a rule in an action',
    { agent, timeline: [{ at: '1s', do: [{ note: 'now' }, { faults: { add: { portClosed: '3s' } } }] }] },
    `timeline[0].do[1].faults.add.${complaint('portClosed', '3s')}`,
  ],
])('in a scenario: %s', async (_name, scenario, expected) => {
  expect(await createVm({ scenario }).then(() => '', messageOf)).toContain(expected)
})

test('at run time: a rule and an action are refused, and nothing is done', async () => {
  await using vm = await createVm({ agent })
  expect(() => vm.faults.add({ portClosed: '3s' })).toThrow(`fault rule  ${complaint('portClosed', '3s')}`)
  expect(() => vm.do([{ note: 'now' }, { port: 'closed' }])).toThrow(`action  [1].${complaint('port', 'closed')}`)
  expect(() => vm.do({ faults: { add: { portClosed: true } } })).toThrow(complaint('portClosed', 'true'))
  expect([vm.faults.list(), vm.events.filter(({ type }) => type !== 'start')]).toEqual([[], []])
})
