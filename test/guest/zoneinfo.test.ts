import { expect, test } from 'vitest'
import { createVm } from '../../src/index.js'
import { debian, ended, prints, programGuest } from './programs/guest.js'

const BASE = '/usr/share/zoneinfo'

test('every zone is a file that holds its rules', () => {
  const { files } = programGuest()
  expect(files.readdir(`${BASE}/America/Argentina`)).toContain('Buenos_Aires')
  expect(files.stat(`${BASE}/Europe`)).toMatchObject({ kind: 'directory', mode: 0o755, uid: 0 })
  expect(files.stat(`${BASE}/Europe/Berlin`)).toMatchObject({ kind: 'file', mode: 0o644, uid: 0 })
  const text = Buffer.from(files.readFile(`${BASE}/Europe/Berlin`)).toString('latin1')
  expect(text.slice(0, 5)).toBe('TZif2')
  expect(text.split('\n').slice(-2)).toEqual(['CET-1CEST,M3.5.0,M10.5.0/3', ''])
  expect(files.exists(`${BASE}/Europe/Atlantis`)).toBe(false)
})

test.each([
  ['Europe/Berlin', 'CET', 3600n],
  ['America/New_York', 'EST', -18000n],
  ['Asia/Kolkata', 'IST', 19800n],
])('a link to %s is the zone of date and of the agent', async (zone, name, offset) => {
  await using vm = await createVm({ scenario: 'debian-12' })
  const { guest } = vm
  guest.files.rm('/etc/localtime')
  guest.files.symlink(`${BASE}/${zone}`, '/etc/localtime')
  expect(ended(guest, 'date +%Z')).toEqual(prints(`${name}\n`))
  expect(ended(guest, 'timedatectl show -p Timezone --value')).toEqual(prints(`${zone}\n`))
  expect(await vm.call('guest-get-timezone')).toEqual({ zone: name, offset })
})

test('a copy of a zone file does as well as a link', async () => {
  await using vm = await createVm({ scenario: 'debian-12' })
  const { guest } = vm
  guest.files.rm('/etc/localtime')
  guest.files.writeFile('/etc/localtime', guest.files.readFile(`${BASE}/Asia/Tokyo`))
  expect(ended(guest, 'date +%Z')).toEqual(prints('JST\n'))
  expect(await vm.call('guest-get-timezone')).toEqual({ zone: 'JST', offset: 32400n })
})

test.each([
  ['a zone that there is not', `${BASE}/Europe/Atlantis`],
  ['what has no end', '/dev/zero'],
  ['a folder', BASE],
  ['itself', '/etc/localtime'],
  ['another file', '/etc/passwd'],
])('a link to %s is UTC for both', async (_, target) => {
  await using vm = await createVm({ scenario: 'debian-12' })
  const { guest } = vm
  guest.files.rm('/etc/localtime')
  guest.files.symlink(target, '/etc/localtime')
  expect(ended(guest, 'date +%Z')).toEqual(prints('UTC\n'))
  expect(await vm.call('guest-get-timezone')).toEqual({ zone: 'UTC', offset: 0n })
})

test('only Debian and its like have /etc/timezone', () => {
  const { files } = programGuest(debian)
  expect(files.readFile('/etc/timezone', 'utf8')).toBe('Etc/UTC\n')
  const suse = programGuest({ ...debian, osRelease: 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\n' })
  expect(suse.files.exists('/etc/timezone')).toBe(false)
})
