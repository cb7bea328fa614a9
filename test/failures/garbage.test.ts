import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { talk } from '../commands/talk.js'

test('every second reply has a login prompt before it and noise behind it, and lines end with CR LF', async () => {
  const host = await talk({ scenario: 'garbage' })
  const ask = (name: string) => host.send(`{"execute":"${name}"}`)
  expect(await ask('guest-ping')).toBe('{"return": {}}\r\n')
  expect(await ask('guest-get-timezone')).toBe('mockvm login: \r\n{"return": {"zone": "UTC", "offset": 0}}\r\n\x8f\0~')
  expect(await ask('guest-get-host-name')).toBe('{"return": {"host-name": "mockvm"}}\r\n')
  expect(await ask('guest-ping')).toBe('mockvm login: \r\n{"return": {}}\r\n\x8f\0~')
})

test('there is noise before every answer to a sync', async () => {
  const host = await talk({ scenario: 'garbage' })
  const sync = (name: string) => host.send(`{"execute":"${name}","arguments":{"id":1}}`)
  expect(await sync('guest-sync-delimited')).toBe('\x8f\0~\xff{"return": 1}\r\n')
  expect(await sync('guest-sync')).toBe('\x8f\0~{"return": 1}\r\n')
})

test('the naive client takes the timezone for the host name', async () => {
  const { result } = await playDemo('garbage', 'naive')
  expect(result).toEqual({ timezone: undefined, name: { zone: 'UTC', offset: 0 } })
})

test('the correct client asks again and gets all', async () => {
  const { result, error } = await playDemo('garbage', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ timezone: { zone: 'UTC', offset: 0n }, name: { 'host-name': 'mockvm' } })
})
