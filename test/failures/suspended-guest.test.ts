import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { talk } from '../commands/talk.js'

test('nothing is answered for as long as it takes, until QEMU wakes the guest up', async () => {
  const host = await talk({ scenario: 'suspended-guest' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('1h')
  expect(await host.ask('guest-get-host-name')).toBe('')
  host.vm.wakeup()
  expect(await host.more()).toBe('{"return": {}}\n{"return": {"host-name": "mockvm"}}\n')
})

test('the naive client pulls the plug, and nobody is logged in any more', async () => {
  const { result } = await playDemo('suspended-guest', 'naive')
  expect(result).toEqual({ loggedIn: [] })
})

test('the correct client wakes the guest up, and everybody is still there', async () => {
  const { result, error } = await playDemo('suspended-guest', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ loggedIn: ['root', 'alice'] })
})
