/** The guest's end of QEMU's chardev: open, closed, or with a guest that is not that far yet. */
import { describe, expect, test } from 'vitest'
import { arrive, connect, PING, PONG, story, sync, vmWith } from './host.js'

describe('a port that is closed', () => {
  test('leaves what is sent in the socket, and it is answered when the port opens', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    vm.do({ port: 'closed' })
    expect(await client.send(sync(1) + sync(2))).toBe('')
    vm.do({ port: 'open' })
    expect(await client.more()).toBe('{"return": 1}\n{"return": 2}\n')
  })

  test('never sees what a client sends that leaves before it opens', async () => {
    const vm = await vmWith('virtio-serial')
    vm.do({ port: 'closed' })
    const [first, second] = [connect(vm), connect(vm)]
    await second.send(sync(2))
    await first.sendAndLeave(sync(1))
    vm.do({ port: 'open' })
    expect(await second.more()).toBe('{"return": 2}\n')
    expect(story(vm)).toEqual([
      ...['port closed', 'connect 1', 'lost 46: the client has left', 'disconnect 1', 'connect 2', 'port open'],
    ])
  })

  test('has lost what lay in the guest unread when it was closed', async () => {
    const scenario = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }
    const vm = await vmWith('virtio-serial', { scenario })
    const client = connect(vm)
    await client.send('{"execute":"guest-get-time"}')
    await client.send(PING)
    vm.do({ port: 'closed' })
    await client.send(sync(1))
    vm.do({ port: 'open' })
    vm.advance('1s')
    expect(await client.more()).toBe('{"return": 1767225601000000000}\n{"return": 1}\n')
    expect(story(vm)).toEqual(['connect 1', `lost ${PING.length}: the port was closed`, 'port closed', 'port open'])
  })

  test('lets no reply through before it opens', async () => {
    const scenario = { extends: 'default', faults: [{ on: 'guest-get-time', delay: '1s' }] }
    const vm = await vmWith('virtio-serial', { scenario })
    const client = connect(vm)
    await client.send('{"execute":"guest-get-time"}')
    vm.do({ port: 'closed' })
    vm.advance('1s')
    expect(await client.more()).toBe('')
    vm.do({ port: 'open' })
    expect(await client.more()).toBe('{"return": 1767225601000000000}\n')
  })

  test('stays closed in a snapshot, with what the port before it had not lost', async () => {
    const vm = await vmWith('virtio-serial')
    vm.do({ port: 'closed' })
    const snapshot = vm.snapshot()
    vm.do({ port: 'open' })
    vm.restore(snapshot)
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    vm.do({ port: 'open' })
    expect(await client.more()).toBe(PONG)
  })
})

describe('firmware', () => {
  test('loses what is sent, and whoever connected meanwhile stays deaf until it connects again', async () => {
    const vm = await vmWith('virtio-serial', { agent: { running: false, port: 'firmware' } })
    const client = connect(vm)
    expect(await client.send(PING)).toBe('')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe('')
    expect(await client.send(PING)).toBe('')
    expect(client.state).toBe('open')
    await client.leave()
    expect(await connect(vm).send(PING)).toBe(PONG)
    const lost = `lost ${PING.length}: the client had connected before the guest was up`
    expect(story(vm)).toEqual(['connect 1', lost, 'agent started', 'port open', lost, 'disconnect 1', 'connect 2'])
  })

  test('loses what an older connection sends as well, but that one is heard again afterwards', async () => {
    const vm = await vmWith('virtio-serial')
    const client = connect(vm)
    await arrive()
    vm.do([{ agent: 'stop' }, { port: 'firmware' }])
    expect(await client.send(PING)).toBe('')
    vm.do({ agent: 'start' })
    expect(await client.more()).toBe('')
    expect(await client.send(sync(1))).toBe('{"return": 1}\n')
    expect(story(vm)).toEqual([
      ...['connect 1', 'agent stopped', 'port closed', 'port firmware'],
      ...[`lost ${PING.length}: the guest is not up yet`, 'agent started', 'port open'],
    ])
  })

  test('does not deafen a client that waits behind another until the guest is up', async () => {
    const vm = await vmWith('virtio-serial', { agent: { running: false, port: 'firmware' } })
    const [first, second] = [connect(vm), connect(vm)]
    await first.send(PING)
    await second.send(PING)
    vm.do({ agent: 'start' })
    await first.leave()
    expect(await second.more()).toBe(PONG)
  })
})
