/** A guest whose device is taken away: the agent's read fails. */
import { describe, expect, test } from 'vitest'
import { arrive, connect, PING, PONG, story, sync, vmWith } from './host.js'

const LATER = ['5.2.0', '7.2.22', '11.1.3']

function reasons(vm: Awaited<ReturnType<typeof vmWith>>): string[] {
  return vm.events.flatMap(event => (event.type === 'agent' ? [`${event.state}: ${event.reason}`] : []))
}

describe.each(LATER)('an agent %s', version => {
  test('ends; another one is answered by whoever waits when the device is there again', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version } })
    const client = connect(vm)
    vm.do({ port: 'unplugged' })
    expect(await client.send(PING)).toBe('')
    expect(client.state).toBe('open')
    vm.do([{ port: 'closed' }, { agent: 'start' }])
    expect(await client.more()).toBe(PONG)
    expect(story(vm)).toEqual([
      ...['connect 1', 'port unplugged', 'agent stopped', 'port closed', 'agent started', 'port open'],
    ])
    expect(reasons(vm)[0]).toBe('stopped: its device is gone')
  })

  test('can not start without it', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version } })
    vm.do([{ port: 'unplugged' }, { agent: 'start' }])
    expect(vm.agent.state).toBe('stopped')
    expect(vm.agent.startFailure).toEqual([
      'error opening channel: No such file or directory',
      'failed to create guest agent channel',
      'failed to initialize guest agent channel',
    ])
    expect(reasons(vm)).toEqual([
      'stopped: its device is gone',
      'failed: error opening channel: No such file or directory',
    ])
  })

  test('with retryPath looks for it every 5 s, with all that it had', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version, retryPath: true } })
    const client = connect(vm)
    await client.send('{"execute":"guest-file-open","arguments":{"path":"/etc/motd"}}')
    await client.send(PING.slice(0, 9))
    vm.do({ port: 'unplugged' })
    vm.advance('7s')
    vm.do({ port: 'closed' })
    expect(await client.send(PING.slice(9))).toBe('')
    vm.advance('2.999s')
    expect(await client.more()).toBe('')
    vm.advance('1ms')
    expect(await client.more()).toBe(PONG)
    expect(await client.send('{"execute":"guest-file-close","arguments":{"handle":1000}}')).toBe(PONG)
    expect(reasons(vm)).toEqual([
      'paused: its device is gone; its channel is opened again in 5 s',
      'resumed: its channel is open again',
    ])
  })

  test('with retryPath starts without it, too', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version, retryPath: true } })
    const client = connect(vm)
    vm.do([{ agent: 'stop' }, { port: 'unplugged' }, { agent: 'start' }, { port: 'closed' }])
    expect(await client.send(PING)).toBe('')
    vm.advance('5s')
    expect(await client.more()).toBe(PONG)
  })

  test.each(['auto', 'step'] as const)('with retryPath does not drive a clock of mode %s', async mode => {
    const vm = await vmWith('virtio-serial', { clock: { mode }, agent: { version, retryPath: true } })
    const client = connect(vm)
    vm.do({ port: 'unplugged' })
    await arrive()
    expect(vm.guest.clock.monotonic()).toBe(0n)
    vm.do({ port: 'closed' })
    expect(await client.send(PING)).toBe(PONG)
  })
})

describe('an agent 2.11.0', () => {
  test('can not start without its device, whatever retryPath says', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version: '2.11.0', retryPath: true } })
    vm.do([{ agent: 'stop' }, { port: 'unplugged' }, { agent: 'start' }])
    expect(reasons(vm).at(-1)).toBe('failed: error opening channel: No such file or directory')
  })

  test('lives on, deaf, until it is restarted', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version: '2.11.0' } })
    const client = connect(vm)
    vm.do([{ port: 'unplugged' }, { port: 'closed' }, { port: 'open' }])
    vm.advance('1h')
    expect(await client.send(PING)).toBe('')
    expect(vm.agent.state).toBe('running')
    expect(story(vm)).toEqual(['connect 1', 'port unplugged', 'port closed'])
    vm.do({ agent: 'restart' })
    expect(await client.more()).toBe(PONG)
  })

  test('is still deaf in a snapshot, and in no other', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version: '2.11.0' } })
    const client = connect(vm)
    const hearing = vm.snapshot()
    vm.do([{ port: 'unplugged' }, { port: 'closed' }])
    const deaf = vm.snapshot()
    vm.restore(hearing)
    expect(await client.send(sync(1))).toBe('{"return": 1}\n')
    vm.restore(deaf)
    vm.do({ port: 'open' })
    expect(await client.send(sync(2))).toBe('')
  })

  test('executes calls all the same', async () => {
    const vm = await vmWith('virtio-serial', { agent: { version: '2.11.0' } })
    vm.do({ port: 'unplugged' })
    expect(await vm.call('guest-sync', { id: 3 })).toBe(3n)
  })
})
