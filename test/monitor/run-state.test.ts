import { describe, expect, test } from 'vitest'
import { createVm } from '../../src/index.js'
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

  test.each(['powerdown', 'halt'])(
    'after a %s boots the guest, and what waited in the socket is answered',
    async mode => {
      const host = await talk()
      await host.ask('guest-shutdown', { mode })
      expect(await host.ask('guest-ping')).toBe('')
      host.vm.wakeup()
      expect(story(host).at(-1)).toBe('agent started: the guest has booted')
      expect(await host.more()).toBe(`${OK}\n`)
      expect(await host.ask('guest-ping')).toBe(OK)
    },
  )

  test('of a guest that runs changes nothing', async () => {
    const host = await talk()
    host.vm.wakeup()
    expect(story(host)).toEqual([])
  })
})

test('after a reboot all but the files and the hardware clock is as after the first boot', async () => {
  await using vm = await createVm({ scenario: 'debian-12' })
  const read = (path: string) => vm.guest.files.readFile(path, 'utf8')
  const bootId = read('/proc/sys/kernel/random/boot_id')
  await vm.call('guest-file-open', { path: '/etc/hostname' })
  await vm.call('guest-set-vcpus', { vcpus: [{ 'logical-id': 1, online: false }] })
  await vm.call('guest-set-memory-blocks', { 'mem-blks': [{ 'phys-index': 3, online: false }] })
  vm.guest.interfaces.setAddresses('lo', [])
  vm.guest.files.writeFile('/run/left', 'in memory')
  vm.guest.files.writeFile('/var/left', 'on disk')
  vm.guest.hostname = 'changed'
  vm.guest.users.login({ user: 'root', line: 'tty1', time: 0n })
  vm.advance('1h')
  await vm.call('guest-shutdown', { mode: 'reboot' })

  expect(read('/proc/sys/kernel/random/boot_id')).not.toBe(bootId)
  expect(read('/proc/uptime')).toBe('0.00 0.00\n')
  expect(read('/sys/devices/system/cpu/online')).toBe('0-1\n')
  expect(vm.guest.memory.get(3n)?.online).toBe(true)
  expect(vm.guest.interfaces.list()).toEqual(vm.guest.config.interfaces)
  expect(vm.guest.files.exists('/run/left')).toBe(false)
  expect(read('/var/left')).toBe('on disk')
  expect(vm.guest.hostname).toBe('debian')
  expect(await vm.call('guest-get-users')).toEqual([])
  expect(await vm.call('guest-file-open', { path: '/etc/hostname' })).toBe(1000n)
})
