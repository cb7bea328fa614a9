import { describe, expect, test } from 'vitest'
import { findProfile, isVersion, VERIFIED_VERSIONS } from '../../src/agent/versions.js'

const names = (version: string) => [...findProfile(version, 'linux').commands.keys()]

describe('a version', () => {
  test.each(['2.11.0', '2.11', '2.12.1', '5.2.0', '7.2.22', '10.0', '11.1', '11.1.3'])(
    '%s can be simulated',
    version => {
      expect(isVersion(version, 'linux')).toBe(true)
    },
  )

  test.each(['2.10.0', '11.2.0', '12.0', '7', '7.2.22-1', '07.2', 'newest', ''])('%j can not', version => {
    expect(isVersion(version, 'linux')).toBe(false)
    expect(() => findProfile(version, 'linux')).toThrow(
      new RangeError(
        `agent.version: expected a version of qemu-ga from 2.11.0 to 11.1, such as 7.2.22, got ${version}`,
      ),
    )
  })

  test('that a package for Windows carries stands for that of QEMU', () => {
    expect(isVersion('109.1.0', 'windows')).toBe(true)
    expect(isVersion('109.1.0', 'linux')).toBe(false)
    expect(findProfile('108.0.2', 'windows').behaviour).toEqual(findProfile('7.2.0', 'windows').behaviour)
    expect(findProfile('109.1.0', 'windows').behaviour).toEqual(findProfile('9.1.0', 'windows').behaviour)
    expect(findProfile('109.1.0', 'windows').version).toBe('109.1.0')
  })
})

test('verified versions have as many commands as the real ones list', () => {
  expect(VERIFIED_VERSIONS.map(version => names(version).length)).toEqual([35, 40, 42, 43])
})

test('a version between two is as the one below it, but for what came with a release that is known', () => {
  expect(findProfile('6.2.0', 'linux').behaviour).toEqual(findProfile('5.2.0', 'linux').behaviour)
  expect(findProfile('7.2.19', 'linux').behaviour.truncation).toBe('inverted')
  expect(findProfile('7.2.20', 'linux').behaviour.truncation).toBe('told')
  expect(names('7.0.0')).toEqual(names('5.2.0'))
})
