import { expect, test } from 'vitest'
import { freezableGuest, HOOK } from './freezable-guest.js'
import { fails, returns, type Talk, talk } from './talk.js'

/** What happened to mounts and the hook, in order. */
function story(host: Talk): string[] {
  return host.vm.events.flatMap(event => {
    if (event.type !== 'guest') return []
    const { change } = event
    if (change.what === 'freeze') return [`${change.frozen ? 'freeze' : 'thaw'} ${change.mount}`]
    return change.what === 'process-start' ? [change.argv.join(' ')] : []
  })
}

test('mounts on disks are frozen in reverse order; those that can not be are not counted', async () => {
  const host = await talk({ scenario: freezableGuest() })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
  expect(story(host)).toEqual(['freeze /srv', 'freeze /'])
  expect(host.vm.guest.files.exists('/var/run/qga.state.isfrozen')).toBe(true)
})

test.each([
  ['2.11.0', fails('The command guest-fsfreeze-freeze has been disabled for this instance')],
  ['5.2.0', fails('The command guest-fsfreeze-freeze has been disabled for this instance', 'CommandNotFound')],
  ['7.2.22', fails('Command guest-fsfreeze-freeze has been disabled: the agent is in frozen state', 'CommandNotFound')],
  ['11.1.3', fails('Command guest-fsfreeze-freeze has been disabled: the command is not allowed', 'CommandNotFound')],
])('to agent %s freezing what is frozen is a disabled command', async (version, reply) => {
  const host = await talk({ scenario: freezableGuest(), agent: { version } })
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(reply)
})

test.each([
  // Frozen through /srv, which then makes / busy.
  ['2.11.0', 'freeze /srv'],
  ['7.2.22', 'freeze /srv'],
  // Only the first mount of a device counts.
  ['11.1.3', 'freeze /'],
])('agent %s freezes a device that is mounted twice once', async (version, frozen) => {
  const host = await talk({
    scenario: freezableGuest({ srv: { source: 'vda1', type: 'ext4' } }),
    agent: { version },
  })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
  expect(story(host)).toEqual([frozen])
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
})

test.each([
  ['2.11.0', 'frozen'],
  ['5.2.0', 'thawed'],
  ['7.2.22', 'thawed'],
  ['11.1.3', 'thawed'],
])('with nothing to freeze agent %s counts as %s', async (version, status) => {
  const mounts = [{ source: 'tmpfs', path: '/', type: 'tmpfs' }]
  const host = await talk({ scenario: { extends: 'minimal', mounts }, agent: { version } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns(`"${status}"`))
  expect(host.vm.guest.files.exists('/var/run/qga.state.isfrozen')).toBe(status === 'frozen')
})

test.each([
  [{ freezeError: 'EIO' as const }, 'failed to freeze /: Input/output error'],
  [{ openError: 'EACCES' as const }, 'failed to open /: Permission denied'],
])('when a mount fails with %o all are thawed again', async (root, desc) => {
  const host = await talk({ scenario: freezableGuest({ root, hook: [{ path: HOOK }] }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(desc))
  expect(story(host)).toEqual([`${HOOK} freeze`, 'freeze /srv', 'thaw /srv', `${HOOK} thaw`])
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('a hook that fails at thawing then does not hide why', async () => {
  const hook = [{ match: `${HOOK} thaw`, exitCode: 7 }, { match: `${HOOK} freeze` }]
  const host = await talk({ scenario: freezableGuest({ root: { freezeError: 'EIO' }, hook }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails('failed to freeze /: Input/output error'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test.each(['EOPNOTSUPP', 'EBUSY'] as const)('a mount that fails with %s is passed over', async freezeError => {
  const host = await talk({ scenario: freezableGuest({ root: { freezeError } }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
})

test('the hook comes first', async () => {
  const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK }] }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
  expect(story(host)).toEqual([`${HOOK} freeze`, 'freeze /srv', 'freeze /'])
})

test.each([
  [{ exitCode: 3 }, 'fsfreeze hook has failed with status 3'],
  [{ signal: 9 }, 'fsfreeze hook has terminated abnormally'],
])('when the hook ends with %o nothing is frozen', async (ending, desc) => {
  const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, ...ending }] }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(desc))
  expect(story(host)).toEqual([`${HOOK} freeze`])
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('the agent waits for a hook that takes its time', async () => {
  const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK, after: '30s' }] }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.advance('29s')
  expect(await host.more()).toBe('')
  host.vm.advance('1s')
  expect(await host.more()).toBe(`${returns('2')}\n`)
})
