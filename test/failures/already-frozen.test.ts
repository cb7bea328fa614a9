import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

test('a second freeze is refused as disabled until somebody thaws', async () => {
  const host = await talk({ scenario: 'already-frozen' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(
    fails('The command guest-fsfreeze-freeze has been disabled for this instance'),
  )
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
  expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
})

test('the guest is still frozen for a client that comes an hour later', async () => {
  const host = await talk({ scenario: 'already-frozen' })
  host.vm.advance('1h')
  await host.reconnect()
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
})

test('the naive client does without a freeze and leaves the guest frozen', async () => {
  const { result, events } = await playDemo('already-frozen', 'naive')
  expect(result).toEqual({ consistent: false })
  expect(events.filter(({ type }) => type === 'guest')).toMatchObject([
    { change: { what: 'freeze', mount: '/srv/data', frozen: true } },
    { change: { what: 'freeze', mount: '/', frozen: true } },
  ])
})

test('the correct client thaws what was left behind and freezes for itself', async () => {
  const { result, error } = await playDemo('already-frozen', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ consistent: true, frozen: 2n, thawed: 2n })
})
