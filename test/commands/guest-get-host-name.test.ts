import { expect, test } from 'vitest'
import { returns, talk } from './talk.js'

test('the agent asks for the host name once in its life', async () => {
  const host = await talk()
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "mockvm"}'))
  host.vm.guest.hostname = 'other'
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "mockvm"}'))
  host.vm.agent.stop('a test')
  host.vm.agent.start('a test')
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "other"}'))
})
