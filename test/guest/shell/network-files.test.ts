/** What bash 5.2 and dash 0.5.12 of Debian 12 made of /dev/tcp where a server listened on 127.0.0.1:8080. Dates are masked. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { loadScenario, type ScenarioSource } from '../../../src/scenario/load.js'
import { vocabulary } from '../../../src/vm.js'
import { exec, execResult, startExec } from '../programs/exec.js'

interface Recorded {
  readonly line: string
  readonly shell: string
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
}

const VECTORS = new URL('./vectors/network-files.json', import.meta.url)
const recorded: readonly Recorded[] = JSON.parse(readFileSync(VECTORS, 'utf8'))
const SCENARIO = {
  extends: 'debian-12',
  clock: { mode: 'manual' },
  network: {
    interfaces: [
      { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] },
      { name: 'eth0', addresses: ['192.168.122.10/24'] },
    ],
    listening: [{ protocol: 'tcp', address: '127.0.0.1', port: 8080, http: { '/health': 'ok\n' } }],
  },
} satisfies ScenarioSource
const { guest: config } = loadScenario(SCENARIO, { vocabulary })

test.each(recorded.map(it => [it.shell, it.line, it] as const))(
  '%s: %s',
  (shell, line, { stdout, stderr, exitCode }) => {
    const ran = exec(new Guest(config), [shell, '-c', line])
    const masked = { ...ran, stdout: ran.stdout.replaceAll(/Date: .*? GMT/g, 'Date: DATE') }
    expect(masked).toEqual({ stdout, stderr, exitCode })
  },
)

test('one that nobody answers waits as long as the kernel asks', () => {
  const guest = new Guest(config)
  const pid = startExec(guest, ['bash', '-c', ': > /dev/tcp/192.168.122.77/80'])
  guest.clock.advance(3_059_999_999n)
  expect(execResult(guest, pid)).toBeUndefined()
  guest.clock.advance(1n)
  expect(execResult(guest, pid)).toEqual({
    stdout: '',
    stderr: 'bash: connect: No route to host\nbash: line 1: /dev/tcp/192.168.122.77/80: No route to host\n',
    exitCode: 1,
  })
})

test('a name that nobody knows is no host', () => {
  expect(exec(new Guest(config), ['bash', '-c', ': > /dev/tcp/db.internal/80'])).toEqual({
    stdout: '',
    stderr:
      'bash: line 1: db.internal: Temporary failure in name resolution\nbash: line 1: /dev/tcp/db.internal/80: Invalid argument\n',
    exitCode: 1,
  })
})
