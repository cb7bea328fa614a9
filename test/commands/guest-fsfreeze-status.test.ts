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

test('a guest with the flag file is frozen from the start, whichever of the two paths names it', async () => {
  for (const directory of ['/var/run', '/run']) {
    const files = { [`${directory}/qga.state.isfrozen`]: '' }
    const host = await talk({ scenario: { extends: 'debian-12', files } })
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
    expect(host.vm.guest.files.exists('/run/qga.state.isfrozen')).toBe(false)
  }
})
