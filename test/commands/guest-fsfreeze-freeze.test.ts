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

test('freezing what is frozen is a disabled command', async () => {
  const host = await talk({ scenario: freezableGuest() })
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(
    fails('The command guest-fsfreeze-freeze has been disabled for this instance'),
  )
})

test('a device that is mounted twice is frozen once', async () => {
  const host = await talk({ scenario: freezableGuest({ srv: { source: 'vda1', type: 'ext4' } }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
})

test('with nothing to freeze the agent counts as frozen all the same', async () => {
  const mounts = [{ source: 'tmpfs', path: '/', type: 'tmpfs' }]
  const host = await talk({ scenario: { extends: 'minimal', mounts } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
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

test.each([
  ['/etc/qemu/none', {}, 'No such file or directory'],
  [HOOK, { [HOOK]: { content: '', mode: '0644' } }, 'Permission denied'],
])('a hook %s that can not be executed fails', async (fsfreezeHook, files, text) => {
  const host = await talk({ scenario: { ...freezableGuest(), files }, agent: { fsfreezeHook } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails(`can't access fsfreeze hook '${fsfreezeHook}': ${text}`))
})

test('a hook without a usable interpreter fails with status 1', async () => {
  const files = { [HOOK]: { content: '#!/nonexistent/sh\n', mode: '0755' } }
  const host = await talk({ scenario: { ...freezableGuest(), files }, agent: { fsfreezeHook: HOOK } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails('fsfreeze hook has failed with status 1'))
})
