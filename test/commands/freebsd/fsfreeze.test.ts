import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../../src/index.js'
import { load } from '../../scenario/vocabulary.js'
import { fails, returns, type Talk, talk } from '../talk.js'

const { disks = [], mounts = [] } = load('freebsd-14').document

/** The persona with more mounts: of a second disk, and whatever else is said of them. */
function guestWith(more: NonNullable<ScenarioInput['mounts']>, rest: Partial<ScenarioInput> = {}): Promise<Talk> {
  return talk({
    scenario: {
      extends: 'freebsd-14',
      disks: [...disks, { name: 'vtbd1', size: '10GiB', partitions: { vtbd1p1: '5GiB', vtbd1p2: '5GiB' } }],
      mounts: [...mounts, ...more],
      ...rest,
    },
  })
}

const data = { source: 'vtbd1p1', path: '/data', type: 'ufs' }
const frozenPaths = ({ vm }: Talk) =>
  vm.guest.mounts.table.filter(mount => vm.guest.mounts.isFrozen(mount)).map(({ path }) => path)

/** Nothing of type ufs, as on a system that is all ZFS. */
const zfs: ScenarioInput = {
  extends: 'freebsd-14',
  mounts: [
    { source: 'zroot/ROOT/default', path: '/', type: 'zfs', size: '18GiB', used: '2GiB' },
    { source: 'devfs', path: '/dev', type: 'devfs' },
  ],
}

test('of several file systems the last one mounted is frozen, and one is counted', async () => {
  const host = await guestWith([data])
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
  expect(frozenPaths(host)).toEqual(['/data'])
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
  expect(frozenPaths(host)).toEqual([])
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
})

test('only those of the list are frozen, and of those only UFS', async () => {
  const host = await guestWith([data])
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/', '/boot/efi', '/none'] })).toBe(returns('1'))
  expect(frozenPaths(host)).toEqual(['/'])
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
})

test('without UFS nothing is frozen, and every second attempt fails: the device was left open', async () => {
  const host = await talk({ scenario: zfs })
  for (let round = 0; round < 2; round++) {
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails('filesystems have already frozen'))
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  }
})

test('a thaw closes the device', async () => {
  const host = await talk({ scenario: zfs })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
})

test('without the device nothing is frozen', async () => {
  const host = await guestWith([], { files: { '/dev/ufssuspend': { symlink: 'nowhere' } } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(
    fails("Could not open '/dev/ufssuspend': No such file or directory"),
  )
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('an error undoes it', async () => {
  const host = await guestWith([{ ...data, freezeError: 'EIO' }])
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails('failed to freeze /data: Input/output error'))
  expect(frozenPaths(host)).toEqual([])
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('a mount that can not be looked at fails all', async () => {
  const host = await guestWith([{ ...data, openError: 'EACCES' }])
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(fails('stat failed on /data: Permission denied'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('the hook runs as on Linux', async () => {
  const fsfreezeHook = '/usr/local/etc/qemu/fsfreeze-hook'
  const host = await guestWith([], { agent: { fsfreezeHook }, programs: [{ path: fsfreezeHook, exitCode: 3 }] })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(
    fails('child process has failed to execute fsfreeze hook: exit status 3'),
  )
})

test('the end of the agent lets go of what it has frozen', async () => {
  const host = await guestWith([data])
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
  host.vm.do({ agent: 'restart' })
  expect(frozenPaths(host)).toEqual([])
  // The new process goes by the flag that the old one has left.
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
})

test('a snapshot holds what is frozen, and whether the device is open', async () => {
  const host = await guestWith([data])
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
  const frozen = host.vm.snapshot()
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
  host.vm.restore(frozen)
  expect(frozenPaths(host)).toEqual(['/data'])
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
  const nothing = await talk({ scenario: zfs })
  expect(await nothing.ask('guest-fsfreeze-freeze')).toBe(returns('0'))
  const open = nothing.vm.snapshot()
  expect(await nothing.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  nothing.vm.restore(open)
  expect(await nothing.ask('guest-fsfreeze-freeze')).toBe(fails('filesystems have already frozen'))
})

test('7.2 freezes the same', async () => {
  const host = await guestWith([data], { agent: { version: '7.2.22' } })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('1'))
  expect(await host.ask('guest-exec', { path: 'uname' })).toBe(
    fails('Command guest-exec has been disabled: the agent is in frozen state', 'CommandNotFound'),
  )
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
})
