import { expect, test } from 'vitest'
import { Guest } from '../../src/guest/guest.js'
import { load } from '../scenario/vocabulary.js'
import { ended } from './programs/guest.js'

const SECOND = 1_000_000_000n

test('init is as old as the boot, in ps and in /proc', () => {
  const guest = new Guest(load('debian-12').guest)
  expect(ended(guest, 'ps -o etimes=,lstart= -p 1').stdout).toBe('    191 Wed Dec 31 23:56:48 2025\n')
  expect(guest.files.readFile('/proc/1/stat', 'utf8').split(' ')[21]).toBe('0')
})

test('the main process of a unit is as old as the unit', () => {
  for (const name of ['debian-12', 'rhel-9', 'fedora-42']) {
    const { clock, processes, services } = new Guest(load(name).guest)
    const units = services.list().filter(({ mainPid }) => mainPid !== undefined)
    expect(units.length, name).toBeGreaterThan(3)
    for (const { name: unit, mainPid = 0, since = 0n } of units) {
      const age = clock.inGuest() - (processes.get(mainPid)?.startedAt ?? 0n)
      expect(age, `${name} ${unit}`).toBe(clock.now() - since)
    }
  }
})

test('nothing runs since before the boot, or after now, and children are no older than what has started them', () => {
  for (const name of ['alpine-3.20', 'freebsd-14', 'ubuntu-24.04', 'opensuse-leap-15.6', 'minimal', 'default']) {
    const { clock, processes } = new Guest(load(name).guest)
    for (const { pid, ppid, startedAt } of processes.list()) {
      const parent = processes.get(ppid)?.startedAt ?? clock.inGuest() - clock.uptime()
      expect(startedAt, `${name} ${pid}`).toBeGreaterThanOrEqual(parent)
      expect(startedAt, `${name} ${pid}`).toBeLessThanOrEqual(clock.inGuest())
    }
  }
})

test('a login is as old as its session', () => {
  const { clock, processes, users } = new Guest(load('default').guest)
  for (const { pid, time } of users.sessions()) {
    expect(clock.inGuest() - (processes.get(pid)?.startedAt ?? 0n)).toBe(clock.now() - time * 1000n)
  }
})

test('after a reboot all begin anew, and grow old from then on', () => {
  const guest = new Guest(load('debian-12').guest)
  guest.clock.advance(500n * SECOND)
  guest.reboot()
  guest.clock.advance(20n * SECOND)
  expect(ended(guest, 'ps -o etimes= -p 1,457').stdout).toBe('     20\n     20\n')
})
