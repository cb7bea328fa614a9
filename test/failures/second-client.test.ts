import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, talk } from '../commands/talk.js'

test('a client is connected at once, and served when the one before it has left', async () => {
  const host = await talk({ scenario: 'second-client' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('29s')
  expect(await host.more()).toBe('')
  expect(host.closed).toBe(false)
  host.vm.advance('1s')
  expect(await host.more()).toBe(`${OK}\n`)
})

test('who has left and comes again has to wait again', async () => {
  const host = await talk({ scenario: 'second-client' })
  host.vm.advance('30s')
  expect(await host.ask('guest-ping')).toBe(OK)
  host.vm.advance('30s')
  await host.more()
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('30s')
  expect(await host.more()).toBe(`${OK}\n`)
})

test('what a client sent that gave up in the meantime is executed all the same', async () => {
  const host = await talk({ scenario: 'second-client' })
  await host.ask('guest-exec', { path: '/usr/bin/touch', arg: ['/srv/data/backup-taken'] })
  await host.reconnect()
  host.vm.advance('30s')
  await host.more()
  expect(host.vm.calls('guest-exec')).toHaveLength(1)
  expect(host.vm.guest.files.exists('/srv/data/backup-taken')).toBe(true)
})

test('the line is taken whenever a client comes, an hour after the start too', async () => {
  const host = await talk({ scenario: 'second-client' })
  await host.reconnect()
  for (let minute = 0; minute < 60; minute++) {
    host.vm.advance('1m')
    await host.more()
  }
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe('')
})

test('the naive client starts its job three times', async () => {
  const { result } = await playDemo('second-client', 'naive')
  expect(result).toEqual({ started: 3 })
})

test('the correct client waits in line, and starts it once', async () => {
  const { result, error } = await playDemo('second-client', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ started: 1 })
})
