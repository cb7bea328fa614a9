import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { talk } from '../commands/talk.js'

test('every reply comes twice, errors and answers to a sync too', async () => {
  const host = await talk({ scenario: 'duplicate-reply' })
  expect(await host.ask('guest-ping')).toBe('{"return": {}}\n{"return": {}}\n')
  expect(await host.ask('guest-sync-delimited', { id: 7 })).toBe('\xff{"return": 7}\n\xff{"return": 7}\n')
  const error = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}\n'
  expect(await host.send('\xff')).toBe(error + error)
})

test('the naive client has one handle for two files', async () => {
  const { result } = await playDemo('duplicate-reply', 'naive')
  expect(result).toEqual({ invoice: 1000, letter: 1000 })
})

test('the correct client has one for each', async () => {
  const { result, error } = await playDemo('duplicate-reply', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ invoice: 1000, letter: 1001 })
})
