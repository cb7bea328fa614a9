import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, type Talk, talk } from '../commands/talk.js'

const TOO_LATE = fails("couldn't hold writes: fsfreeze is limited up to 10 seconds: ")

/** Asks for a freeze and lets the two seconds pass that it takes. */
async function freeze(host: Talk): Promise<string> {
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.advance('2s')
  return (await host.more()).trimEnd()
}

const FROZEN = returns('3')

test('after 10 s the guest writes again, says that it is frozen, and fails to thaw once', async () => {
  const host = await talk({ scenario: 'vss-auto-thaw' })
  const held = () => host.vm.guest.windows?.vss.held.length
  expect(await freeze(host)).toBe(FROZEN)
  host.vm.advance('9999ms')
  expect(held()).toBe(3)
  host.vm.advance('1ms')
  expect(held()).toBe(0)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(TOO_LATE)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
})

test('a thaw in time succeeds, and so does the next one', async () => {
  const host = await talk({ scenario: 'vss-auto-thaw' })
  for (let round = 0; round < 2; round++) {
    expect(await freeze(host)).toBe(FROZEN)
    host.vm.advance('9s')
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(FROZEN)
    host.vm.advance('1m')
  }
})

test('every freeze that takes too long ends in the same way', async () => {
  const host = await talk({ scenario: 'vss-auto-thaw' })
  for (let round = 0; round < 2; round++) {
    expect(await freeze(host)).toBe(FROZEN)
    host.vm.advance('1m')
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(TOO_LATE)
  }
})

test('the naive client goes by the status and takes its snapshot for consistent', async () => {
  const { result } = await playDemo('vss-auto-thaw', 'naive')
  expect(result).toEqual({ consistent: true })
})

test('the correct client throws the first snapshot away and takes a faster one', async () => {
  const { result, error } = await playDemo('vss-auto-thaw', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ consistent: true, attempts: 2 })
})
