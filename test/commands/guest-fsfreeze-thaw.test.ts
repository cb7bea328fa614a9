import { expect, test } from 'vitest'
import { freezableGuest, HOOK } from './freezable-guest.js'
import { fails, OK, returns, talk } from './talk.js'

test('all that was frozen is thawed, and all commands are enabled again', async () => {
  const host = await talk({ scenario: freezableGuest() })
  await host.ask('guest-fsfreeze-freeze')
  expect(await host.ask('guest-get-time')).toBe(fails('The command guest-get-time has been disabled for this instance'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
  expect(host.vm.guest.files.exists('/var/run/qga.state.isfrozen')).toBe(false)
  expect(await host.ask('guest-get-time')).toBe(returns('1767225600000000000'))
})

test('when nothing is frozen the hook runs all the same', async () => {
  const host = await talk({ scenario: freezableGuest({ hook: [{ path: HOOK }] }) })
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
  expect(host.vm.events.flatMap(event => (event.type === 'guest' ? [event.change] : []))).toMatchObject([
    { what: 'process-start', argv: [HOOK, 'thaw'] },
    { what: 'process-end', exitCode: 0 },
  ])
})

test('a hook that fails makes the reply an error, though the state is thawed', async () => {
  const hook = [{ match: `${HOOK} thaw`, exitCode: 7 }, { match: `${HOOK} freeze` }]
  const host = await talk({ scenario: freezableGuest({ hook }) })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(fails('fsfreeze hook has failed with status 7'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('a mount that can not be opened is not counted', async () => {
  const host = await talk({ scenario: freezableGuest({ root: { openError: 'EIO' } }) })
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/srv'] })).toBe(returns('1'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('1'))
})

test('it takes no arguments', async () => {
  const host = await talk()
  expect(await host.ask('guest-fsfreeze-thaw', { x: 1 })).toBe(fails("Parameter 'x' is unexpected"))
})
