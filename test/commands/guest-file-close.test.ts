import { expect, test } from 'vitest'
import { base64, onDisk, openFile } from './open-file.js'
import { fails, OK, talk } from './talk.js'

test('what is still buffered is written', async () => {
  const host = await openFile('', 'w')
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('abc') })
  expect(onDisk(host)).toBe('')
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(OK)
  expect(onDisk(host)).toBe('abc')
})

test('a closed handle is unknown', async () => {
  const host = await openFile('')
  await host.ask('guest-file-close', { handle: 1000 })
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
})

test('what can not be written any more is an error, and the handle stays without a stream', async () => {
  const host = await talk()
  await host.ask('guest-file-open', { path: '/dev/full', mode: 'w' })
  await host.ask('guest-file-write', { handle: 1000, 'buf-b64': base64('x') })
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(
    fails('failed to close handle: No space left on device'),
  )
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(
    fails('failed to close handle: Bad file descriptor'),
  )
})

test.each([
  ['{"handle":0}', "handle '0' has not been found"],
  ['{"handle":-1}', "handle '-1' has not been found"],
  ['{"handle":9223372036854775807}', "handle '9223372036854775807' has not been found"],
  ['{}', "Parameter 'handle' is missing"],
  ['{"handle":"1000"}', "Invalid parameter type for 'handle', expected: integer"],
])('it refuses %s', async (args, desc) => {
  const host = await openFile('')
  expect(await host.ask('guest-file-close', args)).toBe(fails(desc))
})
