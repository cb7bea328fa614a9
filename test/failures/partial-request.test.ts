import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, talk } from '../commands/talk.js'

const REFUSED = '{"error": {"class": "GenericError", "desc": "Invalid JSON syntax"}}'

test('nothing is answered, on this connection or the next, however long one waits', async () => {
  const host = await talk({ scenario: 'partial-request' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('1h')
  expect(await host.more()).toBe('')
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe('')
  expect(await host.ask('guest-sync-delimited', { id: 7 })).toBe('')
  expect(host.vm.calls()).toEqual([])
})

test('one brace completes the half request: whoever sends it gets the answer, and the agent hears again', async () => {
  const host = await talk({ scenario: 'partial-request' })
  expect(await host.send('}\n')).toBe(
    '{"return": {"name": "Debian GNU/Linux", "kernel-release": "6.1.0-37-cloud-amd64", "version": "12 (bookworm)", ' +
      '"pretty-name": "Debian GNU/Linux 12 (bookworm)", "version-id": "12", "kernel-version": "#1 SMP PREEMPT_DYNAMIC ' +
      'Debian 6.1.140-1 (2025-05-22)", "machine": "x86_64", "id": "debian"}}\n',
  )
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('a 0xFF ends it', async () => {
  const host = await talk({ scenario: 'partial-request' })
  expect(await host.send('\xff{"execute": "guest-sync-delimited", "arguments": {"id": 7}}\n')).toBe(
    `${REFUSED}\n\xff{"return": 7}\n`,
  )
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('the naive client sees no agent', async () => {
  const { result, error } = await playDemo('partial-request', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ name: 'no agent' })
})

test('the correct client gets the name', async () => {
  const { result, error } = await playDemo('partial-request', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ name: 'mockvm' })
})
