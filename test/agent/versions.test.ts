import { describe, expect, test } from 'vitest'
import { HISTORY } from '../../src/agent/history.js'
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
    // Their guest-get-devices has a form of its own.
    expect(['100.0.0', '101.2.0', '102.0.0'].map(it => isVersion(it, 'windows'))).toEqual([false, false, true])
    expect(findProfile('108.0.2', 'windows').behaviour).toEqual(findProfile('7.2.0', 'windows').behaviour)
    expect(findProfile('109.1.0', 'windows').behaviour).toEqual(findProfile('9.1.0', 'windows').behaviour)
    expect(findProfile('109.1.0', 'windows').version).toBe('109.1.0')
  })
})

test('an agent for FreeBSD is there since 7.2', () => {
  expect(['7.2', '7.2.0', '10.2.2'].map(version => isVersion(version, 'freebsd'))).toEqual([true, true, true])
  expect(isVersion('7.1.0', 'freebsd')).toBe(false)
  expect(() => findProfile('5.2.0', 'freebsd')).toThrow(
    new RangeError(
      'agent.version: expected a version of qemu-ga for FreeBSD, from 7.2.0 to 11.1, such as 7.2.22, got 5.2.0',
    ),
  )
})

test('a version of two parts is the first of its branch', () => {
  expect(findProfile('11.1', 'linux').version).toBe('11.1.0')
  expect(findProfile('109.1', 'windows').version).toBe('109.1.0')
})

test('verified versions have as many commands as the real ones list', () => {
  expect(VERIFIED_VERSIONS.map(version => names(version).length)).toEqual([35, 40, 42, 43])
})

/** What each change is about, the last version without it, and the first with it. */
const CHANGES = [
  ['unplacedDisk', '3.0.1', 'left out', '3.1.0', 'listed'],
  ['syntax', '5.1.0', '2.11', '5.2.0', '5.2'],
  ['requests', '5.1.0', '2.11', '5.2.0', 'qmp'],
  ['disabledWording', '5.1.0', 'for this instance', '5.2.0', 'for this instance, not found'],
  ['registration', '5.1.0', 'alphabetical', '5.2.0', 'as in the schema'],
  ['endsOnReadError', '5.1.0', false, '5.2.0', true],
  ['maxRead', '5.1.0', undefined, '5.2.0', 48n << 20n],
  ['cachesHostName', '5.1.0', true, '5.2.0', false],
  ['freezesNothing', '5.1.0', true, '5.2.0', false],
  ['asksForHwclock', '5.1.0', false, '5.2.0', true],
  ['suspendsWith', '5.1.0', 'pm-utils', '5.2.0', 'systemd first'],
  ['doubles', '5.2.0', 'f', '6.0.0', 'g'],
  ['disabledWording', '5.2.0', 'for this instance, not found', '6.0.0', 'frozen or not'],
  ['vcpuOrder', '5.2.0', 'ascending', '6.0.0', 'directory'],
  ['badEnumText', '6.1.1', 'value', '6.2.0', 'member and value'],
  ['knowsNvme', '7.0.0', false, '7.1.0', true],
  ['missingDevice', '7.0.0', 'fails', '7.1.0', 'named by number'],
  ['unknownPidText', '8.1.5', 'parameter', '8.2.0', 'pid'],
  ['disabledWording', '9.0.4', 'frozen or not', '9.1.0', 'not allowed'],
  ['frozenListWins', '9.0.4', false, '9.1.0', true],
  ['childText', '9.0.4', 'bare', '9.1.0', 'output'],
  ['asksForHwclock', '9.0.4', true, '9.1.0', false],
  ['powerStateText', '9.0.4', 'child', '9.1.0', 'file'],
  ['wrapsFailures', '9.2.4', true, '10.0.0', false],
  ['listsBindMounts', '9.2.4', true, '10.0.0', false],
  ['shutdownProgram', '10.1.1', 'shutdown', '10.2.0', 'poweroff, halt or reboot'],
  ['truncation', '10.1.0', 'inverted', '10.2.0', 'told'],
  ['syntax', '10.2.2', '5.2', '11.1.0', '11.1'],
  ['cpuOpenText', '10.2.2', 'call', '11.1.0', 'words'],
] as const

test('no change is missing below', () => {
  const dated = HISTORY.flatMap(({ since, behaviour }) => Object.keys(behaviour).map(member => `${since} ${member}`))
  expect(dated).toEqual(expect.arrayContaining(CHANGES.map(([member, , , since]) => `${since} ${member}`)))
  expect(dated.length).toBe(CHANGES.length)
})

test.each(CHANGES)('%s of %s is %s, and of %s %s', (member, before, was, since, is) => {
  expect(findProfile(before, 'linux').behaviour[member]).toBe(was)
  expect(findProfile(since, 'linux').behaviour[member]).toBe(is)
})

test.each([
  ['7.2.19', 'inverted'],
  ['7.2.20', 'told'],
  ['7.2.22', 'told'],
  ['8.0.0', 'inverted'],
  ['8.2.2', 'inverted'],
  ['9.1.0', 'inverted'],
  ['9.2.4', 'inverted'],
  ['10.0.3', 'inverted'],
  ['10.0.4', 'told'],
  ['10.0.13', 'told'],
  ['10.1.0', 'inverted'],
  ['10.1.1', 'told'],
  ['11.0.0', 'told'],
])('what stable branches got as well is there from their own release on: in %s truncation is %s', (version, is) => {
  expect(findProfile(version, 'linux').behaviour.truncation).toBe(is)
})

test('a command is there from the version on that brought it', () => {
  expect(names('7.0.0')).toEqual(names('5.2.0'))
  expect(names('7.1.0')).toEqual(names('7.2.22'))
})
