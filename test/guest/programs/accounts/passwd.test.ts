import { verify } from 'unixcrypt'
import { expect, test } from 'vitest'
import type { Guest } from '../../../../src/guest/guest.js'
import { programGuest, run } from '../guest.js'

const RED_HAT = 'ID="rhel"\nID_LIKE="fedora"\n'

function hashOf(guest: Guest, user: string): string {
  const shadow = guest.files.readFile('/etc/shadow', 'utf8').split('\n')
  return shadow.find(line => line.startsWith(`${user}:`))?.split(':')[1] ?? ''
}

test('passwd takes the same password twice', () => {
  const guest = programGuest()
  expect(run(guest, ['passwd', 'bin'], { stdin: 'secret\nsecret\n' })).toEqual({
    stdout: '',
    stderr: 'New password: Retype new password: passwd: password updated successfully\n',
    exitCode: 0,
    duration: 0n,
  })
  expect(verify('secret', hashOf(guest, 'bin'))).toBe(true)
})

test('passwd changes nothing when the two are different, or none comes', () => {
  const guest = programGuest()
  const unchanged = 'passwd: Authentication token manipulation error\npasswd: password unchanged\n'
  expect(run(guest, ['passwd', 'bin'], { stdin: 'a\nb\n' })).toMatchObject({
    stderr: `New password: Retype new password: Sorry, passwords do not match.\n${unchanged}`,
    exitCode: 10,
  })
  expect(run(guest, ['passwd', 'bin'])).toMatchObject({
    stderr: `New password: No password has been supplied.\n${unchanged}`,
    exitCode: 10,
  })
  expect(hashOf(guest, 'bin')).toBe('*')
})

test('passwd --stdin is for Red Hat alone', () => {
  const guest = programGuest({ osRelease: RED_HAT })
  expect(run(guest, ['passwd', '--stdin', 'bin'], { stdin: 'secret\n' })).toMatchObject({
    stdout: 'Changing password for user bin.\npasswd: all authentication tokens updated successfully.\n',
    exitCode: 0,
  })
  expect(verify('secret', hashOf(guest, 'bin'))).toBe(true)
})

test('useradd on Red Hat makes a home and takes bash', () => {
  const guest = programGuest({ osRelease: RED_HAT })
  guest.files.mkdir('/etc/skel')
  expect(run(guest, ['useradd', 'bob']).exitCode).toBe(0)
  expect(run(guest, ['getent', 'passwd', 'bob']).stdout).toBe('bob:x:1000:1000::/home/bob:/bin/bash\n')
  expect(guest.files.stat('/home/bob')).toMatchObject({ kind: 'directory', uid: 1000, gid: 1000 })
})

test('accounts are for root to change, and for one at a time', () => {
  const guest = programGuest()
  expect(run(guest, ['useradd', 'bob'], { user: 'nobody' })).toMatchObject({
    stderr: expect.stringMatching(
      /useradd: Permission denied\.\nuseradd: cannot lock \/etc\/passwd; try again later\.\n$/,
    ),
    exitCode: 1,
  })
  guest.files.writeFile('/etc/passwd.lock', '1')
  expect(run(guest, ['groupadd', 'bobs'])).toMatchObject({
    stderr:
      'groupadd: lock /etc/passwd.lock already used by PID 1\ngroupadd: cannot lock /etc/passwd; try again later.\n',
    exitCode: 1,
  })
})

test('an account that runs something is not removed', () => {
  const guest = programGuest()
  guest.processes.start({ pid: 900, ppid: 1, user: 'daemon', argv: ['work'] })
  expect(run(guest, ['userdel', 'daemon'])).toMatchObject({
    stderr: 'userdel: user daemon is currently used by process 900\n',
    exitCode: 8,
  })
})

test('passwords are for root alone to see', () => {
  const guest = programGuest()
  expect(run(guest, ['getent', 'shadow', 'bin'], { user: 'nobody' })).toMatchObject({ stdout: '', exitCode: 2 })
  expect(run(guest, ['getent', 'shadow', 'bin'])).toMatchObject({ exitCode: 0 })
})
