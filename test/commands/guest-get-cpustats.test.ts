import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

const SECOND = 1_000_000_000n
const agent = { version: '7.2.22' }

function cpu(id: number, { user = 0, nice = 0, system = 0, idle = 0, iowait = 0, steal = 0 }): string {
  return (
    `{"cpu": ${id}, "guestnice": 0, "idle": ${idle}, "steal": ${steal}, "iowait": ${iowait}, "system": ${system}, ` +
    `"guest": 0, "nice": ${nice}, "irq": 0, "type": "linux", "user": ${user}, "softirq": 0}`
  )
}

test('processors that do nothing idle, in ticks of 10 ms', async () => {
  const scenario = { extends: 'minimal', agent, vcpus: 2, clock: { uptime: '100s' } }
  const host = await talk({ scenario })
  expect(await host.ask('guest-get-cpustats')).toBe(
    returns(`[${cpu(0, { idle: 100_000 })}, ${cpu(1, { idle: 100_000 })}]`),
  )
  host.vm.guest.clock.advance(1_239_999_999n)
  expect(await host.ask('guest-get-cpustats')).toBe(
    returns(`[${cpu(0, { idle: 101_230 })}, ${cpu(1, { idle: 101_230 })}]`),
  )
})

test('a program that runs takes one, and /proc/stat and /proc/uptime tell the same', async () => {
  const scenario = {
    ...{ extends: 'minimal', agent, vcpus: 2, clock: { uptime: '10s' } },
    programs: [{ match: 'burn', after: '5s' }],
  }
  const host = await talk({ scenario })
  await host.ask('guest-exec', { path: 'burn' })
  host.vm.guest.clock.advance(8n * SECOND)
  expect(await host.ask('guest-get-cpustats')).toBe(
    returns(`[${cpu(0, { user: 5000, idle: 13_000 })}, ${cpu(1, { idle: 18_000 })}]`),
  )
  const { files } = host.vm.guest
  expect(files.readFile('/proc/stat', 'utf8').split('\n').slice(0, 3)).toEqual([
    'cpu  500 0 0 3100 0 0 0 0 0 0',
    'cpu0 500 0 0 1300 0 0 0 0 0 0',
    'cpu1 0 0 0 1800 0 0 0 0 0 0',
  ])
  expect(files.readFile('/proc/uptime', 'utf8')).toBe('18.00 31.00\n')
})

test('it begins where the scenario says; what that leaves out of the uptime was idle', async () => {
  const times = { user: '2345.3ms', system: '1.4s', nice: '10ms', iowait: '20ms', steal: '30ms' }
  const scenario = {
    ...{ extends: 'minimal', agent, clock: { uptime: '10s' } },
    vcpus: [{ times }, { times: { idle: '3s' } }],
  }
  const host = await talk({ scenario })
  expect(await host.ask('guest-get-cpustats')).toBe(
    returns(
      `[${cpu(0, { user: 2340, system: 1400, nice: 10, iowait: 20, steal: 30, idle: 6190 })}, ${cpu(1, { idle: 3000 })}]`,
    ),
  )
})

test('one that is offline is not there, and stands still', async () => {
  const scenario = { extends: 'minimal', agent, vcpus: 3, clock: { uptime: '1s' }, load: { running: 2 } }
  const host = await talk({ scenario })
  const { clock, vcpus } = host.vm.guest
  vcpus.setOnline(1, false)
  clock.advance(SECOND)
  const [busy, idle] = [{ idle: 1000, user: 1000 }, { idle: 1000 }]
  expect(await host.ask('guest-get-cpustats')).toBe(returns(`[${cpu(0, busy)}, ${cpu(2, busy)}]`))
  vcpus.setOnline(1, true)
  clock.advance(SECOND)
  expect(await host.ask('guest-get-cpustats')).toBe(
    returns(
      `[${cpu(0, { ...busy, user: 2000 })}, ${cpu(1, { ...idle, user: 1000 })}, ${cpu(2, { idle: 2000, user: 1000 })}]`,
    ),
  )
})

test('a snapshot holds it, and a boot begins anew', async () => {
  const scenario = { extends: 'default', agent, clock: { uptime: '1s' }, vcpus: 1 }
  const host = await talk({ scenario })
  const snapshot = host.vm.snapshot()
  host.vm.guest.clock.advance(SECOND)
  const before = await host.ask('guest-get-cpustats')
  expect(before).toBe(returns(`[${cpu(0, { idle: 2000 })}]`))
  host.vm.restore(snapshot)
  host.vm.guest.clock.advance(SECOND)
  expect(await host.ask('guest-get-cpustats')).toBe(before)
  await host.ask('guest-shutdown', { mode: 'reboot' })
  expect(await host.ask('guest-get-cpustats')).toBe(returns(`[${cpu(0, {})}]`))
})

test('agents before 7.1 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '7.0.0' } } })
  expect(await host.ask('guest-get-cpustats')).toBe(
    fails('The command guest-get-cpustats has not been found', 'CommandNotFound'),
  )
})
