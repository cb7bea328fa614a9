import { expect, test } from 'vitest'
import { run } from '../guest.js'
import { networkGuest } from './network-guest.js'

const routes = (guest: ReturnType<typeof networkGuest>) => run(guest, ['cat', '/proc/net/route']).stdout

test('what ip changes shows in /proc, in a snapshot, and is gone after a reboot', () => {
  const guest = networkGuest()
  const before = routes(guest)
  run(guest, ['ip', 'addr', 'add', '10.0.0.5/8', 'dev', 'eth0'])
  run(guest, ['ip', 'route', 'replace', 'default', 'via', '10.0.0.1', 'metric', '7'])
  const lines = routes(guest)
    .split('\n')
    .map(line => line.trimEnd())
  expect(lines.slice(1)).toEqual([
    'eth0\t00000000\t017AA8C0\t0003\t0\t0\t0\t00000000\t0\t0\t0',
    'eth0\t00000000\t0100000A\t0003\t0\t0\t7\t00000000\t0\t0\t0',
    'eth0\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF\t0\t0\t0',
    'eth0\t007AA8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0',
    '',
  ])
  const changed = routes(guest)
  const { interfaces } = structuredClone(guest.snapshot())
  guest.interfaces.reset()
  expect(routes(guest)).toBe(before)
  guest.interfaces.restore(interfaces)
  expect(routes(guest)).toBe(changed)
})

test('what is no root may look and not change', () => {
  const guest = networkGuest()
  expect(run(guest, ['ip', 'link', 'set', 'eth0', 'down'], { user: 'nobody' })).toMatchObject({
    stderr: 'RTNETLINK answers: Operation not permitted\n',
    exitCode: 2,
  })
  expect(run(guest, ['ip', '-br', 'link'], { user: 'nobody' }).exitCode).toBe(0)
})

test('/proc/net tells the addresses of IPv6 and who listens', () => {
  const listening = [{ protocol: 'tcp', address: '127.0.0.1', port: 5432 }] as const
  const guest = networkGuest({ listening })
  expect(run(guest, ['cat', '/proc/net/if_inet6']).stdout).toBe(`\
00000000000000000000000000000001 01 80 10 80       lo
fe80000000000000505400fffe6b3c58 02 40 20 80     eth0
`)
  expect(run(guest, ['cat', '/proc/net/tcp']).stdout.split('\n')[1]?.trimEnd()).toBe(
    '   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12000 1 0000000000000000 100 0 0 10 0',
  )
})
