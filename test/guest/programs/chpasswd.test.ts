import { verify } from 'unixcrypt'
import { expect, test } from 'vitest'
import type { Guest } from '../../../src/guest/guest.js'
import { debian, ended, fails, programGuest, run } from './guest.js'

function hashOf(guest: Guest, user: string): string {
  const shadow = guest.files.readFile('/etc/shadow', 'utf8').split('\n')
  return shadow.find(line => line.startsWith(`${user}:`))?.split(':')[1] ?? ''
}

test('chpasswd hashes with SHA-512 and a salt of the seed', () => {
  const guest = programGuest()
  expect(run(guest, ['chpasswd'], { stdin: 'root:secret:with colon\nbin:x\n' }).exitCode).toBe(0)
  expect(hashOf(guest, 'root')).toMatch(/^\$6\$[./0-9A-Za-z]{16}\$[./0-9A-Za-z]{86}$/)
  expect(verify('secret:with colon', hashOf(guest, 'root'))).toBe(true)
  expect(verify('x', hashOf(guest, 'bin'))).toBe(true)
  const again = programGuest()
  run(again, ['chpasswd'], { stdin: 'root:secret:with colon\nbin:x\n' })
  expect(hashOf(again, 'root')).toBe(hashOf(guest, 'root'))
})

test('chpasswd -e takes the hash as it is', () => {
  const guest = programGuest()
  expect(run(guest, ['chpasswd', '-e'], { stdin: 'root:$6$salt$hash' }).exitCode).toBe(0)
  expect(hashOf(guest, 'root')).toBe('$6$salt$hash')
})

test('without PAM one line is wrong, and nothing is changed', () => {
  const guest = programGuest()
  expect(run(guest, ['/usr/sbin/chpasswd'], { stdin: 'ghost:a\nroot:b\nbin\n' })).toEqual({
    stdout: '',
    stderr:
      "chpasswd: line 1: user 'ghost' does not exist\n" +
      'chpasswd: line 3: missing new password\n' +
      'chpasswd: error detected, changes ignored\n',
    exitCode: 1,
    duration: 0n,
  })
  expect(hashOf(guest, 'root')).toBe('*')
})

test('without PAM chpasswd is for root alone', () => {
  const ran = run(programGuest(), ['chpasswd'], { stdin: 'nobody:x', user: 'nobody' })
  expect(ran).toMatchObject({ stderr: 'chpasswd: cannot lock /etc/passwd; try again later.\n', exitCode: 1 })
})

test('with PAM, as on Debian, a line that fails keeps none of the others back', () => {
  const guest = programGuest(debian)
  expect(run(guest, ['/usr/sbin/chpasswd'], { stdin: 'nosuch:a\ndebian:b\nroot\n' })).toEqual({
    stdout: '',
    stderr:
      'chpasswd: (user nosuch) pam_chauthtok() failed, error:\nAuthentication token manipulation error\n' +
      'chpasswd: (line 1, user nosuch) password not changed\n' +
      'chpasswd: line 3: missing new password\n',
    exitCode: 1,
    duration: 0n,
  })
  expect(verify('b', hashOf(guest, 'debian'))).toBe(true)
})

test('with PAM nobody but root sets passwords', () => {
  expect(run(programGuest(debian), ['chpasswd'], { stdin: 'debian:x', user: 'debian' })).toMatchObject({
    stderr:
      'chpasswd: (user debian) pam_chauthtok() failed, error:\nAuthentication token manipulation error\n' +
      'chpasswd: (line 1, user debian) password not changed\n',
    exitCode: 1,
  })
})

test('hashes are set without PAM', () => {
  const guest = programGuest(debian)
  const ran = run(guest, ['chpasswd', '-e'], { stdin: 'debian:hash\nnosuch:hash\n' })
  expect(ran).toMatchObject({
    stderr: "chpasswd: line 2: user 'nosuch' does not exist\nchpasswd: error detected, changes ignored\n",
    exitCode: 1,
  })
  expect(hashOf(guest, 'debian')).toBe('!')
})

test('options that the real one has and this one has not are refused by name', () => {
  expect(ended(programGuest(debian), 'chpasswd -c SHA512')).toEqual(fails("chpasswd: mockvm doesn't do -c yet\n", 2))
})
