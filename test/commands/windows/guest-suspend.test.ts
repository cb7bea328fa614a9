/** guest-suspend-disk and -ram. */
import { expect, test } from 'vitest'
import { fails } from '../talk.js'
import { talkToWindows } from './windows-host.js'

test.each([
  ['2.11.0', "Guest agent command failed, error was 'suspend-to-ram not supported by OS'"],
  ['109.1.0', "Guest agent command failed, error was 'suspend-to-ram not supported by OS'"],
  ['10.0.0', 'suspend-to-ram not supported by OS'],
])('%s says that a machine without S3 can not', async (version, text) => {
  const host = await talkToWindows(version)
  expect(await host.ask('guest-suspend-ram')).toBe(fails(text))
  expect(await host.ask('guest-suspend-disk')).toBe(fails(text.replace('ram', 'disk')))
})

test.each([
  ['ram', 'suspended-ram'],
  ['disk', 'suspended-disk'],
])('a suspend to %s answers nothing', async (mode, state) => {
  const host = await talkToWindows('109.1.0', { scenario: { suspend: { [mode]: 'ok' } } })
  expect(await host.ask(`guest-suspend-${mode}`)).toBe('')
  expect(host.vm.guest.power.state).toBe(state)
})

test('one that fails later fails in silence', async () => {
  const host = await talkToWindows('109.1.0', { scenario: { suspend: { ram: 'fails' } } })
  expect(await host.ask('guest-suspend-ram')).toBe('')
  expect(host.vm.guest.power.state).toBe('running')
})
