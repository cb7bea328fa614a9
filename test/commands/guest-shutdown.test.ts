import { describe, expect, test } from 'vitest'
import { fails, OK, type Talk, talk } from './talk.js'

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

/** What the agent ran. */
function started(host: Talk): (readonly string[])[] {
  return host.vm.events.flatMap(event => {
    return event.type === 'guest' && event.change.what === 'process-start' ? [event.change.argv] : []
  })
}

const REASON = 'hypervisor initiated shutdown'

test.each([
  ['powerdown', '-P', '/sbin/poweroff', 'off'],
  ['halt', '-H', '/sbin/halt', 'halted'],
  ['reboot', '-r', '/sbin/reboot', 'running'],
])(
  'for "%s" older agents run shutdown with %s, newer ones %s without arguments',
  async (mode, option, program, state) => {
    for (const version of ['2.11.0', '5.2.0', '7.2.22', '10.1.0']) {
      const host = await talk({ agent: { version } })
      expect(await host.ask('guest-shutdown', { mode })).toBe('')
      expect(started(host)).toEqual([['/sbin/shutdown', '-h', option, '+0', REASON]])
      expect(host.vm.guest.power.state).toBe(state)
    }
    for (const version of ['10.2.0', '11.1.3']) {
      const host = await talk({ scenario: 'debian-12', agent: { version } })
      expect(await host.ask('guest-shutdown', { mode })).toBe('')
      expect(started(host)).toEqual([[program]])
      expect(host.vm.guest.power.state).toBe(state)
    }
  },
)

test('a newer agent runs shutdown(8) too where the other program is missing', async () => {
  const scenario = { extends: 'minimal', builtins: ['/sbin/shutdown', '/sbin/reboot'] }
  const host = await talk({ scenario, agent: { version: '11.1.3' } })
  expect(await host.ask('guest-shutdown')).toBe('')
  expect(started(host)).toEqual([['/sbin/shutdown', '-h', '-P', '+0', REASON]])
})

test('an agent of Alpine runs poweroff, since there is no shutdown(8)', async () => {
  const scenario = { extends: 'minimal', builtins: ['/sbin/poweroff'] }
  const plain = await talk({ scenario, agent: { version: '9.0.2' } })
  expect(await plain.ask('guest-shutdown')).toBe(fails('child process has failed to shutdown'))
  const patches = ['shutdown-by-poweroff' as const]
  const patched = await talk({ scenario, agent: { version: '9.0.2', patches } })
  expect(await patched.ask('guest-shutdown')).toBe('')
  expect(patched.vm.guest.power.state).toBe('off')
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

test.each([
  ['2.11.0', 'child process has failed to shutdown'],
  ['5.2.0', 'child process has failed to shutdown'],
  ['7.2.22', 'child process has failed to shutdown'],
  ['11.1.3', "child process has failed to shutdown: failed to exec '/sbin/shutdown': No such file or directory\\n"],
])('a guest without shutdown(8) can not be shut down, as agent %s says', async (version, desc) => {
  const host = await talk({ scenario: 'minimal', agent: { version } })
  expect(await host.ask('guest-shutdown')).toBe(fails(desc))
})

test.each([
  [{ exitCode: 1 }, 'child process has failed to shutdown: exit status 1'],
  [{ exitCode: 1, stderr: 'No way.\n' }, 'child process has failed to shutdown: No way.\\n'],
  [{ signal: 9 }, 'child process has terminated abnormally'],
])('agent 11.1.3 tells of a poweroff that ends with %o what it says', async (ending, desc) => {
  const scenario = { extends: 'debian-12', programs: [{ path: '/usr/sbin/poweroff', ...ending }] }
  const host = await talk({ scenario, agent: { version: '11.1.3' } })
  expect(await host.ask('guest-shutdown')).toBe(fails(desc))
  expect(host.vm.guest.power.state).toBe('running')
})
