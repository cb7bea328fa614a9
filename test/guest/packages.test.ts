import { expect, test } from 'vitest'
import { Guest } from '../../src/guest/guest.js'
import { load } from '../scenario/vocabulary.js'

function guest(): Guest {
  return new Guest(
    load({
      packages: {
        old: { version: '1.0', upgradableTo: '1.1' },
        there: { version: '2', summary: 'is there' },
        'to-have': { version: '3', installed: false },
      },
    }).guest,
  )
}

const versions = ({ packages }: Guest) =>
  packages.list().map(({ name, version, installed, candidate }) => [name, installed ? version : '-', candidate])

test('packages are installed, upgraded and removed, and that is told', () => {
  const one = guest()
  const told: unknown[] = []
  one.onChange(change => told.push(change))
  one.packages.install('old')
  one.packages.install('there')
  one.packages.install('to-have')
  one.packages.remove('there')
  expect(versions(one)).toEqual([
    ['old', '1.1', undefined],
    ['there', '-', undefined],
    ['to-have', '3', undefined],
  ])
  expect(told).toEqual([
    { what: 'package', name: 'old', done: 'upgraded', version: '1.1' },
    { what: 'package', name: 'to-have', done: 'installed', version: '3' },
    { what: 'package', name: 'there', done: 'removed', version: '2' },
  ])
})

test('what has become of them outlives a reboot and is part of a snapshot', () => {
  const one = guest()
  const before = one.snapshot()
  one.packages.install('old')
  one.reboot()
  expect(versions(one)[0]).toEqual(['old', '1.1', undefined])
  one.restore(before)
  expect(versions(one)[0]).toEqual(['old', '1.0', '1.1'])
})

test('what there is not can be neither installed nor removed', () => {
  expect(() => guest().packages.install('nope')).toThrow('ENOENT: No such file or directory')
  expect(() => guest().packages.remove('to-have')).toThrow('ENOENT: No such file or directory')
})
