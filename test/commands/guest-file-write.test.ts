import { expect, test } from 'vitest'
import { base64, onDisk, openFile } from './open-file.js'
import { fails, OK, returns, type Talk } from './talk.js'

const write = (host: Talk, text: string, count?: number) =>
  host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64(text), count })
const flush = (host: Talk) => host.ask('guest-file-flush', { handle: 1000 })
const wrote = (count: number) => returns(`{"count": ${count}, "eof": false}`)

test('bytes are written, all or the first of them', async () => {
  const host = await openFile('', 'w')
  expect(await write(host, 'hello')).toBe(wrote(5))
  expect(await write(host, ' world', 3)).toBe(wrote(3))
  expect(await write(host, '!!!', 0)).toBe(wrote(0))
  expect(await write(host, '')).toBe(wrote(0))
  expect(await flush(host)).toBe(OK)
  expect(onDisk(host)).toBe('hello wo')
})

test('what does not fill the buffer of 4096 bytes is not on disk yet', async () => {
  const host = await openFile('', 'w')
  expect(await write(host, 'x'.repeat(10_000))).toBe(wrote(10_000))
  expect(onDisk(host).length).toBe(8192)
  await flush(host)
  expect(onDisk(host).length).toBe(10_000)
})

test('in an append mode writes go to the end, whatever the position', async () => {
  const host = await openFile('one', 'a+')
  await host.ask('guest-file-seek', { handle: 1000, offset: 0, whence: 'set' })
  expect(await write(host, 'two')).toBe(wrote(3))
  await flush(host)
  expect(onDisk(host)).toBe('onetwo')
})

test('reading after writing goes on where the writing ended, and the other way round', async () => {
  const host = await openFile('abcdef', 'r+')
  expect(await write(host, 'X')).toBe(wrote(1))
  expect(await host.ask('guest-file-read', { handle: 1000, count: 2 })).toBe(
    returns(`{"count": 2, "buf-b64": "${base64('bc')}", "eof": false}`),
  )
  expect(await write(host, 'Y')).toBe(wrote(1))
  await flush(host)
  expect(onDisk(host)).toBe('XbcYef')
})

test.each([
  ['YQ==', 'a'],
  ['YWI=', 'ab'],
  ['YQ', ''],
  ['YWI', ''],
  ['YQ==YQ==', 'aa'],
  ['====', '\0'],
  ['=YWJj', '\x01\x85\x89'],
  ['YWJj=', 'abc'],
  ['YR==', 'a'],
  ['\\nYW\\nJj\\n', 'abc'],
  // The agent never sees a NUL.
  ['YWJj\\u0000', 'abc'],
])('the base64 %s is %j', async (text, bytes) => {
  const host = await openFile('', 'w')
  const reply = await host.ask('guest-file-write', `{"handle":1000,"buf-b64":"${text}"}`)
  expect(reply).toBe(wrote(bytes.length))
  await flush(host)
  expect(Buffer.from(host.vm.guest.files.readFile('/tmp/file')).toString('latin1')).toBe(bytes)
})

test.each(['$', 'Y Q==', 'YQ==\\r\\n', 'YQ-_', 'é'])('the base64 %s is none', async text => {
  const host = await openFile('', 'w')
  expect(await host.ask('guest-file-write', `{"handle":1000,"buf-b64":"${text}"}`)).toBe(
    fails('Base64 data contains invalid characters'),
  )
})

test.each([
  ['{"handle":1,"buf-b64":"$"}', "handle '1' has not been found"],
  ['{"handle":1000,"buf-b64":"$","count":-1}', 'Base64 data contains invalid characters'],
  ['{"handle":1000,"buf-b64":"YQ==","count":-1}', "value '-1' is invalid for argument count"],
  ['{"handle":1000,"buf-b64":"YQ==","count":2}', "value '2' is invalid for argument count"],
  ['{"handle":1000}', "Parameter 'buf-b64' is missing"],
  ['{"handle":1000,"buf_b64":""}', "Parameter 'buf-b64' is missing"],
  ['{"handle":1000,"buf-b64":1}', "Invalid parameter type for 'buf-b64', expected: string"],
])('it refuses %s', async (args, desc) => {
  const host = await openFile('', 'w')
  expect(await host.ask('guest-file-write', args)).toBe(fails(desc))
})

test('a handle for reading can not be written', async () => {
  const host = await openFile('abc')
  expect(await write(host, 'x')).toBe(fails('failed to write to file: Bad file descriptor'))
  expect(onDisk(host)).toBe('abc')
})
