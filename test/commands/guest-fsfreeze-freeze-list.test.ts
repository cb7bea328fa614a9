import { expect, test } from 'vitest'
import { freezableGuest } from './freezable-guest.js'
import { fails, returns, talk } from './talk.js'

test.each([
  ['{}', 2, ['/', '/srv']],
  ['{"mountpoints":["/srv"]}', 1, ['/srv']],
  ['{"mountpoints":["/","/srv"]}', 2, ['/', '/srv']],
  ['{"mountpoints":["/srv","/srv"]}', 1, ['/srv']],
  // Names are compared as they are, and what isn't mounted is ignored.
  ['{"mountpoints":["/srv/","srv","/nowhere"]}', 0, []],
  ['{"mountpoints":["/run","/boot/efi"]}', 0, []],
  ['{"mountpoints":[]}', 0, []],
])('%s freezes %d', async (args, count, frozen) => {
  const host = await talk({ scenario: freezableGuest(), agent: { version: '2.11.0' } })
  expect(await host.ask('guest-fsfreeze-freeze-list', args)).toBe(returns(String(count)))
  const { mounts } = host.vm.guest
  expect(mounts.table.filter(mount => mounts.isFrozen(mount)).map(mount => mount.path)).toEqual(frozen)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
})

test.each(['5.2.0', '7.2.22', '11.1.3'])('agent %s stays thawed where the list matches nothing', async version => {
  const host = await talk({ scenario: freezableGuest(), agent: { version } })
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: [] })).toBe(returns('0'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/srv'] })).toBe(returns('1'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
})

test.each([
  ['2.11.0', '1'],
  ['7.2.22', '1'],
  ['10.0.0', '0'],
  ['11.1.3', '0'],
])('agent %s finds %s file systems by the second place where one is mounted', async (version, count) => {
  const host = await talk({ scenario: freezableGuest({ srv: { source: 'vda1', type: 'ext4' } }), agent: { version } })
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/srv'] })).toBe(returns(count))
})

test('of mounts that are not in the list no error counts', async () => {
  const host = await talk({ scenario: freezableGuest({ root: { freezeError: 'EIO' } }) })
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/srv'] })).toBe(returns('1'))
})

test.each([
  ['{"mountpoints":"/"}', "Invalid parameter type for 'mountpoints', expected: array"],
  ['{"mountpoints":["/",1]}', "Invalid parameter type for 'mountpoints[1]', expected: string"],
  ['{"mountpoint":["/"]}', "Parameter 'mountpoint' is unexpected"],
])('it refuses %s', async (args, desc) => {
  const host = await talk({ scenario: freezableGuest() })
  expect(await host.ask('guest-fsfreeze-freeze-list', args)).toBe(fails(desc))
})
