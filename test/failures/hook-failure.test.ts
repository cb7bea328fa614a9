import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

const FAILED = fails('fsfreeze hook has failed with status 1')

test('a freeze fails and has frozen nothing', async () => {
  const host = await talk({ scenario: 'hook-failure' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(FAILED)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(FAILED)
})

test('a thaw fails with the same words, and the guest is thawed', async () => {
  const host = await talk({ scenario: 'hook-failure' })
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(FAILED)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('the naive client resets a guest that is well', async () => {
  const { result, events } = await playDemo('hook-failure', 'naive')
  expect(result).toEqual({ guest: 'reset', backup: 'none' })
  expect(events.filter(({ type }) => type === 'vm')).toMatchObject([{ state: 'reset' }])
})

test('the correct client asks for the status, and makes do with a backup that is not consistent', async () => {
  const { result, error, events } = await playDemo('hook-failure', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ guest: 'thawed', backup: 'not consistent' })
  expect(events.filter(({ type }) => type === 'vm')).toEqual([])
})
