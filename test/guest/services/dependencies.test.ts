/** What unit files say of other units: who is started first, and what comes of a failure. */
import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { exec } from '../programs/exec.js'
import { debian } from '../programs/guest.js'

const SLEEP = '[Service]\nExecStart=/bin/sleep 1000\n'
const FAILS = '[Service]\nType=oneshot\nExecStart=/bin/sh -c "sleep 2; exit 3"\n'
const WORKS = '[Service]\nType=oneshot\nExecStart=/bin/sleep 2\n'

function guestWith(units: Readonly<Record<string, string>>): Guest {
  const guest = new Guest(debian)
  for (const [name, text] of Object.entries(units)) {
    guest.files.writeFile(`/etc/systemd/system/${name}`, text)
  }
  return guest
}

const systemctl = (guest: Guest, ...args: string[]) => exec(guest, ['/usr/bin/systemctl', ...args])
const quiet = { stdout: '', stderr: '', exitCode: 0 }
const fails = (stderr: string, exitCode = 1) => ({ stdout: '', stderr, exitCode })
const lacks = (name: string) => fails(`A dependency job for ${name} failed. See 'journalctl -xe' for details.\n`)
const stateOf = (guest: Guest, name: string) => guest.services.get(name)?.active

const messages = (guest: Guest, ...names: string[]) =>
  guest.journal.entries
    .filter(({ about, priority }) => names.includes(about ?? '') && priority < 8)
    .map(({ message }) => message)

test('what a unit requires and comes after is started first, and it takes its time', () => {
  const guest = guestWith({
    'one.service': WORKS,
    'two.service': `[Unit]\nRequires=one.service\nAfter=one.service\n${SLEEP}`,
  })
  const before = guest.clock.now()
  expect(systemctl(guest, 'start', 'two')).toEqual(quiet)
  expect(guest.clock.now() - before).toBe(2_000_000_000n)
  expect(messages(guest, 'one.service', 'two.service')).toEqual([
    'Starting one.service...',
    'Finished one.service.',
    'Started two.service.',
  ])
})

test('its failure fails the start, and nothing is executed', () => {
  const guest = guestWith({
    'one.service': FAILS,
    'two.service': `[Unit]\nDescription=Two\nRequires=one.service\nAfter=one.service\n${SLEEP}`,
  })
  expect(systemctl(guest, 'start', 'two')).toEqual(lacks('two.service'))
  expect([stateOf(guest, 'one'), stateOf(guest, 'two')]).toEqual(['failed', 'inactive'])
  expect(messages(guest, 'two.service')).toEqual([
    'Dependency failed for two.service - Two.',
    "two.service: Job two.service/start failed with result 'dependency'.",
  ])
  guest.files.writeFile('/etc/systemd/system/one.service', WORKS)
  systemctl(guest, 'daemon-reload')
  expect(systemctl(guest, 'start', 'two')).toEqual(quiet)
  expect(stateOf(guest, 'two')).toBe('active')
})

test('what is only wanted may fail, or not be there', () => {
  const guest = guestWith({
    'one.service': FAILS,
    'two.service': `[Unit]\nWants=one.service nosuch.service\nAfter=one.service\n${SLEEP}`,
  })
  expect(systemctl(guest, 'start', 'two')).toEqual(quiet)
  expect([stateOf(guest, 'one'), stateOf(guest, 'two')]).toEqual(['failed', 'active'])
})

test.each([
  ['nosuch.service', 'Failed to start two.service: Unit nosuch.service not found.\n', 5],
  ['masked.service', 'Failed to start two.service: Unit masked.service is masked.\n', 1],
])('without %s it is not even tried', (required, stderr, exitCode) => {
  const guest = guestWith({ 'masked.service': SLEEP, 'two.service': `[Unit]\nRequires=${required}\n${SLEEP}` })
  guest.files.unlink('/etc/systemd/system/masked.service')
  guest.files.symlink('/dev/null', '/etc/systemd/system/masked.service')
  systemctl(guest, 'mask', 'masked')
  expect(systemctl(guest, 'start', 'two')).toEqual(fails(stderr, exitCode))
})

test('Requisite= starts nothing', () => {
  const guest = guestWith({ 'one.service': SLEEP, 'two.service': `[Unit]\nRequisite=one.service\n${SLEEP}` })
  expect(systemctl(guest, 'start', 'two')).toEqual(lacks('two.service'))
  expect(stateOf(guest, 'one')).toBe('inactive')
  systemctl(guest, 'start', 'one')
  expect(systemctl(guest, 'start', 'two')).toEqual(quiet)
})

test('who requires a unit stops with it, and comes again when it is restarted', () => {
  const guest = guestWith({
    'one.service': SLEEP,
    'two.service': `[Unit]\nRequires=one.service\nAfter=one.service\n${SLEEP}`,
    'other.service': `[Unit]\nWants=one.service\n${SLEEP}`,
  })
  systemctl(guest, 'start', 'two', 'other')
  const pid = guest.services.get('two')?.mainPid
  expect(systemctl(guest, 'restart', 'one')).toEqual(quiet)
  expect(stateOf(guest, 'two')).toBe('active')
  expect(guest.services.get('two')?.mainPid).not.toBe(pid)
  expect(systemctl(guest, 'stop', 'one')).toEqual(quiet)
  expect(['one', 'two', 'other'].map(name => stateOf(guest, name))).toEqual(['inactive', 'inactive', 'active'])
})

test('who is bound to a unit goes when that ends by itself', () => {
  const guest = guestWith({
    'one.service': SLEEP,
    'two.service': `[Unit]\nBindsTo=one.service\nAfter=one.service\n${SLEEP}`,
  })
  systemctl(guest, 'start', 'two')
  guest.processes.kill(guest.services.get('one')?.mainPid ?? 0, 9)
  expect([stateOf(guest, 'one'), stateOf(guest, 'two')]).toEqual(['failed', 'inactive'])
})

test('units that wait for each other in a circle start all the same', () => {
  const guest = guestWith({
    'one.service': `[Unit]\nRequires=two.service\nAfter=two.service\n${SLEEP}`,
    'two.service': `[Unit]\nRequires=one.service\nAfter=one.service\n${SLEEP}`,
  })
  expect(systemctl(guest, 'start', 'one')).toEqual(quiet)
  expect([stateOf(guest, 'one'), stateOf(guest, 'two')]).toEqual(['active', 'active'])
})

test('at boot they wait for each other as well, and a target brings what it wants', () => {
  const install = '[Install]\nWantedBy=multi-user.target\n'
  const guest = guestWith({
    'a.service': `[Unit]\nRequires=b.service\nAfter=b.service\n${SLEEP}${install}`,
    'b.service': WORKS,
    'c.service': `${SLEEP}[Install]\nWantedBy=mine.target\n`,
    'mine.target': '[Unit]\nDescription=Mine\nWants=b.service\n',
  })
  systemctl(guest, 'daemon-reload')
  systemctl(guest, 'enable', 'a', 'c')
  guest.reboot()
  guest.clock.advance(1_000_000_000n)
  expect([stateOf(guest, 'a'), stateOf(guest, 'b')]).toEqual(['inactive', 'activating'])
  const snapshot = guest.services.snapshot()
  guest.clock.advance(2_000_000_000n)
  expect(stateOf(guest, 'a')).toBe('active')
  expect(snapshot.states.find(([name]) => name === 'a.service')?.[1].isQueued).toBe(true)
  expect(stateOf(guest, 'c')).toBe('active')
  systemctl(guest, 'stop', 'c')
  systemctl(guest, 'start', 'mine.target')
  expect([stateOf(guest, 'mine.target'), stateOf(guest, 'c')]).toEqual(['active', 'active'])
})
