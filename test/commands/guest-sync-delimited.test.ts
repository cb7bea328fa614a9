import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

test('the reply is preceded by the byte 0xFF', async () => {
  const host = await talk()
  expect(await host.ask('guest-sync-delimited', { id: 7 })).toBe(`\xff${returns('7')}`)
})

test('an error is not, and leaves no byte for later', async () => {
  const host = await talk()
  expect(await host.ask('guest-sync-delimited')).toBe(fails("Parameter 'id' is missing"))
  expect(await host.ask('guest-sync', { id: 8 })).toBe(returns('8'))
})

test('after the byte 0xFF, as libvirt sends it, an error comes first', async () => {
  const host = await talk()
  expect(await host.send('{"execute":"guest-sy\xff{"execute":"guest-sync-delimited","arguments":{"id":9}}')).toBe(
    `${fails('Invalid JSON syntax')}\n\xff${returns('9')}\n`,
  )
})
