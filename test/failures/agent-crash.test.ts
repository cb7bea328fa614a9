import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

test('after the silence the pid is unknown, though what was started has run on', async () => {
  const host = await talk({ scenario: 'agent-crash' })
  expect(await host.ask('guest-exec', { path: 'pg_dump', arg: ['--all'] })).toBe(returns('{"pid": 910}'))
  expect(await host.ask('guest-exec-status', { pid: 910 })).toBe('')
  host.vm.advance('2s')
  expect(await host.more()).toBe('')
  expect(host.closed).toBe(false)
  expect(await host.ask('guest-exec-status', { pid: 910 })).toBe(fails("Invalid parameter 'pid'"))
  expect(host.vm.guest.processes.get(910)?.argv).toEqual(['pg_dump', '--all'])
})

test('handles are unknown, and what was not flushed is lost', async () => {
  const host = await talk({ scenario: 'agent-crash' })
  expect(await host.ask('guest-file-open', { path: '/root/notes', mode: 'w' })).toBe(returns('1000'))
  expect(await host.ask('guest-file-write', { handle: 1000, 'buf-b64': 'aGVsbG8=' })).toBe(
    returns('{"count": 5, "eof": false}'),
  )
  expect(await host.ask('guest-exec-status', { pid: 1 })).toBe('')
  host.vm.advance('2s')
  expect(await host.ask('guest-file-close', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
  expect(await host.ask('guest-file-open', { path: '/root/notes' })).toBe(returns('1001'))
  expect(await host.ask('guest-file-read', { handle: 1001 })).toBe(returns('{"count": 0, "buf-b64": "", "eof": true}'))
})

test('the naive client does the job twice and reports that it failed', async () => {
  const { result, error } = await playDemo('agent-crash', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ renamed: false })
})

test('the correct client sees that it is done', async () => {
  const { result, error } = await playDemo('agent-crash', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ renamed: true })
})
