import { verify } from 'unixcrypt'
import { expect, test } from 'vitest'
import type { Guest } from '../../../src/guest/guest.js'
import { programGuest, run } from './guest.js'

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

test('one line that is wrong, and nothing is changed', () => {
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

test('chpasswd is for root alone', () => {
  const ran = run(programGuest(), ['chpasswd'], { stdin: 'nobody:x', user: 'nobody' })
  expect(ran).toMatchObject({ stderr: 'chpasswd: cannot lock /etc/passwd; try again later.\n', exitCode: 1 })
})
