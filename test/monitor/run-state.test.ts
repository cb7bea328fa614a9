import { describe, expect, test } from 'vitest'
import { OK, returns, type Talk, talk } from '../commands/talk.js'

/** Changes of power and of the agent, in order. */
function story(host: Talk): string[] {
  return host.vm.events.flatMap(event => {
    if (event.type === 'agent') return [`agent ${event.state}: ${event.reason}`]
    if (event.type === 'guest' && event.change.what === 'power') return [`${event.change.from} → ${event.change.to}`]
    return event.type === 'disconnect' ? ['disconnect'] : []
  })
}

test('a powerdown ends the agent when its command is done', async () => {
  const host = await talk()
  await host.ask('guest-shutdown')
  expect(story(host)).toEqual(['running → off', 'agent stopped: the guest is powered off'])
})

test('a halt ends the agent when its command is done', async () => {
  const host = await talk()
  await host.ask('guest-shutdown', { mode: 'halt' })
  expect(story(host)).toEqual(['running → halted', 'agent stopped: the guest is halted'])
})

test('a reboot ends the agent and starts another', async () => {
  const host = await talk()
  await host.ask('guest-shutdown', { mode: 'reboot' })
  expect(story(host)).toEqual([
    'running → rebooting',
    'agent stopped: the guest reboots',
    'rebooting → running',
    'agent started: the guest has booted',
  ])
})

test.each(['powerdown', 'reboot'])('with unix-listen a %s closes the connection', async mode => {
  const host = await talk({ agent: { transport: 'unix-listen' } })
  await host.ask('guest-shutdown', { mode })
  expect(host.closed).toBe(true)
  expect(story(host).filter(line => line === 'disconnect')).toEqual(['disconnect'])
})

describe('a program of the guest may ask for it too', () => {
  test('the guest goes down when it has ended', async () => {
    const host = await talk()
    expect(await host.ask('guest-exec', { path: 'shutdown', arg: ['-h', 'now'] })).toBe(returns('{"pid": 910}'))
    expect(story(host)).toEqual(['running → off', 'agent stopped: the guest is powered off'])
  })
})

describe('a reboot', () => {
  test('leaves files and the clock, and ends programs and what was frozen', async () => {
    const host = await talk()
    host.vm.guest.files.writeFile('/srv/data/x', 'y')
    await host.ask('guest-exec', { path: 'sleep', arg: ['1h'] })
    host.vm.advance('1m')
    await host.ask('guest-shutdown', { mode: 'reboot' })
    expect(host.vm.guest.files.readFile('/srv/data/x', 'utf8')).toBe('y')
    expect(host.vm.guest.processes.get(910)).toBe(undefined)
    expect(host.vm.guest.clock.nextDue()).toBe(undefined)
    expect(await host.ask('guest-get-time')).toBe(returns('1767225660000000000'))
  })
})

describe('wakeup', () => {
  test('of a guest that sleeps resumes the agent', async () => {
    const host = await talk()
    await host.ask('guest-suspend-ram')
    host.vm.wakeup()
    expect(story(host)).toEqual([
      'running → suspended-ram',
      'agent paused: the guest is suspended',
      'suspended-ram → running',
      'agent resumed: the guest woke up',
    ])
  })

  test.each(['powerdown', 'halt'])('after a %s boots the guest', async mode => {
    const host = await talk()
    await host.ask('guest-shutdown', { mode })
    expect(await host.ask('guest-ping')).toBe('')
    host.vm.wakeup()
    expect(story(host).at(-1)).toBe('agent started: the guest has booted')
    expect(await host.ask('guest-ping')).toBe(OK)
  })

  test('of a guest that runs changes nothing', async () => {
    const host = await talk()
    host.vm.wakeup()
    expect(story(host)).toEqual([])
  })
})
