import { describe, expect, test } from 'vitest'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const VERSIONS = ['2.11.0', '5.2.0', '7.2.22', '11.1.3'] as const
type Version = (typeof VERSIONS)[number]

const WHILE_FROZEN = [
  'guest-fsfreeze-status',
  'guest-fsfreeze-thaw',
  'guest-info',
  'guest-ping',
  'guest-sync',
  'guest-sync-delimited',
]

/** How a version refuses a command: one that the freeze disables, and one that is blocked. */
const REFUSALS: Readonly<Record<Version, (name: string, frozen: boolean) => string>> = {
  '2.11.0': name => fails(`The command ${name} has been disabled for this instance`),
  '5.2.0': name => fails(`The command ${name} has been disabled for this instance`, 'CommandNotFound'),
  '7.2.22': (name, frozen) =>
    fails(`Command ${name} has been disabled${frozen ? ': the agent is in frozen state' : ''}`, 'CommandNotFound'),
  '11.1.3': name => fails(`Command ${name} has been disabled: the command is not allowed`, 'CommandNotFound'),
}

/** An agent that one before it has left with frozen file systems, or a fresh one. */
async function agent(version: Version, left: 'frozen' | 'fresh', blockRpcs: readonly string[] = []): Promise<Talk> {
  const files = left === 'frozen' ? { '/run/qga.state.isfrozen': '' } : {}
  return talk({ scenario: { extends: 'debian-12', files }, agent: { version, blockRpcs: [...blockRpcs] } })
}

async function enabled(host: Talk): Promise<string[]> {
  const { return: info } = JSON.parse(await host.ask('guest-info')) as {
    return: { supported_commands: { name: string; enabled: boolean }[] }
  }
  return info.supported_commands.filter(({ enabled }) => enabled).map(({ name }) => name)
}

const freezeIt = (host: Talk) => host.ask('guest-fsfreeze-freeze')

describe.each(VERSIONS)('agent %s', version => {
  const refuses = REFUSALS[version]

  test('that is started while the flag file is there counts as frozen', async () => {
    const host = await agent(version, 'frozen')
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-get-time')).toBe(refuses('guest-get-time', true))
    expect((await enabled(host)).toSorted()).toEqual(WHILE_FROZEN)
    expect(await host.ask('guest-nope')).toBe(fails('The command guest-nope has not been found', 'CommandNotFound'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    expect(host.vm.guest.files.exists('/run/qga.state.isfrozen')).toBe(false)
    expect(await host.ask('guest-get-timezone')).toBe(returns('{"zone": "UTC", "offset": 0}'))
  })

  test('allows six commands while frozen, and all of them again after the thaw', async () => {
    const host = await agent(version, 'fresh')
    const before = await enabled(host)
    await freezeIt(host)
    expect((await enabled(host)).toSorted()).toEqual(WHILE_FROZEN)
    await host.ask('guest-fsfreeze-thaw')
    expect(await enabled(host)).toEqual(before)
  })

  test('refuses while frozen what the freeze disables before it looks at arguments', async () => {
    const host = await agent(version, 'fresh')
    await freezeIt(host)
    expect(await host.ask('guest-file-open', { bogus: 1 })).toBe(refuses('guest-file-open', true))
    await host.ask('guest-fsfreeze-thaw')
    expect(await host.ask('guest-file-open', { bogus: 1 })).toBe(fails("Parameter 'path' is missing"))
  })

  test('started frozen, refuses what is blocked as it does otherwise', async () => {
    const host = await agent(version, 'frozen', ['guest-shutdown'])
    for (const _ of ['frozen', 'thawed']) {
      expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', false))
      await host.ask('guest-fsfreeze-thaw')
    }
  })

  test('once frozen by a command, refuses what is blocked as if by the freeze, even after the thaw', async () => {
    const host = await agent(version, 'fresh', ['guest-shutdown'])
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', false))
    await freezeIt(host)
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', true))
    await host.ask('guest-fsfreeze-thaw')
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', true))
    // That is kept by the process, and not by the guest.
    host.vm.agent.stop('a test')
    host.vm.agent.start('a test')
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', false))
  })

  test('has a blocked guest-ping while frozen only if the list for that wins over the block list', async () => {
    for (const left of ['frozen', 'fresh'] as const) {
      const host = await agent(version, left, ['guest-ping'])
      if (left === 'fresh') await freezeIt(host)
      const refused = refuses('guest-ping', false)
      expect(await host.ask('guest-ping')).toBe(version === '11.1.3' ? OK : refused)
      expect((await enabled(host)).includes('guest-ping')).toBe(version === '11.1.3')
      await host.ask('guest-fsfreeze-thaw')
      expect(await host.ask('guest-ping')).toBe(refused)
    }
  })

  test('keeps the frozen state when the client leaves, and when the process ends', async () => {
    const host = await agent(version, 'fresh')
    await freezeIt(host)
    await host.reconnect()
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    host.vm.agent.stop('a test')
    host.vm.agent.start('a test')
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
  })

  test('goes back to a snapshot with what it knew of the freeze', async () => {
    const host = await agent(version, 'fresh', ['guest-shutdown'])
    const thawed = host.vm.snapshot()
    await freezeIt(host)
    const frozen = host.vm.snapshot()
    host.vm.restore(thawed)
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', false))
    host.vm.restore(frozen)
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-shutdown')).toBe(refuses('guest-shutdown', true))
  })
})

test.each(['5.2.0', '7.2.22'])(
  'agent %s has guest-get-devices disabled by itself, whatever is frozen',
  async version => {
    const host = await agent(version as Version, 'frozen')
    const refused = REFUSALS[version as Version]('guest-get-devices', false)
    expect(await host.ask('guest-get-devices')).toBe(refused)
    await host.ask('guest-fsfreeze-thaw')
    expect(await host.ask('guest-get-devices')).toBe(refused)
  },
)

test('a thaw hook that fails leaves an agent that was started frozen thawed', async () => {
  for (const [version, desc] of [
    ['7.2.22', 'fsfreeze hook has failed with status 7'],
    ['11.1.3', 'child process has failed to execute fsfreeze hook: exit status 7'],
  ] as const) {
    const hook = '/etc/qemu/fsfreeze-hook'
    const scenario = {
      extends: 'debian-12',
      files: { '/run/qga.state.isfrozen': '' },
      programs: [{ path: hook, exitCode: 7 }],
    }
    const host = await talk({ scenario, agent: { version, fsfreezeHook: hook } })
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails(desc))
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    expect(await host.ask('guest-get-timezone')).toBe(returns('{"zone": "UTC", "offset": 0}'))
  }
})

test('with an allow list, 11.1.3 has the six commands too while frozen', async () => {
  const host = await talk({ agent: { version: '11.1.3', allowRpcs: ['guest-fsfreeze-freeze', 'guest-info'] } })
  expect(await enabled(host)).toEqual(['guest-fsfreeze-freeze', 'guest-info'])
  await freezeIt(host)
  expect((await enabled(host)).toSorted()).toEqual(WHILE_FROZEN)
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
  expect(await enabled(host)).toEqual(['guest-fsfreeze-freeze', 'guest-info'])
})
