import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { OK, returns, talk } from '../commands/talk.js'

test('neither the freeze nor anything after it is answered until it is released, on whatever connection', async () => {
  const host = await talk({ scenario: 'freeze-hang' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('8h')
  expect(await host.more()).toBe('')
  await host.reconnect()
  expect(await host.ask('guest-fsfreeze-status')).toBe('')
  host.vm.faults.release()
  expect(await host.more()).toBe('{"return": 2}\n{"return": {}}\n{"return": "frozen"}\n')
})

test('a list of mount points hangs as well', async () => {
  const host = await talk({ scenario: 'freeze-hang' })
  expect(await host.ask('guest-fsfreeze-freeze-list', { mountpoints: ['/'] })).toBe('')
  host.vm.advance('8h')
  expect(await host.more()).toBe('')
  host.vm.faults.release()
  expect(await host.more()).toBe('{"return": 1}\n')
})

test('an agent that is restarted has forgotten it', async () => {
  const host = await talk({ scenario: 'freeze-hang' })
  expect(await host.ask('guest-fsfreeze-freeze')).toBe('')
  host.vm.do({ agent: 'restart' })
  expect(await host.ask('guest-ping')).toBe(OK)
  expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"thawed"'))
})

test('the naive client leaves a guest that freezes later', async () => {
  const { result, error } = await playDemo('freeze-hang', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ guest: 'frozen' })
})

test('the correct client comes back and thaws', async () => {
  const { result, error } = await playDemo('freeze-hang', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ guest: 'thawed' })
})
