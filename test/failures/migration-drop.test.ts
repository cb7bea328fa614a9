import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { returns, talk } from '../commands/talk.js'

const DUMP = { path: 'pg_dump', arg: ['--all'] }

test('the connection drops, the port is closed for 3 s, and the agent still knows its program', async () => {
  const host = await talk({ scenario: 'migration-drop' })
  expect(await host.ask('guest-exec', DUMP)).toBe(returns('{"pid": 910}'))
  host.vm.advance('2500ms')
  expect(await host.more()).toBe('')
  expect(host.closed).toBe(true)

  await host.reconnect()
  expect(await host.ask('guest-exec-status', { pid: 910 })).toBe('')
  host.vm.advance('2999ms')
  expect(await host.more()).toBe('')
  host.vm.advance('1ms')
  expect(await host.more()).toBe('{"return": {"exitcode": 0, "exited": true}}\n')
})

test('it happens once', async () => {
  const host = await talk({ scenario: 'migration-drop' })
  host.vm.advance('10s')
  await host.reconnect()
  host.vm.advance('1h')
  expect(await host.ask('guest-ping')).toBe(returns('{}'))
  expect(host.closed).toBe(false)
})

test('the naive client starts the job twice', async () => {
  const { result } = await playDemo('migration-drop', 'naive')
  expect(result).toEqual({ dumps: [910, 911] })
})

test('the correct client finds the job that it has started', async () => {
  const { result, error } = await playDemo('migration-drop', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ dumps: [910n], exited: true, exitcode: 0n })
})
