import { describe, expect, test } from 'vitest'
import { fails, OK, talk } from './talk.js'

describe.each(['virtio-serial', 'unix-listen'] as const)('with %s', transport => {
  test.each([
    ['{}', 'off'],
    ['{"mode":"powerdown"}', 'off'],
    ['{"mode":"halt"}', 'halted'],
  ])('%s is not answered, and the guest is %s', async (args, state) => {
    const host = await talk({ agent: { transport } })
    expect(await host.ask('guest-shutdown', args)).toBe('')
    expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual([state, 'stopped'])
    // The socket of unix-listen was the agent's own.
    expect(host.closed).toBe(transport === 'unix-listen')
  })

  test('a reboot brings a new agent', async () => {
    const host = await talk({ agent: { transport } })
    expect(await host.ask('guest-file-open', { path: '/etc/motd' })).toBe('{"return": 1000}')
    expect(await host.ask('guest-shutdown', { mode: 'reboot' })).toBe('')
    expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual(['running', 'running'])
    if (host.closed) await host.reconnect()
    expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
  })
})

test('shutdown(8) gets the arguments that the agent has always given it', async () => {
  const host = await talk()
  await host.ask('guest-shutdown', { mode: 'halt' })
  expect(host.vm.events.find(event => event.type === 'guest' && event.change.what === 'process-start')).toMatchObject({
    change: { argv: ['/sbin/shutdown', '-h', '-H', '+0', 'hypervisor initiated shutdown'] },
  })
})

test.each(['', 'off', 'POWERDOWN'])('the mode %j is refused, without a closing bracket', async mode => {
  const host = await talk()
  expect(await host.ask('guest-shutdown', { mode })).toBe(
    fails('mode is invalid (valid values are: halt|powerdown|reboot'),
  )
  expect(host.vm.guest.power.state).toBe('running')
})

test('the mode is a string', async () => {
  const host = await talk()
  expect(await host.ask('guest-shutdown', { mode: 1 })).toBe(
    fails("Invalid parameter type for 'mode', expected: string"),
  )
})

test.each([
  [{ exitCode: 1 }, 'child process has failed to shutdown'],
  [{ signal: 9 }, 'child process has terminated abnormally'],
])('of a shutdown that ends with %o the error is told', async (ending, desc) => {
  const host = await talk({ scenario: { extends: 'default', programs: [{ path: '/usr/sbin/shutdown', ...ending }] } })
  expect(await host.ask('guest-shutdown')).toBe(fails(desc))
  expect(host.vm.guest.power.state).toBe('running')
})

test('a shutdown(8) that succeeds and does nothing leaves the guest running', async () => {
  const host = await talk({
    scenario: { extends: 'debian-12', programs: [{ path: '/usr/sbin/shutdown', exitCode: 0 }] },
  })
  expect(await host.ask('guest-shutdown')).toBe('')
  expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual(['running', 'running'])
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('a guest without shutdown(8) can not be shut down', async () => {
  const host = await talk({ scenario: 'minimal' })
  expect(await host.ask('guest-shutdown')).toBe(fails('child process has failed to shutdown'))
})
