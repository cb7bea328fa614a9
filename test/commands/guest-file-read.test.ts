import { expect, test } from 'vitest'
import { base64, openFile } from './open-file.js'
import { fails, returns, type Talk, talk } from './talk.js'

const read = (host: Talk, count?: number) => host.ask('guest-file-read', { handle: 1000, count })
const data = (text: string, eof: boolean) =>
  returns(`{"count": ${text.length}, "buf-b64": "${base64(text)}", "eof": ${eof}}`)

test('eof tells that this read came up short', async () => {
  const host = await openFile('hello')
  expect(await read(host, 2)).toBe(data('he', false))
  expect(await read(host, 0)).toBe(data('', false))
  expect(await read(host, 3)).toBe(data('llo', false))
  expect(await read(host, 1)).toBe(data('', true))
  expect(await read(host)).toBe(data('', true))
  expect(await read(host, 0)).toBe(data('', false))
})

test('it reads 4096 bytes unless it is told how many', async () => {
  const host = await openFile('x'.repeat(5000))
  expect(await read(host)).toBe(data('x'.repeat(4096), false))
  expect(await read(host)).toBe(data('x'.repeat(904), true))
})

test('what is appended after the end was met is read by the next call', async () => {
  const host = await openFile('a')
  expect(await read(host)).toBe(data('a', true))
  host.vm.guest.files.writeFile('/tmp/file', 'ab')
  expect(await read(host)).toBe(data('b', true))
})

test('every byte comes back', async () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
  const file = { base64: Buffer.from(bytes).toString('base64') }
  const host = await talk({ scenario: { extends: 'default', files: { '/tmp/file': file } } })
  await host.ask('guest-file-open', { path: '/tmp/file' })
  expect(await read(host)).toBe(data(Buffer.from(bytes).toString('latin1'), true))
})

test('a reply of 20 MB comes whole', async () => {
  const file = { size: '20MB', fill: { text: 'The quick brown fox. ' } }
  const host = await talk({ scenario: { extends: 'default', files: { '/srv/data/big': file } } })
  await host.ask('guest-file-open', { path: '/srv/data/big' })
  const reply = await read(host, 30_000_000)
  const text = 'The quick brown fox. '.repeat(1_000_000).slice(0, 20_000_000)
  expect(reply === data(text, true)).toBe(true)
})

test.each([
  ['{"handle":1,"count":-1}', "handle '1' has not been found"],
  ['{"handle":1000,"count":-1}', "value '-1' is invalid for argument count"],
  ['{"handle":1000,"count":"1"}', "Invalid parameter type for 'count', expected: integer"],
  ['{"count":1}', "Parameter 'handle' is missing"],
])('it refuses %s', async (args, desc) => {
  const host = await openFile('abc')
  expect(await host.ask('guest-file-read', args)).toBe(fails(desc))
})

test.each([
  ['a directory', { directory: true as const }, 'r', 'Is a directory'],
  ['a handle for writing', '', 'w', 'Bad file descriptor'],
])('reading %s fails', async (_, content, mode, text) => {
  const host = await openFile(content, mode)
  expect(await read(host)).toBe(fails(`failed to read file: ${text}`))
})

test('what was read of a pipe before it would block is lost', async () => {
  const host = await openFile({ fifo: true }, 'r')
  expect(await read(host)).toBe(data('', true))
  expect(await host.ask('guest-file-open', { path: '/tmp/file', mode: 'w' })).toBe(returns('1001'))
  await host.ask('guest-file-write', { handle: 1001, 'buf-b64': base64('data') })
  await host.ask('guest-file-flush', { handle: 1001 })
  expect(await read(host)).toBe(fails('failed to read file: Resource temporarily unavailable'))
  expect(await read(host, 4)).toBe(fails('failed to read file: Resource temporarily unavailable'))
})

const TOO_MANY = fails("value '50331649' is invalid for argument count")

test.each([
  ['2.11.0', data('abc', true)],
  ['5.2.0', TOO_MANY],
  ['7.2.22', TOO_MANY],
  ['11.1.3', TOO_MANY],
])('to a count above 48 MiB agent %s answers %s', async (version, reply) => {
  const host = await openFile('abc', 'r', version)
  expect(await read(host, 50_331_649)).toBe(reply)
  // What was refused has not been read.
  if (version !== '2.11.0') expect(await read(host, 50_331_648)).toBe(data('abc', true))
})

test('a count that no memory is there for aborts the agent', async () => {
  const host = await openFile('abc')
  expect(await host.ask('guest-file-read', '{"handle":1000,"count":9223372036854775807}')).toBe('')
  expect(host.vm.agent.state).toBe('stopped')
  expect(host.vm.events.filter(({ type }) => type === 'agent')).toMatchObject([
    { state: 'aborted', reason: 'failed to allocate 9223372036854775807 bytes' },
  ])
})

test('a count that is merely large does not', async () => {
  const host = await openFile('abc')
  expect(await read(host, 500_000_000)).toBe(data('abc', true))
})
