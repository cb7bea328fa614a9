import { expect, test } from 'vitest'
import { execute, freebsdGuest } from './guest.js'

test('there is neither /proc nor /sys, and nothing of Linux in /etc', () => {
  const { files } = freebsdGuest()
  for (const path of ['/proc', '/sys', '/run', '/etc/shadow', '/etc/hostname', '/etc/machine-id', '/etc/timezone']) {
    expect(files.exists(path), path).toBe(false)
  }
})

test('the agent has its port open, under the name that the host gave it', () => {
  const { files } = freebsdGuest()
  expect(files.readlink('/dev/vtcon/org.qemu.guest_agent.0')).toBe('../ttyV0.1')
  expect(() => files.open('/dev/vtcon/org.qemu.guest_agent.0', { read: true, write: true })).toThrow('EBUSY')
  expect(files.readlink('/dev/urandom')).toBe('random')
  expect(files.stat('/dev/vtbd0p5').kind).toBe('block')
  expect(files.exists('/dev/virtio-ports')).toBe(false)
})

test('a port that the scenario names by its node has no other name', () => {
  const { files } = freebsdGuest({ agent: { path: '/dev/ttyV0.1' } })
  expect(files.stat('/dev/ttyV0.1').kind).toBe('character')
  expect(files.exists('/dev/vtcon')).toBe(false)
})

test('accounts are those of passwd and master.passwd', () => {
  const { files } = freebsdGuest()
  expect(files.readFile('/etc/passwd', 'utf8').split('\n')[0]).toBe('root:*:0:0:Charlie &:/root:/bin/sh')
  expect(files.readFile('/etc/master.passwd', 'utf8').split('\n')[0]).toBe('root:*:0:0::0:0:Charlie &:/root:/bin/sh')
  expect(files.stat('/etc/master.passwd').mode & 0o777).toBe(0o600)
  expect(files.readFile('/etc/group', 'utf8').split('\n')[0]).toBe('wheel:*:0:root,freebsd')
})

test('os-release is where /etc links to', () => {
  const { files } = freebsdGuest()
  expect(files.readlink('/etc/os-release')).toBe('../var/run/os-release')
  expect(files.readFile('/etc/os-release', 'utf8')).toMatch(/^NAME=FreeBSD\nVERSION="14\.3-RELEASE"\n/)
})

test('the host name is that of rc.conf, also after a reboot', () => {
  const guest = freebsdGuest({ hostname: 'db-1' })
  expect(guest.files.readFile('/etc/rc.conf', 'utf8')).toMatch(/^hostname="db-1"$/m)
  expect(execute(guest, ['/bin/hostname', 'other'])).toMatchObject({ exitCode: 0 })
  guest.reboot()
  expect(guest.hostname).toBe('db-1')
  guest.files.writeFile('/etc/rc.conf', 'sshd_enable="YES"\nhostname=written\n')
  guest.reboot()
  expect(guest.hostname).toBe('written')
  guest.files.rm('/etc/rc.conf')
  guest.reboot()
  expect(guest.hostname).toBe('db-1')
})

test('the zone is linked, and UTC is having none', () => {
  expect(freebsdGuest().files.exists('/etc/localtime')).toBe(false)
  const { files } = freebsdGuest({ clock: { timezone: 'Europe/Prague' } })
  expect(files.readlink('/etc/localtime')).toBe('/usr/share/zoneinfo/Europe/Prague')
  expect(files.readFile('/var/db/zoneinfo', 'utf8')).toBe('Europe/Prague\n')
})

test('who is logged in stands in utx.active, which a reboot empties', () => {
  const guest = freebsdGuest()
  expect(guest.users.sessions()).toEqual([])
  guest.users.login({ user: 'freebsd', line: 'pts/0', time: 1_767_225_600_250_000n })
  expect(guest.files.stat('/var/run/utx.active').size).toBe(197n)
  expect(guest.users.sessions()).toEqual([
    { type: 7, pid: 0, line: 'pts/0', user: 'freebsd', host: '', time: 1_767_225_600_250_000n },
  ])
  guest.reboot()
  expect(guest.users.sessions()).toEqual([])
})
