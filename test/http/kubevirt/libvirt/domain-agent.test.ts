import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AgentClient } from '../../../../src/client/index.js'
import { DomainAgent } from '../../../../src/http/kubevirt/libvirt/domain-agent.js'
import { createVm, type ScenarioInput, type Vm } from '../../../../src/index.js'
import { wire } from '../../../clients/session.js'

const NOT_NOW =
  "LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: Guest agent not available for now')"
const GONE =
  "LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: Guest agent disappeared while executing command')"
const NOT_CONNECTED =
  "LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: QEMU guest agent is not connected')"
const HAS_FAILED =
  "LibvirtError(Code=86, Domain=10, Message='Guest agent is not responding: QEMU guest agent is not available due to an error')"
const NOT_RUNNING =
  "LibvirtError(Code=55, Domain=10, Message='Requested operation is not valid: domain is not running')"

const NAME = new Map([['host-name', 'mockvm']])

async function domainOf(scenario: string | ScenarioInput = 'default'): Promise<{ vm: Vm; agent: DomainAgent }> {
  const vm = await createVm({ scenario })
  onTestFinished(() => vm.close())
  return { vm, agent: new DomainAgent(vm) }
}

function withFaults(...faults: NonNullable<ScenarioInput['faults']>) {
  return domainOf({ extends: 'default', faults })
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn()
}

/** What the promise is rejected with. */
const rejection = (promise: Promise<unknown>) => promise.then(String, (error: Error) => error.message)

describe('a burst of commands', () => {
  test('is synced once, asked one after the other, and lets others in when it is over', async () => {
    const { vm, agent } = await domainOf()
    const answers = await Promise.all([agent.command('guest-get-host-name'), agent.command('guest-fsfreeze-status')])
    expect(answers).toEqual([NAME, 'thawed'])
    await settled()
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '< {"return": 1767225600000}',
      '> {"execute":"guest-get-host-name"}',
      '< {"return": {"host-name": "mockvm"}}',
      '> {"execute":"guest-fsfreeze-status"}',
      '< {"return": "thawed"}',
      'left',
    ])
  })

  test('another one has a connection and a sync of its own', async () => {
    const { vm, agent } = await domainOf()
    await agent.command('guest-ping')
    vm.advance('1s')
    await agent.command('guest-ping')
    await settled()
    expect(wire(vm).filter(line => /sync|left|connected/.test(line))).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      'left',
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225601000}}',
      'left',
    ])
  })

  test('takes turns with other clients', async () => {
    const { vm, agent } = await domainOf()
    const client = new AgentClient(() => vm.connect(), { timer: vm.timer })
    onTestFinished(() => client.close())
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
    expect(await client.call('guest-get-host-name')).toEqual({ 'host-name': 'mockvm' })
    client.close()
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
  })

  test('waits for nobody: somebody else has the line', async () => {
    const { vm, agent } = await domainOf()
    const other = vm.connect()
    other.on('error', () => {})
    expect(await rejection(vm.until(agent.command('guest-ping')))).toBe(NOT_NOW)
    expect(vm.guest.clock.monotonic()).toBe(5_000_000_000n)
    other.destroy()
    expect(await vm.until(agent.command('guest-get-host-name'))).toEqual(NAME)
  })

  test('arguments, errors, and integers of any size', async () => {
    const { agent } = await withFaults(
      { on: 'guest-ping', return: { big: '18446744073709551615' } },
      { on: 'guest-get-time', error: { desc: 'out of time' } },
    )
    expect(await rejection(agent.command('guest-get-time'))).toBe(
      "LibvirtError(Code=1, Domain=10, Message='internal error: unable to execute QEMU agent command 'guest-get-time': out of time')",
    )
    expect(await agent.command('guest-set-time', { time: 1_000_000_000_000_000_001n })).toEqual(new Map())
  })
})

describe('a VM that cannot be asked', () => {
  test.each([
    ['paused', [{ vm: 'pause' }]],
    ['off', [{ vm: 'off' }]],
  ] as const)('%s', async (_, actions) => {
    const { vm, agent } = await domainOf()
    vm.do(actions as never)
    expect(await rejection(agent.command('guest-ping'))).toBe(NOT_RUNNING)
    expect(wire(vm)).toEqual([])
  })

  test('without an agent', async () => {
    const { vm, agent } = await domainOf('agent-not-running')
    expect(await rejection(agent.command('guest-ping'))).toBe(NOT_CONNECTED)
    expect(wire(vm)).toEqual([])
  })

  test('suspended', async () => {
    const { vm, agent } = await domainOf('suspended-guest')
    vm.do({ vm: 'suspend' } as never)
    vm.advance('1m')
    expect(agent.isConnected).toBe(false)
    expect(await rejection(agent.command('guest-ping'))).toBe(NOT_RUNNING)
  })
})

describe('a reply that comes after the time-out', () => {
  test('is waited for, so that nobody else gets it', async () => {
    const { vm, agent } = await domainOf('stale-reply')
    expect(await rejection(vm.until(agent.command('guest-get-time')))).toBe(NOT_NOW)
    await settled()
    expect(wire(vm)).not.toContain('left')
    vm.advance('1s')
    await settled()
    expect(wire(vm).slice(-2)).toEqual(['< {"return": 1767225606000000000}', 'left'])
  })

  test('is dropped by the sync in front of the next command', async () => {
    const { vm, agent } = await domainOf('stale-reply')
    await rejection(vm.until(agent.command('guest-get-time')))
    expect(await vm.until(agent.command('guest-get-host-name'))).toEqual(NAME)
    await settled()
    expect(wire(vm)).toEqual([
      'connected',
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '< {"return": 1767225600000}',
      '> {"execute":"guest-get-time"}',
      '> {"execute":"guest-sync","arguments":{"id":1767225605000}}',
      '< {"return": 1767225606000000000}',
      '< {"return": 1767225605000}',
      '> {"execute":"guest-get-host-name"}',
      '< {"return": {"host-name": "mockvm"}}',
      'left',
    ])
  })

  test('that never comes is waited for no longer than a minute', async () => {
    const { vm, agent } = await withFaults({ direction: 'reply', on: 'guest-get-time', drop: true })
    expect(await rejection(vm.until(agent.command('guest-get-time')))).toBe(NOT_NOW)
    vm.advance('59s')
    await settled()
    expect(wire(vm)).not.toContain('left')
    vm.advance('1s')
    await settled()
    expect(wire(vm).at(-1)).toBe('left')
  })

  test('is waited for as long as the agent is busy, or the VM paused', async () => {
    const { vm, agent } = await withFaults({ on: 'guest-get-time', name: 'held', hang: true })
    await rejection(vm.until(agent.command('guest-get-time')))
    vm.advance('10m')
    await settled()
    expect(wire(vm)).not.toContain('left')
  })
})

describe('an agent that dies', () => {
  test('in the middle of a command', async () => {
    const { vm, agent } = await withFaults({
      on: 'guest-get-time',
      times: 1,
      crash: { when: 'before', restart: '2s' },
    })
    expect(await rejection(agent.command('guest-get-time'))).toBe(GONE)
    expect(await rejection(agent.command('guest-get-time'))).toBe(NOT_CONNECTED)
    vm.advance('2s')
    await settled()
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
  })

  test('in the middle of a sync', async () => {
    const { agent } = await withFaults({ on: 'guest-sync', times: 1, crash: { when: 'during' } })
    expect(await rejection(agent.command('guest-get-time'))).toBe(GONE)
  })

  test('a connection that ends is made anew', async () => {
    const { vm, agent } = await withFaults({ on: 'guest-get-time', times: 1, disconnect: 'before' })
    expect(await rejection(vm.until(agent.command('guest-get-time')))).toBe(GONE)
    expect(await vm.until(agent.command('guest-get-host-name'))).toEqual(NAME)
  })

  test('a VM that is closed', async () => {
    const { vm, agent } = await withFaults({ on: 'guest-get-time', hang: true })
    const asking = rejection(agent.command('guest-get-time'))
    await settled()
    await vm.close()
    expect(await asking).toBe(GONE)
  })
})

describe('noise on the line', () => {
  test('before the first sync is answered is tolerated: there is another one', async () => {
    const { vm, agent } = await withFaults({
      direction: 'reply',
      on: 'guest-sync',
      times: 1,
      bytes: 'login: \n',
    })
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
    expect(wire(vm).filter(line => line.includes('guest-sync'))).toEqual([
      '> {"execute":"guest-sync","arguments":{"id":1767225600000}}',
      '> {"execute":"guest-sync","arguments":{"id":1767225600001}}',
    ])
  })

  test('elsewhere is fatal until the agent connects again', async () => {
    const { vm, agent } = await withFaults({
      on: 'guest-get-time',
      times: 1,
      garbage: { before: 'login: \n' },
    })
    expect(await rejection(agent.command('guest-get-time'))).toBe(
      "LibvirtError(Code=1, Domain=0, Message='internal error: cannot parse json login: : lexical error: invalid char in json text.')",
    )
    expect(await rejection(agent.command('guest-get-host-name'))).toBe(HAS_FAILED)
    vm.do({ agent: 'restart' })
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
  })

  test('garbage: the built-in scenario', async () => {
    const { agent } = await domainOf('garbage')
    expect(await rejection(agent.command('guest-fsfreeze-status'))).toMatch(/^LibvirtError\(|^thawed$/)
  })

  test.each([
    ['[1]', "internal error: Parsed JSON reply '[1]' isn't an object"],
    ['{"hello": 1}', `internal error: Unknown JSON reply '{"hello": 1}'`],
  ])('JSON that no agent says: %s', async (line, text) => {
    const { agent } = await withFaults({
      on: 'guest-get-time',
      times: 1,
      garbage: { before: `${line}\n` },
    })
    expect(await rejection(agent.command('guest-get-time'))).toBe(`LibvirtError(Code=1, Domain=10, Message='${text}')`)
  })

  test('what only the monitor says is ignored, and so are other line ends', async () => {
    const { agent } = await withFaults(
      { on: '*', crlf: true },
      { on: 'guest-get-host-name', garbage: { before: '{"QMP": {}}\n{"event": "RESET"}\n' } },
    )
    expect(await agent.command('guest-get-host-name')).toEqual(NAME)
  })

  test('10 MiB without a line feed', async () => {
    const { vm, agent } = await withFaults({
      direction: 'reply',
      on: 'guest-get-time',
      times: 1,
      bytes: 'x'.repeat(10 * 1024 * 1024),
    })
    expect(await rejection(vm.until(agent.command('guest-get-time')))).toBe(
      "LibvirtError(Code=1, Domain=10, Message='internal error: No complete agent response found in 10485760 bytes')",
    )
  })
})
