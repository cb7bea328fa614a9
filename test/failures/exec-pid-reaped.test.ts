import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

test('how a program ended is told once', async () => {
  const host = await talk({ scenario: 'exec-pid-reaped' })
  const status = () => host.ask('guest-exec-status', { pid: 910 })
  const dump = { path: '/usr/bin/pg_dump', arg: ['shop'], 'capture-output': true }
  expect(await host.ask('guest-exec', dump)).toBe(returns('{"pid": 910}'))
  expect(await status()).toBe(returns('{"exited": false}'))
  expect(await status()).toBe(returns('{"exited": false}'))
  host.vm.advance('3s')
  const why = Buffer.from('pg_dump: error: connection to server failed\n').toString('base64')
  expect(await status()).toBe(returns(`{"exitcode": 1, "err-data": "${why}", "exited": true}`))
  expect(await status()).toBe(fails("Invalid parameter 'pid'"))
})

test('the naive client never learns that the dump failed', async () => {
  const { result } = await playDemo('exec-pid-reaped', 'naive')
  expect(result).toEqual({ exitcode: undefined })
})

test('the correct client keeps the one reply that says it', async () => {
  const { result, error } = await playDemo('exec-pid-reaped', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ exitcode: 1, why: 'pg_dump: error: connection to server failed' })
})
