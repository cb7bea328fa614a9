import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { load } from '../../../scenario/vocabulary.js'
import { debian, ended, fails, prints, programGuest } from '../guest.js'

test.each([
  ['debian-12', '755'],
  ['debian-13', '755'],
  ['ubuntu-24.04', '750'],
  ['rhel-9', '700'],
  ['fedora-42', '700'],
])('useradd -m of %s makes homes of mode %s', (persona, mode) => {
  const guest = new Guest(load(persona).guest)
  expect(ended(guest, 'useradd -m kim')).toEqual(prints(''))
  expect(guest.files.stat('/home/kim').mode.toString(8)).toBe(mode)
})

test('login.defs says the mode of homes: HOME_MODE before UMASK', () => {
  const guest = programGuest(debian)
  guest.files.writeFile('/etc/login.defs', 'UMASK 027\n')
  expect(ended(guest, 'useradd -m one')).toEqual(prints(''))
  guest.files.writeFile('/etc/login.defs', 'UMASK 027\nHOME_MODE 0711\n')
  expect(ended(guest, 'useradd -m two')).toEqual(prints(''))
  expect(['one', 'two'].map(name => guest.files.stat(`/home/${name}`).mode.toString(8))).toEqual(['750', '711'])
})

test('a new home has what lies in the skeleton', () => {
  const guest = programGuest(debian)
  expect(ended(guest, 'useradd -m kim')).toEqual(prints(''))
  expect(guest.files.readdir('/home/kim')).toEqual(['.bash_logout', '.bashrc', '.profile'])
})

test('a system account without a shell is made in silence', () => {
  expect(ended(programGuest(debian), 'useradd -r -s /usr/sbin/nologin svc')).toEqual(prints(''))
})

test('a home that cannot be moved stays where it was', () => {
  const guest = programGuest(debian)
  expect(ended(guest, 'usermod -d /none/x -m debian')).toEqual(
    fails('usermod: cannot rename directory /home/debian to /none/x\n', 12),
  )
  expect(guest.files.exists('/home/debian')).toBe(true)
})
