import { expect, test } from 'vitest'
import { returns } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const NOTHING = returns('{"load15m": 0, "load5m": 0, "load1m": 0}')

test('the first question begins to measure, and an idle system waits for nothing', async () => {
  const host = await talkToWindows('10.0.0')
  expect(await host.ask('guest-get-load')).toBe(NOTHING)
  host.vm.advance('10m')
  expect(await host.ask('guest-get-load')).toBe(NOTHING)
})

test('what waits for a processor is averaged every 5 s from the first question on', async () => {
  const host = await talkToWindows('10.0.0', { scenario: { load: { running: 3 }, vcpus: 1 } })
  host.vm.advance('1h')
  expect(await host.ask('guest-get-load')).toBe(NOTHING)
  host.vm.advance('4999ms')
  expect(await host.ask('guest-get-load')).toBe(NOTHING)
  host.vm.advance('1ms')
  const { load1m, load5m, load15m } = JSON.parse(await host.ask('guest-get-load')).return
  expect([load1m, load5m, load15m].map(load => load.toFixed(6))).toEqual(
    [0.9200444, 0.9834715, 0.9944598].map(kept => (2 * (1 - kept)).toFixed(6)),
  )
  host.vm.advance('3h')
  expect(JSON.parse(await host.ask('guest-get-load')).return.load1m).toBeCloseTo(2, 10)
})

test('a restart of the agent begins anew, a snapshot goes on', async () => {
  const host = await talkToWindows('11.1.0', { scenario: { load: { running: 3 }, vcpus: 1 } })
  await host.ask('guest-get-load')
  host.vm.advance('1m')
  const before = await host.ask('guest-get-load')
  const snapshot = host.vm.snapshot()
  host.vm.do({ agent: 'restart' })
  expect(await host.ask('guest-get-load')).toBe(NOTHING)
  host.vm.restore(snapshot)
  expect(await host.ask('guest-get-load')).toBe(before)
})
