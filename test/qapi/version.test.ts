import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { q } from '../../src/qapi/descriptor.js'
import { forVersion } from '../../src/qapi/for-version.js'
import { compareVersions, has, inFull } from '../../src/qapi/version.js'

describe('versions', () => {
  test.each([
    ['7.2', '7.2.0', 0],
    ['7.2.22', '7.10', -1],
    ['10.0', '9.2.4', 1],
    ['2.11.0', '2.9', 1],
  ])('%s and %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
    expect(has(a, b)).toBe(sign >= 0)
  })

  test.each([
    ['11.1', '11.1.0'],
    ['7.2.22', '7.2.22'],
  ])('%s is %s in full', (version, full) => {
    expect(inFull(version)).toBe(full)
  })

  test('have one order', () => {
    const part = fc.nat(30)
    const version = fc.tuple(part, part, part).map(parts => parts.join('.'))
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
        if (has(a, b) && has(b, c)) expect(has(a, c)).toBe(true)
      }),
    )
  })
})

describe('what a type was in an older version', () => {
  const Mode = q.alternate('Mode', q.bool, q.enum('ModeName', ['on', 'off']))
  const Disk = q.struct('Disk', { name: q.str, serial: q.since('3.1', q.optional(q.str)) })
  const args = q.struct('', {
    disks: q.list(Disk),
    mode: q.optional(q.doc('how', q.became(q.bool, '8.1', Mode))),
  })

  test('the newest has all members', () => {
    expect(forVersion(args, '8.1.0')).toEqual(args)
  })

  test('members that came later are not there, not even deep inside', () => {
    const older = forVersion(args, '3.0')
    expect(older?.members.disks).toEqual(q.list(q.struct('Disk', { name: q.str })))
  })

  test('a member that became something else is what it was, as optional and with the same words', () => {
    expect(forVersion(args, '8.0.5')?.members.mode).toEqual(q.optional(q.doc('how', q.bool)))
  })

  test('what came later altogether is nothing', () => {
    expect(forVersion(q.since('5.2', q.int), '5.1')).toBe(undefined)
    expect(forVersion(q.since('5.2', q.int), '5.2')).toEqual(q.since('5.2', q.int))
  })
})
