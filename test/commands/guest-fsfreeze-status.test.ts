import { expect, test } from 'vitest'
import { freezableGuest } from './freezable-guest.js'
import { returns, talk } from './talk.js'

test('it tells whether the agent has frozen the file systems', async () => {
  const host = await talk({ scenario: freezableGuest() })
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  await host.ask('guest-fsfreeze-thaw')
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})
