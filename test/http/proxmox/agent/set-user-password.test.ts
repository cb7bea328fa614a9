import { describe, expect, test } from 'vitest'
import { expectBadParameters, expectData, expectFailure, hostOf, withFaults } from './agent.js'

const MISSING = 'property is missing and it is not optional'

describe('set-user-password', () => {
  test('sets it, in base64 with its line feed', async () => {
    const { vm, post } = await hostOf()
    expectData(await post('set-user-password', { username: 'root', password: 'secret' }), '{"result":{}}')
    expect(vm.calls('guest-set-user-password')[0]?.arguments).toEqual({
      username: 'root',
      password: 'c2VjcmV0\n',
      crypted: false,
    })
  })

  test('hands a crypted one over, and breaks a long one into lines', async () => {
    const { vm, post } = await hostOf()
    const password = `$6$salt$${'x'.repeat(86)}`
    expectData(await post('set-user-password', { username: 'root', password, crypted: 1 }), '{"result":{}}')
    const [given] = vm.calls('guest-set-user-password').map(call => call.arguments as Record<string, unknown>)
    expect(given?.crypted).toBe(true)
    expect(
      String(given?.password)
        .split('\n')
        .map(({ length }) => length),
    ).toEqual([76, 52, 0])
  })

  test.each([5, 1024])('takes %i characters', async length => {
    const { post } = await hostOf()
    expectData(await post('set-user-password', { username: 'root', password: 'x'.repeat(length) }), '{"result":{}}')
  })

  test('tells what the agent says', async () => {
    const { post } = await hostOf()
    const { status, reason } = await post('set-user-password', { username: 'nobody-here', password: 'secret' })
    expect([status, reason]).toEqual([500, expect.stringMatching(/^Agent error: /)])
    const failing = await withFaults({ on: 'guest-set-user-password', error: 'child process has failed' })
    expectFailure(
      await failing.post('set-user-password', { username: 'root', password: 'secret' }),
      'Agent error: child process has failed',
    )
    const silent = await withFaults({ on: 'guest-set-user-password', return: null })
    expectFailure(
      await silent.post('set-user-password', { username: 'root', password: 'secret' }),
      'Agent error: cannot set user password',
    )
  })

  test('cannot send what is no byte', async () => {
    const { vm, post } = await hostOf()
    expectFailure(
      await post('set-user-password', { username: 'root', password: '☃☃☃☃☃' }),
      'Wide character in subroutine entry at /usr/share/perl5/PVE/API2/Qemu/Agent.pm line 268.',
    )
    expect(vm.calls()).toEqual([])
  })

  test.each([
    ['nothing', {}, { username: MISSING, password: MISSING }],
    ['a short one', { username: 'root', password: 'four' }, { password: 'value must be at least 5 characters long' }],
    [
      'a long one',
      { username: 'root', password: 'x'.repeat(1025) },
      { password: 'value may only be 1024 characters long' },
    ],
    [
      'a text for a boolean',
      { username: 'root', password: 'secret', crypted: 'yes please' },
      { crypted: "type check ('boolean') failed - got 'yes please'" },
    ],
    [
      'what it does not know',
      { username: 'root', password: 'secret', force: 1 },
      { force: 'property is not defined in schema and the schema does not allow additional properties' },
    ],
  ])('refuses %s', async (_, params, errors) => {
    const { vm, post } = await hostOf()
    expectBadParameters(await post('set-user-password', params as Record<string, string>), errors)
    expect(vm.calls()).toEqual([])
  })
})
