import { describe, expect, test } from 'vitest'
import { createVm } from '../../src/index.js'
import { layerOfText } from '../../src/scenario/layer.js'
import { load, refusal } from './vocabulary.js'

const socket = (more: string) => `network: { listening: [{ protocol: tcp, address: "::", port: 80, ${more} }] }`

describe('what is refused', () => {
  test.each([
    [
      socket('http: { health: ok }'),
      'demo.yaml:1:74  network.listening[0].http.health: expected the path of an address such as /health, got "health". It begins with / and has no #.',
    ],
    [
      socket('http: { /: { status: 99 } }'),
      'demo.yaml:1:87  network.listening[0].http["/"].status: expected an integer from 200 to 599, got 99.',
    ],
    [
      socket('http: { /: { body: a, directory: /srv } }'),
      'demo.yaml:1:77  network.listening[0].http["/"]: expected at most one of the keys body, directory, got body and directory.',
    ],
    [
      'network: { listening: [{ protocol: udp, address: "::", port: 80, http: {} }] }',
      'demo.yaml:1:24  network.listening[0]: expected protocol: tcp beside http, got protocol: udp.',
    ],
    [
      'units: { a.service: { listening: [{ protocol: tcp, address: "::", port: 80, process: a }] } }',
      'demo.yaml:1:77  units["a.service"].listening[0].process: expected a known key, got "process". Known here: protocol, address, port, http.',
    ],
  ])('%s', (text, message) => {
    expect(refusal(() => layerOfText(text, 'demo.yaml'))).toBe(message)
  })

  test('sockets of a unit that can have none', () => {
    const listening = [{ protocol: 'tcp', address: '::', port: 80 }] as const
    expect(refusal(() => load({ units: { 'a.timer': { listening: [...listening] } } }))).toBe(
      'scenario object  units["a.timer"].listening: expected the name of a service or a socket, got "a.timer".',
    )
  })
})

async function said(vm: Awaited<ReturnType<typeof createVm>>, line: string): Promise<string> {
  const { pid } = await vm.call('guest-exec', { path: 'bash', arg: ['-c', line], 'capture-output': true })
  for (;;) {
    const status = await vm.call('guest-exec-status', { pid })
    if (status.exited) return Buffer.from(status['out-data'] ?? '', 'base64').toString()
  }
}

test('a unit listens while it is active', async () => {
  await using vm = await createVm({
    scenario: {
      extends: 'debian-12',
      clock: { mode: 'auto' },
      builtins: ['/usr/bin/curl'],
      units: {
        'app.service': {
          command: '/usr/bin/app --serve',
          listening: [{ protocol: 'tcp', address: '127.0.0.1', port: 8080, http: { '/health': 'ok\n' } }],
        },
      },
    },
  })
  expect(await said(vm, 'curl -s http://localhost:8080/health; ss -ltnpH sport = :8080')).toMatch(
    /^ok\nLISTEN 0 {6}128 {4}127\.0\.0\.1:8080 0\.0\.0\.0:\* users:\(\("app",pid=\d+,fd=3\)\)\n$/,
  )
  expect(
    await said(vm, 'systemctl stop app; curl -s http://localhost:8080/health; echo $?; ss -ltnH sport = :8080'),
  ).toBe('7\n')
})

test('services of packages listen where theirs do', async () => {
  await using vm = await createVm({ scenario: { extends: 'debian-12', clock: { mode: 'auto' } } })
  const install = 'apt-get install -y curl nginx postgresql >/dev/null 2>&1'
  expect(
    await said(vm, `${install}; systemctl is-active nginx postgresql; (: > /dev/tcp/localhost/5432); echo $?`),
  ).toBe('active\nactive\n0\n')
  expect(await said(vm, 'echo hello > /var/www/html/index.html; curl -fsS http://localhost')).toBe('hello\n')
  expect(await said(vm, 'systemctl restart postgresql; systemctl show -P SubState postgresql')).toBe('exited\n')
})

test("ubuntu-24.04 waits for who comes by SSH through systemd's socket", async () => {
  await using vm = await createVm({ scenario: { extends: 'ubuntu-24.04', clock: { mode: 'auto' } } })
  expect(await said(vm, 'ss -ltnH; systemctl stop ssh.socket; ss -ltnH')).toBe(
    'LISTEN 0      128    0.0.0.0:22 0.0.0.0:*\nLISTEN 0      128       [::]:22    [::]:*\n',
  )
})
