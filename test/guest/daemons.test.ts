import { describe, expect, test } from 'vitest'
import { Guest } from '../../src/guest/guest.js'
import { load } from '../scenario/vocabulary.js'
import { ended, prints } from './programs/guest.js'

const pidOf = (guest: Guest, name: string) => Number(ended(guest, `pgrep -o ${name}`).stdout)

describe('daemons that read their configuration anew', () => {
  test.each([
    ['debian-12', 'sshd', 'ssh'],
    ['debian-12', 'cron', 'cron'],
    ['debian-12', 'dbus-daemon', 'dbus'],
    ['rhel-9', 'crond', 'crond'],
    ['ubuntu-24.04', 'rsyslogd', 'rsyslog'],
  ])('HUP leaves in %s the %s as it is, and its unit active', (persona, name, unit) => {
    const guest = new Guest(load(persona).guest)
    const pid = pidOf(guest, name)
    expect(ended(guest, `kill -HUP ${pid}`)).toEqual(prints(''))
    expect(ended(guest, `systemctl kill -s HUP ${unit}`)).toEqual(prints(''))
    expect(ended(guest, `systemctl is-active ${unit}`)).toEqual(prints('active\n'))
    expect(pidOf(guest, name)).toBe(pid)
  })

  test('a reload leaves the process as it is', () => {
    const guest = new Guest(load('debian-12').guest)
    const pid = pidOf(guest, 'sshd')
    expect(ended(guest, 'systemctl reload ssh')).toEqual(prints(''))
    expect(pidOf(guest, 'sshd')).toBe(pid)
  })

  test('nginx reopens its logs at USR1', () => {
    const guest = new Guest(load('default').guest)
    expect(ended(guest, 'kill -USR1 520')).toEqual(prints(''))
    expect(guest.processes.get(520)).toMatchObject({ pid: 520 })
  })

  test('they show which signals they catch', () => {
    const guest = new Guest(load('debian-12').guest)
    const status = guest.files.readFile(`/proc/${pidOf(guest, 'sshd')}/status`, 'utf8')
    expect(/^SigCgt:\t(.*)$/m.exec(status)?.[1]).toBe('0000000000000001')
  })
})

test('what they do not catch ends them', () => {
  const guest = new Guest(load('debian-12').guest)
  for (const [name, signal] of [
    ['cron', 'USR1'],
    ['sshd', 'TERM'],
    ['systemd-udevd', 'KILL'],
  ] as const) {
    const pid = pidOf(guest, name)
    expect(ended(guest, `kill -${signal} ${pid}`)).toEqual(prints(''))
    expect(guest.processes.get(pid)).toBeUndefined()
  }
})

test('the process of a login ends when it is told to hang up, and so does one that is no daemon', () => {
  const guest = new Guest(load('default').guest)
  for (const pid of [742, 750]) {
    expect(ended(guest, `kill -HUP ${pid}`)).toEqual(prints(''))
    expect(guest.processes.get(pid)).toBeUndefined()
  }
})
