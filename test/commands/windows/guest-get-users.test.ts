import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const TIME = '2026-01-01T08:00:00.5Z'

test('who is logged on is listed with the domain, which is the computer for local accounts', async () => {
  const host = await talkToWindows('109.1.0', {
    scenario: {
      sessions: [
        { user: 'Administrator', line: 'console', time: TIME },
        { user: 'jdoe', domain: 'EXAMPLE', line: 'rdp-tcp#0', time: '2026-01-01T09:00:00Z' },
      ],
    },
  })
  expect(await host.ask('guest-get-users')).toBe(
    returns(
      '[{"login-time": 1767254400.5, "domain": "WIN-DB1", "user": "Administrator"}, ' +
        '{"login-time": 1767258000, "domain": "EXAMPLE", "user": "jdoe"}]',
    ),
  )
})

test('who is logged on twice counts once, with the earlier time', async () => {
  const host = await talkToWindows('109.1.0')
  const { accounts } = host.vm.guest.windows ?? {}
  accounts?.logOn({ user: 'jdoe', session: 'console', time: 1700000000_000000n })
  accounts?.logOn({ user: 'jdoe', domain: 'EXAMPLE', session: 'rdp-tcp#0', time: 1600000000_000000n })
  expect(await host.ask('guest-get-users')).toBe(
    returns('[{"login-time": 1600000000, "domain": "WIN-DB1", "user": "jdoe"}]'),
  )
  accounts?.logOff('rdp-tcp#0')
  accounts?.logOff('console')
  expect(await host.ask('guest-get-users')).toBe(returns('[]'))
})
