import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, returns, talk } from '../commands/talk.js'

test('a ping waits for two minutes while the agent trims, and is answered after it', async () => {
  const host = await talk({ scenario: 'busy-agent' })
  expect(await host.ask('guest-fstrim')).toBe('')
  host.vm.advance('1m')
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('59s')
  expect(await host.more()).toBe('')
  host.vm.advance('1s')
  const trimmed = returns(
    '{"paths": [{"minimum": 0, "path": "/srv/data", "trimmed": 6442450944}, ' +
      '{"minimum": 0, "path": "/boot/efi", "trimmed": 129751040}, ' +
      '{"minimum": 0, "path": "/", "trimmed": 20262256640}]}',
  )
  expect(await host.more()).toBe(`${trimmed}\n${OK}\n`)
})

test('a new connection is no way around it', async () => {
  const host = await talk({ scenario: 'busy-agent' })
  await host.ask('guest-fstrim')
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe('')
})

test('the naive client resets a guest that is busy, and the disks are not trimmed', async () => {
  const { result, events } = await playDemo('busy-agent', 'naive')
  expect(result).toEqual({ reset: true })
  expect(events.filter(event => event.type === 'guest' && event.change.what === 'trim')).toEqual([])
})

test('the correct client waits for as long as it takes', async () => {
  const { result, error } = await playDemo('busy-agent', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ reset: false, trimmed: 3 })
})
