import { expect, test } from 'vitest'
import { base64, onDisk, openFile } from './open-file.js'
import { fails, OK, talk } from './talk.js'

test('what is buffered is written', async () => {
  const host = await openFile('', 'w')
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('abc') })
  expect(onDisk(host)).toBe('')
  expect(await host.ask('guest-file-flush', { handle: 1000 })).toBe(OK)
  expect(onDisk(host)).toBe('abc')
})

test('a handle for reading can be flushed', async () => {
  const host = await openFile('abc')
  expect(await host.ask('guest-file-flush', { handle: 1000 })).toBe(OK)
  await host.ask('guest-file-read', { handle: 1000, count: 1 })
  expect(await host.ask('guest-file-flush', { handle: 1000 })).toBe(OK)
  expect(await host.ask('guest-file-read', { handle: 1000 })).toBe(
    '{"return": {"count": 2, "buf-b64": "YmM=", "eof": true}}',
  )
})

test('where the disk is full the error comes now', async () => {
  const host = await talk()
  await host.ask('guest-file-open', { path: '/dev/full', mode: 'w' })
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('x') })
  expect(await host.ask('guest-file-flush', { handle: 1000 })).toBe(
    fails('failed to flush file: No space left on device'),
  )
})

test('a handle must be one', async () => {
  const host = await talk()
  expect(await host.ask('guest-file-flush', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
  expect(await host.ask('guest-file-flush')).toBe(fails("Parameter 'handle' is missing"))
})
