import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

const LOG = Buffer.alloc(17 << 20, 'all is well\n')

test('of 17 MiB of output 16 are kept, and out-truncated is false', async () => {
  const host = await talk({ scenario: 'big-output' })
  const program = { path: '/usr/bin/cat', arg: ['/var/log/app.log'], 'capture-output': true }
  expect(await host.ask('guest-exec', program)).toBe(returns('{"pid": 910}'))
  const reply = await host.ask('guest-exec-status', { pid: 910 })
  const kept = LOG.subarray(0, 16 << 20).toString('base64')
  // Not shown as they are: millions of characters that differ are more than anybody can read.
  expect(reply.replace(kept, '16 MiB')).toBe(
    returns('{"exitcode": 0, "out-data": "16 MiB", "out-truncated": false, "exited": true}'),
  )
})

test('output that is short has no out-truncated', async () => {
  const host = await talk({ scenario: 'big-output' })
  const program = { path: '/usr/bin/cat', arg: ['/etc/hostname'], 'capture-output': true }
  expect(await host.ask('guest-exec', program)).toBe(returns('{"pid": 910}'))
  expect(await host.ask('guest-exec-status', { pid: 910 })).toBe(
    returns('{"exitcode": 0, "out-data": "bW9ja3ZtCg==", "exited": true}'),
  )
})

test('the whole log can be read in one go, for this agent has no limit', async () => {
  const host = await talk({ scenario: 'big-output' })
  await host.ask('guest-file-open', { path: '/var/log/app.log' })
  const reply = await host.ask('guest-file-read', { handle: 1000, count: 64 << 20 })
  expect(reply.replace(LOG.toString('base64'), '17 MiB')).toBe(
    returns('{"count": 17825792, "buf-b64": "17 MiB", "eof": true}'),
  )
})

test('a count of more than the guest has memory kills the agent, and the handle with it', async () => {
  const host = await talk({ scenario: 'big-output' })
  await host.ask('guest-file-open', { path: '/var/log/app.log' })
  expect(await host.ask('guest-file-read', { handle: 1000, count: 2 ** 40 })).toBe('')
  expect(host.vm.agent.state).toBe('stopped')
  host.vm.do({ agent: 'start' })
  expect(await host.ask('guest-file-read', { handle: 1000 })).toBe(fails("handle '1000' has not been found"))
})

test('the naive client takes the first 16 MiB for the whole log', async () => {
  const { result } = await playDemo('big-output', 'naive')
  expect(result).toEqual({ size: 16 << 20, isWhole: true })
})

test('the correct client sees that output was cut, and reads the file', async () => {
  const { result, error } = await playDemo('big-output', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ size: 17 << 20, isWhole: true })
})
