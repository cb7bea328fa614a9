import { expect, test } from 'vitest'
import { findProfile } from '../../src/agent/versions.js'
import { playDemo } from '../../src/demo/play.js'
import { fails, OK, returns, talk } from '../commands/talk.js'

const SAFE = [
  'guest-fsfreeze-status',
  'guest-fsfreeze-thaw',
  'guest-info',
  'guest-ping',
  'guest-sync',
  'guest-sync-delimited',
]

test('all but six commands are refused, a second freeze too, until somebody thaws', async () => {
  const host = await talk({ scenario: 'frozen-blocks' })
  host.vm.advance('1h')
  const names = [...findProfile('2.11.0', 'linux').commands.keys()].filter(name => !SAFE.includes(name))
  expect(names).toHaveLength(29)
  for (const name of names) {
    expect(await host.ask(name)).toBe(fails(`The command ${name} has been disabled for this instance`))
  }
  expect(await host.ask('guest-ping')).toBe(OK)
  expect(await host.ask('guest-sync', { id: 7 })).toBe(returns('7'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
  expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('2'))
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "mockvm"}'))
})

test('whoever froze it has taken its answer along', async () => {
  const host = await talk({ scenario: 'frozen-blocks' })
  expect(await host.more()).toBe('')
})

test('the naive client takes the command for one that this guest does not have', async () => {
  const { result, error } = await playDemo('frozen-blocks', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ filesystems: 'not supported' })
})

test('the correct client thaws and counts the file systems', async () => {
  const { result, error } = await playDemo('frozen-blocks', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ filesystems: 3 })
})
