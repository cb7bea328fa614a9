import { expect, onTestFinished, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { createVm } from '../../src/index.js'
import { OK, Talk, talk } from '../commands/talk.js'

test('a connection made before the guest is up is never answered, one made later is at once', async () => {
  const host = await talk({ scenario: 'deaf-until-reconnect' })
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('8s')
  expect(await host.ask('guest-ping')).toBe('')
  host.vm.advance('1h')
  expect(await host.ask('guest-ping')).toBe('')
  expect(host.closed).toBe(false)
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe(OK)
  expect(host.vm.calls()).toHaveLength(1)
})

test('a new connection before the guest is up is as deaf', async () => {
  const host = await talk({ scenario: 'deaf-until-reconnect' })
  host.vm.advance('7s')
  await host.reconnect()
  host.vm.advance('1s')
  expect(await host.ask('guest-ping')).toBe('')
})

test('the guest boots only when the first client comes', async () => {
  const vm = await createVm({ scenario: 'deaf-until-reconnect' })
  onTestFinished(() => vm.close())
  vm.advance('10m')
  const host = new Talk(vm)
  expect(await host.ask('guest-ping')).toBe('')
  vm.advance('8s')
  expect(await host.ask('guest-ping')).toBe('')
  await host.reconnect()
  expect(await host.ask('guest-ping')).toBe(OK)
})

test('the naive client gives the guest up', async () => {
  const { result, error } = await playDemo('deaf-until-reconnect', 'naive')
  expect(error).toBeUndefined()
  expect(result).toEqual({ isUp: false })
})

test('the correct client finds it up', async () => {
  const { result, error } = await playDemo('deaf-until-reconnect', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ isUp: true })
})
