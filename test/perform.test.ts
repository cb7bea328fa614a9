import { describe, expect, test } from 'vitest'
import type { ActionInput } from '../src/index.js'
import { returns, talk } from './commands/talk.js'

/** The agent's, the machine's and the port's changes that an action brings about. */
async function story(...actions: ActionInput[]): Promise<string[]> {
  const host = await talk()
  for (const action of actions) host.vm.do(action)
  return host.vm.events.flatMap(event => {
    if (event.type === 'agent') return [`agent ${event.state}: ${event.reason}`]
    if (event.type === 'vm') return [`vm ${event.state}`]
    if (event.type === 'port') return [`port ${event.state}`]
    return event.type === 'guest' && event.change.what === 'power' ? [`${event.change.from} → ${event.change.to}`] : []
  })
}

describe('an action', () => {
  test.each<[ActionInput[], string[]]>([
    [[{ agent: 'stop' }], ['agent stopped: it was stopped', 'port closed']],
    [[{ agent: 'crash' }], ['agent aborted: it crashed', 'port closed']],
    [
      [{ agent: 'restart' }],
      ['agent stopped: it is restarted', 'port closed', 'agent started: it was restarted', 'port open'],
    ],
    [
      [{ agent: 'deaf' }, { agent: 'listen' }],
      ['agent paused: it reads nothing', 'agent resumed: it reads again'],
    ],
    [[{ agent: 'start' }], []],
    [
      [{ vm: 'pause' }, { vm: 'resume' }],
      ['agent paused: the VM is paused', 'vm paused', 'vm resumed', 'agent resumed: the VM runs again'],
    ],
    [[{ vm: 'off' }], ['agent aborted: the power was cut', 'port closed', 'running → off']],
    [
      [{ vm: 'suspend' }, { vm: 'wakeup' }],
      [
        'port closed',
        'running → suspended-ram',
        'agent paused: the guest is suspended',
        'suspended-ram → running',
        'port open',
        'agent resumed: the guest woke up',
      ],
    ],
    [
      [{ vm: 'reset' }],
      [
        'vm reset',
        'agent aborted: the machine was reset',
        'port closed',
        'running → rebooting',
        'rebooting → running',
        'agent started: the guest has booted',
        'port open',
      ],
    ],
    [
      [{ port: 'closed' }, { port: 'closed' }, { port: 'open' }],
      ['port closed', 'port open'],
    ],
  ])('%j does what it says', async (actions, expected) => {
    expect(await story(...actions)).toEqual(expected)
  })

  test('time moves the system time, and not the hardware clock', async () => {
    const { vm } = await talk()
    const { clock } = vm.guest
    vm.do({ time: { by: '-90s' } })
    expect(clock.now() - clock.rtc()).toBe(-90_000_000_000n)
  })

  test('filesystems freezes and thaws what can be, behind the back of the agent', async () => {
    const host = await talk()
    const { mounts } = host.vm.guest
    const frozen = () => mounts.blockMounts.filter(mount => mounts.isFrozen(mount)).map(({ path }) => path)
    host.vm.do({ filesystems: 'freeze' })
    expect(frozen()).toEqual(['/', '/srv/data'])
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    host.vm.do({ filesystems: 'thaw' })
    expect(frozen()).toEqual([])
  })

  test('addresses and files change what the guest says', async () => {
    const { vm } = await talk()
    vm.do([{ addresses: { eth0: ['10.0.0.1/8'], lo: [] } }, { files: { '/etc/motd': 'moved', '/tmp/new': 'n' } }])
    expect(vm.guest.interfaces.list().map(({ addresses }) => addresses)).toEqual([
      [],
      [{ address: '10.0.0.1', prefix: 8 }],
    ])
    expect([vm.guest.files.readFile('/etc/motd', 'utf8'), vm.guest.files.readFile('/tmp/new', 'utf8')]).toEqual([
      'moved',
      'n',
    ])
  })

  test('a visitor sends its bytes, stays so long, and makes others wait', async () => {
    const host = await talk()
    await host.ask('guest-ping')
    host.vm.do({ visitor: { send: '{"execute": "guest-sync", "arguments": {"id": 7}}', stay: '10s' } })
    await host.reconnect()
    expect(await host.ask('guest-ping')).toBe('')
    host.vm.advance('10s')
    expect(await host.more()).toBe('{"return": {}}\n')
    expect(host.vm.calls('guest-sync').map(call => call.return)).toEqual([7n])
  })

  test('a list is done in order, and a wait puts off the rest', async () => {
    const { vm } = await talk()
    vm.do([{ agent: 'stop' }, { wait: '5s' }, { agent: 'start' }, { wait: '1s' }, { note: 'done' }])
    expect(vm.agent.state).toBe('stopped')
    vm.advance('5s')
    expect(vm.agent.state).toBe('running')
    vm.advance('1s')
    expect(vm.events.at(-1)).toMatchObject({ type: 'note', text: 'done', at: 6_000_000_000n })
  })

  test('one that fails throws at once, and later leaves a note', async () => {
    const { vm } = await talk()
    const wrong: ActionInput = { files: { '/etc/hostname/file': 'text' } }
    expect(() => vm.do(wrong)).toThrow('ENOTDIR')
    vm.do([{ wait: '1s' }, wrong, { note: 'goes on' }])
    vm.advance('1s')
    expect(vm.events.filter(({ type }) => type === 'note')).toMatchObject([
      { text: 'could not be done: ENOTDIR: Not a directory, /etc/hostname/file', mark: true },
      { text: 'goes on' },
    ])
  })

  test('one that is none is refused', async () => {
    const { vm } = await talk()
    expect(() => vm.do({ vm: 'fly' } as never)).toThrow(
      'action  vm: expected one of pause, resume, powerdown, reset, off, quit, signal, suspend, hibernate, wakeup, panic, got "fly".',
    )
    expect(() => vm.do([{ agent: 'stop' }, { port: 'ajar' }] as never)).toThrow(
      'action  [1].port: expected one of open, closed, unplugged, firmware, got "ajar".',
    )
    expect(vm.agent.state).toBe('running')
  })
})
