/** A journal with monitors in it comes about again. */
import { expect, test } from 'vitest'
import { createVm, type ScenarioInput, type TraceEvent } from '../../src/index.js'
import { replay } from '../../src/replay.js'
import { Host, NEGOTIATE, settled } from './qmp/host.js'

const SCENARIO = {
  extends: 'default',
  suspend: { ram: 'ok' },
  power: { boot: '3s', shutdown: '1s' },
  qemu: { start: 'paused' },
} as unknown as ScenarioInput

test('with what monitors were asked and told, events that were held back, and commands without a monitor', async () => {
  const vm = await createVm({ scenario: SCENARIO, clock: { mode: 'manual' } })
  const tool = new Host(vm.qmp.connect())
  const other = new Host(vm.qmp.connect({ label: 'charmonitor', pretty: true }))
  const client = new Host(vm.connect())
  await tool.ask(NEGOTIATE)
  await tool.run('cont')
  vm.advance('3s')
  await client.run('guest-suspend-ram')
  await client.run('guest-ping')
  vm.advance('500ms')
  await tool.run('system_wakeup')
  await other.ask(NEGOTIATE)
  vm.advance('2s')
  vm.qmp.execute('stop')
  await client.run('guest-ping')
  expect(() => vm.qmp.execute('system_wakeup')).toThrow('Unable to wake up')
  await other.ask('{"execute": "cont"}{"execute": "query-status", "id": 7}')
  tool.stream.end()
  await settled()
  await client.run('guest-shutdown')
  vm.advance('2s')
  vm.wakeup()
  vm.advance('4s')
  await other.run('quit')
  const { events } = vm
  await vm.close()
  const again = await replay(events)
  expect(again.difference).toBe(undefined)
  const ofMonitors = (all: readonly TraceEvent[]) => all.filter(({ type }) => type === 'monitor' || type === 'qemu')
  expect(ofMonitors(again.events)).toEqual(ofMonitors(events))
})

test('and what a monitor says otherwise is a difference', async () => {
  const vm = await createVm({ scenario: SCENARIO, clock: { mode: 'manual' } })
  const tool = new Host(vm.qmp.connect())
  await tool.ask(NEGOTIATE)
  await tool.run('query-status')
  const { events } = vm
  await vm.close()
  const told = events.map(event =>
    event.type === 'monitor' && event.what === 'out'
      ? { ...event, data: event.data.replace('prelaunch', 'running') }
      : event,
  )
  expect((await replay(told)).difference).toMatchObject({
    event: { type: 'monitor', what: 'out' },
    expected: '{"return": {"status": "running", "singlestep": false, "running": false}}\r\n',
  })
})
