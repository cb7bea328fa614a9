import { expect, test } from 'vitest'
import { playDemo } from '../../src/demo/play.js'
import { fails, returns, talk } from '../commands/talk.js'

test.each(['guest-suspend-disk', 'guest-suspend-ram', 'guest-suspend-hybrid'])(
  '%s answers an error, and the guest stays awake',
  async command => {
    const host = await talk({ scenario: 'suspend-fails' })
    expect(await host.ask(command)).toBe(fails('child process has failed to suspend'))
    expect(await host.ask('guest-ping')).toBe(returns('{}'))
    expect(host.vm.guest.power.state).toBe('running')
  },
)

test('the naive client cuts the power of a guest that is awake', async () => {
  const { result, events } = await playDemo('suspend-fails', 'naive')
  expect(result).toEqual({ state: 'suspended' })
  expect(events.filter(it => it.type === 'guest')).toMatchObject([
    { change: { what: 'power', from: 'running', to: 'off' } },
  ])
})

test('the correct client gets the error and pauses the VM', async () => {
  const { result, error, events } = await playDemo('suspend-fails', 'correct')
  expect(error).toBeUndefined()
  expect(result).toEqual({ state: 'paused' })
  expect(events.filter(({ type }) => type === 'vm')).toMatchObject([{ state: 'paused' }])
})
