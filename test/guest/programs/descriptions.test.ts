import { expect, test } from 'vitest'
import { descriptions } from '../../../src/guest/programs/descriptions.js'
import { builtinNames } from '../../../src/guest/programs/names.js'
import { systemOf } from '../../../src/guest/systems.js'
import { programsOf } from './programs-of.js'

const described = Object.values(descriptions).flatMap(area => Object.keys(area))

test('every program that a Linux or FreeBSD guest can have is described, and nothing else', () => {
  const names = [...builtinNames(systemOf('linux')), ...builtinNames(systemOf('freebsd'))]
  expect(described.toSorted()).toEqual([...new Set(names)].toSorted())
})

test.each(Object.entries(descriptions))('%s: in the order of their names, each in a short phrase', (_, area) => {
  expect(Object.keys(area)).toEqual(Object.keys(area).toSorted())
  for (const phrase of Object.values(area)) expect(phrase).toMatch(/^.{3,72}$/)
})

test.each(['debian-12', 'rhel-9', 'alpine-3.20'])(
  'of %s those are told that are where programs are looked for',
  name => {
    expect([...programsOf(name)]).toEqual(expect.arrayContaining(['sh', 'cat', 'install', 'grep']))
  },
)
