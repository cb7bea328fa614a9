import { describe, expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { runIn } from '../../shell/tools/tree.js'

const REFUSED = { stdout: '', stderr: 'sudo: a password is required\n', exitCode: 1 }

test.each([
  ['debian-12', 'debian'],
  ['debian-13', 'debian'],
  ['ubuntu-22.04', 'ubuntu'],
  ['ubuntu-24.04', 'ubuntu'],
  ['rhel-9', 'cloud-user'],
  ['rhel-10', 'cloud-user'],
  ['fedora-42', 'fedora'],
  ['opensuse-leap-15.6', 'opensuse'],
])('in %s the user of cloud-init is root without a password', (persona, user) => {
  const guest = new Guest(load(persona).guest)
  const root = { stdout: 'root\n', stderr: '', exitCode: 0 }
  expect(runIn(guest, ['sudo', '-n', 'whoami'], { user })).toEqual(root)
  expect(runIn(guest, ['sudo', '-n', 'A=b', 'whoami'], { user })).toEqual(root)
  expect(runIn(guest, ['sudo', '-n', 'whoami'], { user: 'nobody' })).toEqual(REFUSED)
})

describe('rules of sudoers', () => {
  const allowed = (rules: string, command: readonly string[], user = 'debian') => {
    const guest = new Guest(load('debian-12').guest)
    guest.files.rm('/etc/sudoers.d/90-cloud-init-users')
    guest.files.writeFile('/etc/sudoers.d/mine', rules)
    return runIn(guest, ['sudo', '-n', ...command], { user }).exitCode === 0
  }

  test.each([
    ['debian ALL=(ALL) NOPASSWD:ALL', ['true'], true],
    ['debian ALL=(ALL:ALL) NOPASSWD: ALL', ['true'], true],
    ['debian ALL=(ALL) ALL', ['true'], false],
    ['%sudo ALL=NOPASSWD: ALL', ['true'], true],
    ['%nogroup ALL=NOPASSWD: ALL', ['true'], false],
    ['#1000 ALL=NOPASSWD: ALL', ['true'], true],
    ['# debian ALL=NOPASSWD: ALL', ['true'], false],
    ['nobody ALL=NOPASSWD: ALL', ['true'], false],
    ['debian ALL=NOPASSWD: /usr/bin/true', ['true'], true],
    ['debian ALL=NOPASSWD: /usr/bin/true', ['whoami'], false],
    ['debian ALL=NOPASSWD: /usr/bin/id, PASSWD: /usr/bin/true', ['true'], false],
    ['debian ALL=NOPASSWD: /usr/bin/id, /usr/bin/true', ['true'], true],
    ['debian ALL=NOPASSWD: /usr/bin/echo hello *', ['echo', 'hello', 'you'], true],
    ['debian ALL=NOPASSWD: /usr/bin/echo hello *', ['echo', 'good', 'bye'], false],
    ['debian ALL=NOPASSWD: /usr/bin/echo ""', ['echo', 'x'], false],
    ['debian ALL=NOPASSWD: ALL\ndebian ALL=ALL', ['true'], false],
    ['debian ALL= \\\n NOPASSWD: ALL', ['true'], true],
  ])('%s', (rules, command, isAllowed) => {
    expect(allowed(`${rules}\n`, command)).toBe(isAllowed)
  })

  test('a file with a dot in its name is passed over', () => {
    const guest = new Guest(load('debian-12').guest)
    guest.files.writeFile('/etc/sudoers.d/a.bak', 'nobody ALL=NOPASSWD: ALL\n')
    expect(runIn(guest, ['sudo', '-n', 'whoami'], { user: 'nobody' })).toEqual(REFUSED)
  })
})
