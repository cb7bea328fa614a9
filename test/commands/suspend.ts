import { expect, test } from 'vitest'
import type { PowerState } from '../../src/guest/changes.js'
import { fails, OK, talk } from './talk.js'

/** The tests of guest-suspend-disk, guest-suspend-ram and guest-suspend-hybrid, which differ in little. */
export function testSuspend(mode: 'disk' | 'ram' | 'hybrid', state: PowerState): void {
  const name = `guest-suspend-${mode}`

  test('it is not answered, and what is asked then waits until the guest wakes up', async () => {
    const host = await talk({ set: [{ path: `suspend.${mode}`, value: 'ok' }] })
    expect(await host.ask(name)).toBe('')
    expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual([state, 'paused'])
    expect(await host.ask('guest-ping')).toBe('')
    host.vm.wakeup()
    expect([host.vm.guest.power.state, host.vm.agent.state]).toEqual(['running', 'running'])
    expect(await host.more()).toBe(`${OK}\n`)
  })

  test.each([
    ['unsupported', 'the requested suspend mode is not supported by the guest'],
    ['fails', 'child process has failed to suspend'],
  ])('where suspending is "%s" the error is told', async (outcome, desc) => {
    const host = await talk({ set: [{ path: `suspend.${mode}`, value: outcome }] })
    expect(await host.ask(name)).toBe(fails(desc))
    expect(host.vm.guest.power.state).toBe('running')
  })

  test('it takes no arguments', async () => {
    const host = await talk()
    expect(await host.ask(name, { x: 1 })).toBe(fails("Parameter 'x' is unexpected"))
  })
}
