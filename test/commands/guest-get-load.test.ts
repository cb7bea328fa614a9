import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

const SECOND = 1_000_000_000n
const agent = { version: '11.1.0' }

const load = (one: string, five: string, fifteen: string) =>
  returns(`{"load15m": ${fifteen}, "load5m": ${five}, "load1m": ${one}}`)

test('a guest at rest has none', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent } })
  host.vm.guest.clock.advance(3600n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('0', '0', '0'))
})

test('it begins where the scenario says, and falls when nothing runs', async () => {
  const scenario = { extends: 'minimal', agent, load: { averages: [1.8251953125, 1.58837890625, 0.66259765625] } }
  const host = await talk({ scenario })
  expect(await host.ask('guest-get-load')).toBe(load('1.8251953125', '1.58837890625', '0.66259765625'))
  host.vm.guest.clock.advance(60n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('0.66845703125', '1.29638671875', '0.6181640625'))
  host.vm.guest.clock.advance(86_400n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('0', '0', '0'))
})

test('it grows while programs of the scenario run, and not while one sleeps', async () => {
  const scenario = {
    ...{ extends: 'debian-12', agent },
    programs: [{ match: 'pg_dump', after: '2m' }],
  }
  const host = await talk({ scenario })
  const { clock } = host.vm.guest
  await host.ask('guest-exec', { path: '/usr/bin/sleep', arg: ['600'] })
  clock.advance(60n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('0', '0', '0'))
  await host.ask('guest-exec', { path: 'pg_dump' })
  await host.ask('guest-exec', { path: 'pg_dump' })
  clock.advance(120n * SECOND)
  const busy = load('1.732421875', '0.666015625', '0.24755859375')
  expect(await host.ask('guest-get-load')).toBe(busy)
  clock.advance(60n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('0.63427734375', '0.5419921875', '0.22998046875'))
})

test('what always runs is told where it tends to', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent, load: { running: 3 } } })
  host.vm.guest.clock.advance(86_400n * SECOND)
  expect(await host.ask('guest-get-load')).toBe(load('3', '3', '3'))
  const { files } = host.vm.guest
  expect(files.readFile('/proc/loadavg', 'utf8')).toBe('3.00 3.00 3.00 4/2 2\n')
  expect(files.readFile('/proc/stat', 'utf8')).toContain('\nprocs_running 4\n')
})

test('a snapshot holds it, and a boot begins anew', async () => {
  const scenario = { extends: 'debian-12', agent, load: { averages: [1, 1, 1], running: 0 } }
  const host = await talk({ scenario })
  const { clock } = host.vm.guest
  const minute = async () => {
    clock.advance(60n * SECOND)
    return host.ask('guest-get-load')
  }
  const snapshot = host.vm.snapshot()
  const first = await minute()
  expect(first).toBe(load('0.36572265625', '0.8154296875', '0.935546875'))
  await minute()
  host.vm.restore(snapshot)
  expect(await minute()).toBe(first)
  await host.ask('guest-shutdown', { mode: 'reboot' })
  expect(await host.ask('guest-get-load')).toBe(load('0', '0', '0'))
})

test('agents before 10.0 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '9.2.0' } } })
  expect(await host.ask('guest-get-load')).toBe(
    fails('The command guest-get-load has not been found', 'CommandNotFound'),
  )
})
