/** A Windows guest whose device is taken away: its agent is told when one arrives, and need not look. */
import { describe, expect, test } from 'vitest'
import { connect, PING, PONG, vmWith } from './host.js'

const SCENARIO = { os: { family: 'windows' } } as const
const VERSIONS = ['2.11.0', '5.2.0', '7.2.22', '109.1.0', '11.1.3']
const MISSING = [
  'error opening path \\\\.\\Global\\org.qemu.guest_agent.0: The system cannot find the file specified.',
  'error opening channel',
  'failed to create guest agent channel',
  'failed to initialize guest agent channel',
]

function windowsWith(agent: { version: string; retryPath?: boolean }) {
  return vmWith('virtio-serial', { scenario: SCENARIO, agent })
}

function reasons(vm: Awaited<ReturnType<typeof vmWith>>): string[] {
  return vm.events.flatMap(event => (event.type === 'agent' ? [`${event.state}: ${event.reason}`] : []))
}

describe.each(VERSIONS)('an agent %s', version => {
  test('without retryPath ends, and does not start again without its device', async () => {
    const vm = await windowsWith({ version, retryPath: false })
    vm.do([{ port: 'unplugged' }, { agent: 'start' }])
    expect(reasons(vm)).toEqual(['stopped: its device is gone', `failed: ${MISSING[0]}`])
    expect(vm.agent.startFailure).toEqual(MISSING)
  })

  if (version === '2.11.0') return

  test('with retryPath waits without limit, and opens the device as soon as it arrives', async () => {
    const vm = await windowsWith({ version, retryPath: true })
    const client = connect(vm)
    await client.send(PING.slice(0, 9))
    vm.do({ port: 'unplugged' })
    expect(vm.guest.clock.nextDue()).toBeUndefined()
    vm.advance('1h')
    expect(await client.send(PING.slice(9))).toBe('')
    vm.do({ port: 'closed' })
    expect(await client.more()).toBe(PONG)
    expect(reasons(vm)).toEqual([
      'paused: its device is gone; its channel is opened again when the device arrives',
      'resumed: its channel is open again',
    ])
  })

  test('with retryPath starts without it, too', async () => {
    const vm = await windowsWith({ version, retryPath: true })
    const client = connect(vm)
    vm.do([{ agent: 'stop' }, { port: 'unplugged' }, { agent: 'start' }])
    expect(vm.agent.state).toBe('paused')
    vm.do({ port: 'closed' })
    expect(await client.send(PING)).toBe(PONG)
  })

  test('with retryPath still waits in a snapshot, and in no other', async () => {
    const vm = await windowsWith({ version, retryPath: true })
    const client = connect(vm)
    const before = vm.snapshot()
    vm.do({ port: 'unplugged' })
    const waiting = vm.snapshot()
    vm.restore(before)
    expect(await client.send(PING)).toBe(PONG)
    vm.restore(waiting)
    expect(vm.agent.state).toBe('paused')
    vm.do({ port: 'closed' })
    expect(await client.send(PING)).toBe(PONG)
  })
})

test.each([
  ['2.11.0', 'stopped'],
  ['5.2.0', 'paused'],
  ['109.1.0', 'paused'],
])('the service of %s is %s by it: 2.11 was installed without --retry-path', async (version, state) => {
  const vm = await windowsWith({ version })
  vm.do({ port: 'unplugged' })
  expect(vm.agent.state).toBe(state)
})
