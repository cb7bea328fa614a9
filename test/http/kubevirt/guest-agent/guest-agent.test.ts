import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { GuestAgent } from '../../../../src/http/kubevirt/guest-agent/guest-agent.js'
import { createVm, type ScenarioInput, type Vm } from '../../../../src/index.js'
import { wire } from '../../../clients/session.js'

const SYSTEM = ['guest-network-get-interfaces', 'guest-get-osinfo', 'guest-get-timezone', 'guest-get-host-name']
const ALL = ['guest-info', ...SYSTEM, 'guest-get-fsinfo', 'guest-get-users', 'guest-fsfreeze-status']

async function agentOf(scenario: string | ScenarioInput = 'default'): Promise<{ vm: Vm; agent: GuestAgent }> {
  const vm = await createVm({ scenario })
  onTestFinished(() => vm.close())
  const agent = new GuestAgent(vm)
  onTestFinished(() => agent.close())
  return { vm, agent }
}

/** What the agent is asked for while that is done. */
async function asked(vm: Vm, run: () => unknown): Promise<string[]> {
  const before = vm.calls().length
  await run()
  await settled()
  return vm
    .calls()
    .slice(before)
    .map(({ name }) => name)
    .filter(name => name !== 'guest-sync')
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn()
}

describe('what is polled', () => {
  test('is told in the words of KubeVirt', async () => {
    const { agent } = await agentOf()
    const { supportedCommands, ...info } = await agent.info()
    expect(info).toEqual({
      guestAgentVersion: '2.11.0',
      hostname: 'mockvm',
      os: {
        name: 'Debian GNU/Linux',
        kernelRelease: '6.1.0-37-cloud-amd64',
        version: '12 (bookworm)',
        prettyName: 'Debian GNU/Linux 12 (bookworm)',
        versionId: '12',
        kernelVersion: '#1 SMP PREEMPT_DYNAMIC Debian 6.1.140-1 (2025-05-22)',
        machine: 'x86_64',
        id: 'debian',
      },
      timezone: { zone: 'UTC', offset: 0 },
      users: [
        { userName: 'root', domain: undefined, loginTime: 1767220267 },
        { userName: 'alice', domain: undefined, loginTime: 1767221130.25 },
      ],
      filesystems: [
        ['vdb1', '/srv/data', 'xfs'],
        ['vda15', '/boot/efi', 'vfat'],
        ['vda1', '/', 'ext4'],
      ].map(([diskName, mountPoint, fileSystemType]) => ({
        diskName,
        mountPoint,
        fileSystemType,
        usedBytes: 0n,
        totalBytes: 0n,
        disk: [{ serial: undefined, busType: 'virtio' }],
      })),
      fsFreezeStatus: 'thawed',
      interfaces: [
        { interfaceName: 'lo', mac: '00:00:00:00:00:00', ipAddresses: ['127.0.0.1', '::1'] },
        {
          interfaceName: 'eth0',
          mac: '52:54:00:6b:3c:58',
          ipAddresses: ['192.168.122.10', 'fe80::5054:ff:fe6b:3c58'],
        },
      ],
    })
    expect(supportedCommands).toContainEqual({ name: 'guest-exec', enabled: true })
    expect(agent.known()).toEqual({ supportedCommands, ...info })
  })

  test('nothing is known before somebody asks, and nobody asks by itself', async () => {
    const { vm, agent } = await agentOf()
    expect(agent.known()).toEqual({})
    expect(await asked(vm, () => vm.advance('1h'))).toEqual([])
  })

  test('an interface without a MAC address, as Windows has them', async () => {
    const { agent } = await agentOf('windows-loopback')
    const { interfaces } = await agent.info()
    expect(interfaces).toContainEqual(expect.objectContaining({ mac: undefined }))
  })

  test('an answer of another kind than expected is passed over', async () => {
    const { agent } = await agentOf({
      extends: 'default',
      faults: ALL.map(name => ({ on: name, return: 7 })),
    })
    expect(await agent.info()).toEqual({ guestAgentVersion: undefined, supportedCommands: [] })
  })
})

describe('when it is polled', () => {
  test('what is younger than its interval is not asked for again', async () => {
    const { vm, agent } = await agentOf()
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
    expect(await asked(vm, () => agent.info())).toEqual([])
    vm.advance('4999ms')
    expect(await asked(vm, () => agent.info())).toEqual([])
    vm.advance('1ms')
    expect(await asked(vm, () => agent.info())).toEqual(['guest-fsfreeze-status'])
    vm.advance('5s')
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
  })

  test('at first often, in the end every 120 s and every 300 s', async () => {
    const { vm, agent } = await agentOf()
    const seen: { readonly name: string; readonly seconds: number }[] = []
    for (let seconds = 0; seconds <= 1300; seconds += 10) {
      for (const name of await asked(vm, () => agent.info())) seen.push({ name, seconds })
      vm.advance('10s')
    }
    const times = (name: string) => seen.filter(it => it.name === name).map(({ seconds }) => seconds)
    expect(times('guest-info')).toEqual([0, 10, 30, 70, 150, 310, 610, 910, 1210])
    expect(times('guest-get-fsinfo')).toEqual(times('guest-info'))
    expect(times('guest-get-osinfo')).toEqual([0, 10, 30, 70, 150, 270, 390, 510, 630, 750, 870, 990, 1110, 1230])
    expect(times('guest-get-users')).toHaveLength(131)
  })

  test('requests at the same time share one poll', async () => {
    const { vm, agent } = await agentOf()
    const together = async () => {
      const [first, ...others] = await Promise.all([agent.info(), agent.info(), agent.info()])
      for (const other of others) expect(other).toEqual(first)
    }
    expect(await asked(vm, together)).toEqual(ALL)
  })

  test('what the agent refuses is asked for again in its turn, and stays as it was', async () => {
    const { vm, agent } = await agentOf({
      extends: 'default',
      faults: [{ on: 'guest-get-users', after: 1, error: { desc: 'no utmp' } }],
    })
    const { users } = await agent.info()
    vm.advance('10s')
    expect((await agent.info()).users).toEqual(users)
    vm.advance('5s')
    expect(await asked(vm, () => agent.info())).toEqual(['guest-fsfreeze-status'])
  })

  test('an agent that does not answer is asked one thing, and what was known is told after 5 s', async () => {
    const { vm, agent } = await agentOf({
      extends: 'default',
      faults: [{ on: 'guest-get-osinfo', hang: true }],
    })
    const info = await vm.until(agent.info())
    expect(vm.guest.clock.monotonic()).toBe(5_000_000_000n)
    expect(Object.keys(info)).toEqual(['guestAgentVersion', 'supportedCommands', 'interfaces'])
    expect(vm.calls().map(({ name }) => name)).toEqual([
      'guest-sync',
      'guest-info',
      'guest-network-get-interfaces',
      'guest-get-osinfo',
    ])
  })

  test('a snapshot that puts the clock back lets everything be asked for again', async () => {
    const { vm, agent } = await agentOf()
    const before = vm.snapshot()
    vm.advance('1h')
    await agent.info()
    vm.restore(before)
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
  })

  test('the same at the very moment at which it was taken', async () => {
    const { vm, agent } = await agentOf()
    const before = vm.snapshot()
    await agent.freezing.freeze(0, 5000)
    expect((await agent.info()).fsFreezeStatus).toBe('frozen')
    vm.restore(before)
    expect((await agent.info()).fsFreezeStatus).toBe('thawed')
  })
})

describe('an agent that comes and goes', () => {
  test('is asked for everything when it is there again', async () => {
    const { vm, agent } = await agentOf()
    await agent.info()
    expect(agent.isConnected).toBe(true)
    vm.do({ agent: 'stop' })
    expect(agent.isConnected).toBe(false)
    expect(agent.known()).toEqual({})
    expect(await asked(vm, () => agent.info())).toEqual([])
    vm.do({ agent: 'start' })
    expect(agent.isConnected).toBe(true)
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
    vm.advance('10s')
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
  })

  test('the same after a restart, and after the port was closed', async () => {
    const { vm, agent } = await agentOf()
    await agent.info()
    vm.do({ agent: 'restart' })
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
    vm.do([{ port: 'closed' }, { port: 'open' }])
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
  })

  test('in the middle of a poll', async () => {
    const { agent } = await agentOf({
      extends: 'default',
      faults: [{ on: 'guest-get-osinfo', times: 1, crash: { when: 'during', restart: '2s' } }],
    })
    expect(await agent.info()).toEqual({})
    expect(agent.isConnected).toBe(false)
  })

  test('late-agent: nothing is known, then everything', async () => {
    const { vm, agent } = await agentOf('late-agent')
    expect(agent.isConnected).toBe(false)
    expect(await agent.info()).toEqual({})
    expect(await agent.info()).toEqual({})
    await settled()
    expect(wire(vm)).toEqual(['connected', 'left'])
    vm.advance('2m')
    expect(agent.isConnected).toBe(true)
    expect((await agent.info()).hostname).toBe('mockvm')
  })

  test('where the agent itself has the socket', async () => {
    const { vm, agent } = await agentOf({ extends: 'default', agent: { transport: 'unix-listen' } })
    expect((await agent.info()).hostname).toBe('mockvm')
    vm.do({ agent: 'stop' })
    expect(agent.isConnected).toBe(false)
    vm.do({ agent: 'start' })
    expect(await asked(vm, () => agent.info())).toEqual(ALL)
  })

  test('listeners hear of what has changed, and of nothing else', async () => {
    const { vm, agent } = await agentOf()
    let changes = 0
    const forget = agent.onChange(() => changes++)
    await agent.info()
    expect(changes).toBe(1)
    vm.advance('1h')
    await agent.info()
    expect(changes).toBe(1)
    vm.do({ agent: 'stop' })
    expect(changes).toBe(2)
    forget()
    vm.do({ agent: 'start' })
    expect(changes).toBe(2)
  })

  test('a closed VM is not connected, and nobody is told', async () => {
    const { vm, agent } = await agentOf()
    await agent.info()
    await vm.close()
    expect(agent.isConnected).toBe(false)
    expect(await agent.info()).toEqual({})
  })
})

describe('a watch', () => {
  test('polls by itself for as long as it lasts', async () => {
    const { vm, agent } = await agentOf()
    let forget = () => {}
    expect(
      await asked(vm, () => {
        forget = agent.watch()
      }),
    ).toEqual(ALL)
    expect(await asked(vm, () => vm.advance('5s'))).toEqual(['guest-fsfreeze-status'])
    expect(await asked(vm, () => vm.advance('5s'))).toEqual(ALL)
    forget()
    expect(await asked(vm, () => vm.advance('1h'))).toEqual([])
  })

  test('of two the second goes on', async () => {
    const { vm, agent } = await agentOf()
    const first = agent.watch()
    agent.watch()
    await settled()
    first()
    first()
    expect(await asked(vm, () => vm.advance('5s'))).toEqual(['guest-fsfreeze-status'])
  })

  test('begins when the agent comes, and rests while the VM is paused', async () => {
    const { vm, agent } = await agentOf('late-agent')
    agent.watch()
    expect(await asked(vm, () => vm.advance('100s'))).toEqual(ALL)
    vm.pause()
    expect(await asked(vm, () => vm.advance('1m'))).toEqual([])
    vm.resume()
    expect(await asked(vm, () => vm.advance('1s'))).toEqual(ALL)
  })
})

describe('what KubeVirt wants of an agent', () => {
  const BASIC = "This guest agent doesn't support required basic commands"

  test('is not judged before it was asked', async () => {
    const { agent } = await agentOf({ extends: 'default', agent: { blockRpcs: ['guest-ping'] } })
    expect(agent.notSupported).toBeUndefined()
    await agent.info()
    expect(agent.notSupported).toBe(BASIC)
  })

  test.each([
    'guest-ping',
    'guest-get-time',
    'guest-shutdown',
    'guest-network-get-interfaces',
    'guest-get-fsinfo',
    'guest-get-host-name',
    'guest-get-users',
    'guest-get-timezone',
    'guest-get-osinfo',
  ])('%s', async name => {
    const { agent } = await agentOf({ extends: 'default', agent: { blockRpcs: [name] } })
    await agent.info()
    expect(agent.notSupported).toBe(BASIC)
  })

  test('guest-exec and others it does not need', async () => {
    const { agent } = await agentOf('allow-listed')
    await agent.info()
    expect(agent.notSupported).toBeUndefined()
  })

  test('an agent that does not tell what it knows', async () => {
    const { agent } = await agentOf({
      extends: 'default',
      faults: [{ on: 'guest-info', error: { desc: 'no' } }],
    })
    await agent.info()
    expect(agent.notSupported).toBe("Guest agent version '' is not supported")
  })
})
