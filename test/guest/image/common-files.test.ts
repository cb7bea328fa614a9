import { expect, test } from 'vitest'
import { load } from '../../scenario/vocabulary.js'
import { programGuest } from '../programs/guest.js'

function persona(name: string) {
  return programGuest(load(name).guest)
}

const octal = (mode: number) => mode.toString(8)

test.each([
  ['debian-12', '700'],
  ['ubuntu-24.04', '700'],
  ['rhel-9', '550'],
  ['rhel-10', '550'],
  ['fedora-42', '550'],
  ['opensuse-leap-15.6', '700'],
  ['alpine-3.20', '700'],
  ['freebsd-14', '750'],
])('/root of %s is root’s, whoever else has it for a home', (name, mode) => {
  const root = persona(name).files.stat('/root')
  expect({ uid: root.uid, gid: root.gid, mode: octal(root.mode) }).toEqual({ uid: 0, gid: 0, mode })
})

test('an account without a shell has no folder below /home', () => {
  expect(persona('ubuntu-22.04').files.readdir('/home')).toEqual(['ubuntu'])
})

test.each([
  'debian-12',
  'debian-13',
  'ubuntu-22.04',
  'ubuntu-24.04',
  'rhel-9',
  'rhel-10',
  'fedora-42',
  'opensuse-leap-15.6',
])('everybody may write where everybody does in %s', name => {
  const { files, mounts } = persona(name)
  for (const path of ['/tmp', '/var/tmp']) expect(octal(files.stat(path).mode), path).toBe('1777')
  for (const { path, type, options } of mounts.table) {
    const mode = /mode=(\d+)/.exec(options)?.[1] ?? '1777'
    if (type === 'tmpfs') expect(octal(files.stat(path).mode), path).toBe(mode)
  }
})

test('a reboot leaves the modes of what is mounted in memory', () => {
  const guest = persona('fedora-42')
  guest.reboot()
  for (const path of ['/tmp', '/dev/shm']) expect(octal(guest.files.stat(path).mode), path).toBe('1777')
  expect(octal(guest.files.stat('/run').mode)).toBe('755')
})
