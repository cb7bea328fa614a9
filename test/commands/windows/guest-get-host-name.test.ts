import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

test('it is the name of NetBIOS: in capitals, 15 characters at most, without a domain', async () => {
  const host = await talkToWindows('109.1.0')
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "WIN-DB1"}'))
  host.vm.guest.hostname = 'a-very-long-name-of-a-computer.example.org'
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "A-VERY-LONG-NAM"}'))
})

test('2.11 asks only once', async () => {
  const host = await talkToWindows('2.11.0')
  await host.ask('guest-get-host-name')
  host.vm.guest.hostname = 'other'
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "WIN-DB1"}'))
})
