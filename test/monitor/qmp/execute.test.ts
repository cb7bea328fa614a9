/** vm.qmp.execute: without the wire, and otherwise as over it. */
import { describe, expect, test } from 'vitest'
import { createVm, type Vm } from '../../../src/index.js'
import { connect } from './host.js'

async function stepping(): Promise<Vm> {
  return createVm({
    scenario: { extends: 'default', qemu: { noShutdown: false } },
    clock: { mode: 'step' },
  })
}

function told(vm: Vm): string[] {
  return vm.events.flatMap(event => {
    if (event.type === 'qemu') return [event.event]
    return event.type === 'monitor' && event.what === 'out' && event.data.includes('return') ? [event.data.trim()] : []
  })
}

test('takes the time that the clock gives to a request', async () => {
  await using vm = await stepping()
  const before = vm.guest.clock.monotonic()
  vm.qmp.execute('query-status')
  expect(vm.guest.clock.monotonic() - before).toBe(1_000_000n)
})

test('tells the reply before what the guest does of it, as the wire does', async () => {
  await using executing = await stepping()
  executing.qmp.execute('system_powerdown')
  await using asking = await stepping()
  const host = await connect(asking)
  const before = told(asking).length
  await host.run('system_powerdown')
  expect(told(executing)).toEqual(['POWERDOWN', '{"return": {}}', 'VSERPORT_CHANGE', 'SHUTDOWN'])
  expect(told(asking).slice(before)).toEqual(told(executing))
})

describe('refuses', () => {
  const hint = "expected a map of arguments such as { path: '/machine' }"
  test.each([
    ['query-name', [], `qmp.execute query-name: ${hint}, got an empty list. Leave it out for none.`],
    ['query-name', null, `qmp.execute query-name: ${hint}, got null. Leave it out for none.`],
    ['query-name', 'x', `qmp.execute query-name: ${hint}, got "x". Leave it out for none.`],
    [undefined, {}, 'qmp.execute: expected the name of a command, got nothing'],
  ])('%o with %o', async (name, args, message) => {
    await using vm = await stepping()
    const events = vm.events.length
    expect(() => vm.qmp.execute(name as string, args as never)).toThrow(new TypeError(message))
    expect(vm.events.length).toBe(events)
  })

  test('to run where QEMU has ended', async () => {
    await using vm = await stepping()
    vm.qmp.execute('quit')
    expect(() => vm.qmp.execute('query-status')).toThrow('qmp.execute query-status: QEMU has ended')
  })
})
