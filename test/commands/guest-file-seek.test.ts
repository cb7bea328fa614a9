import { expect, test } from 'vitest'
import { base64, openFile } from './open-file.js'
import { fails, returns, type Talk } from './talk.js'

const seek = (host: Talk, offset: number | string, whence: number | string) =>
  host.ask('guest-file-seek', `{"handle":1000,"offset":${offset},"whence":${JSON.stringify(whence)}}`)
const at = (position: number | string) => returns(`{"eof": false, "position": ${position}}`)

test.each([
  ['set', 'cur', 'end'],
  [0, 1, 2],
])('from the start, from here, from the end: %s, %s, %s', async (set, cur, end) => {
  const host = await openFile('abcdef')
  expect(await seek(host, 2, set)).toBe(at(2))
  expect(await seek(host, 2, cur)).toBe(at(4))
  expect(await seek(host, -1, cur)).toBe(at(3))
  expect(await seek(host, -1, end)).toBe(at(5))
  expect(await host.ask('guest-file-read', { handle: 1000 })).toBe(
    returns(`{"count": 1, "buf-b64": "${base64('f')}", "eof": true}`),
  )
})

test('beyond the end there is room, and a hole reads as zeros', async () => {
  const host = await openFile('a', 'r+')
  expect(await seek(host, 2 ** 40, 'set')).toBe(at(2 ** 40))
  expect(await seek(host, 3, 'set')).toBe(at(3))
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('b') })
  expect(await seek(host, 0, 'set')).toBe(at(0))
  expect(await host.ask('guest-file-read', { handle: 1000 })).toBe(
    returns(`{"count": 4, "buf-b64": "${base64('a\0\0b')}", "eof": true}`),
  )
})

test('a handle in append mode begins at 0, and after a write is at the end', async () => {
  const host = await openFile('abc', 'a+')
  expect(await seek(host, 0, 'cur')).toBe(at(0))
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('d') })
  expect(await seek(host, 0, 'cur')).toBe(at(4))
})

test.each([
  [-1, 'set'],
  [-4, 'end'],
  [-9, 'cur'],
  ['-9223372036854775808', 'set'],
])('%s from %s is nowhere, and the position stays', async (offset, whence) => {
  const host = await openFile('abc')
  await seek(host, 1, 'set')
  expect(await seek(host, offset, whence)).toBe(fails('failed to seek file: Invalid argument'))
  expect(await seek(host, 0, 'cur')).toBe(at(1))
})

test('a pipe can not be sought', async () => {
  const host = await openFile({ fifo: true })
  expect(await seek(host, 0, 'set')).toBe(fails('failed to seek file: Illegal seek'))
})

test.each([
  ['2.11.0', "Invalid parameter 'SET'"],
  ['5.2.0', "Invalid parameter 'SET'"],
  ['7.2.22', "Parameter 'whence' does not accept value 'SET'"],
  ['11.1.3', "Parameter 'whence' does not accept value 'SET'"],
])('agent %s knows no other names, and says so before it looks for the handle', async (version, desc) => {
  const host = await openFile('abc', 'r', version)
  expect(await host.ask('guest-file-seek', { handle: 1, offset: 0, whence: 'SET' })).toBe(fails(desc))
  expect(await seek(host, 1, 'cur')).toBe(at(1))
})

test.each([
  ['{"handle":1,"offset":0,"whence":7}', "handle '1' has not been found"],
  ['{"handle":1000,"offset":0,"whence":3}', 'invalid whence code 3'],
  ['{"handle":1000,"offset":0,"whence":-1}', 'invalid whence code -1'],
  ['{"handle":1,"offset":0,"whence":"SET"}', "Invalid parameter 'SET'"],
  ['{"handle":1,"offset":0,"whence":true}', "Invalid parameter type for 'whence', expected: GuestFileWhence"],
  ['{"handle":1,"offset":0,"whence":0.5}', "Invalid parameter type for 'whence', expected: integer"],
  ['{"offset":0,"whence":0}', "Parameter 'handle' is missing"],
  ['{"handle":1,"whence":0}', "Parameter 'offset' is missing"],
  ['{"handle":1,"offset":0}', "Parameter 'whence' is missing"],
])('it refuses %s', async (args, desc) => {
  const host = await openFile('abc')
  expect(await host.ask('guest-file-seek', args)).toBe(fails(desc))
})
