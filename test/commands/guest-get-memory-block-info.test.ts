import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

test('it is the size of a block in bytes', async () => {
  const host = await talk()
  expect(await host.ask('guest-get-memory-block-info')).toBe(returns('{"size": 134217728}'))
})

test('a guest without memory hotplug fails', async () => {
  const host = await talk({ scenario: { extends: 'minimal', memory: { blockSize: 0 } } })
  expect(await host.ask('guest-get-memory-block-info')).toBe(
    fails('open(\\"/sys/devices/system/memory/\\"): No such file or directory'),
  )
})
