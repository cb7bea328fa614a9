/** QEMU's process ends: with it go the sockets of the agent and of the monitors. */
import { existsSync } from 'node:fs'
import { connect as dial, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Vm } from '../../src/index.js'
import { connect, PING, PONG, vmWith } from '../channel/host.js'
import { GREETING, Host, NEGOTIATE, settled } from './qmp/host.js'
import { told } from './told.js'

const ENDING = { scenario: { extends: 'default', qemu: { noShutdown: false } } } as const

function client(path: string): Socket {
  const socket = dial(path).on('error', () => {})
  onTestFinished(() => void socket.destroy())
  return socket
}

async function ending(socket: Socket): Promise<string> {
  let got = ''
  socket.on('data', chunk => {
    got += chunk.toString('latin1')
  })
  await new Promise(done => socket.once('end', done))
  return got
}

const outcome = (socket: Socket) =>
  new Promise(done => socket.once('connect', () => done('connected')).once('error', error => done(error)))

async function served(vm: Vm, count: number): Promise<void> {
  const connects = () => vm.events.filter(({ type }) => type === 'connect').length
  while (connects() < count) await new Promise(done => setImmediate(done))
}

describe.each([
  ['a guest that powers off', { vm: 'powerdown' }, 'SHUTDOWN guest-shutdown'],
  ['quit', { vm: 'quit' }, 'SHUTDOWN host-qmp-quit'],
  ['a signal', { vm: 'signal' }, 'SHUTDOWN host-signal'],
] as const)('QEMU ended by %s', (_, action, event) => {
  test('lets its clients read the end, refuses new ones, and takes its sockets along', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const agent = await vm.listen()
    const monitor = await vm.qmp.listen()
    const clients = [client(agent.path), client(agent.path)]
    const tool = client(monitor.path)
    await served(vm, 1)
    await new Promise(done => tool.once('data', done))
    const ends = Promise.all([...clients, tool].map(ending))
    vm.do(action)
    const [first, waiting] = await ends
    expect([first, waiting, vm.status, told(vm).at(-1)]).toEqual(['', '', 'exited', event])
    expect([existsSync(agent.path), existsSync(monitor.path)]).toEqual([false, false])
    for (const { path } of [agent, monitor]) {
      expect(await outcome(client(path))).toMatchObject({ code: 'ENOENT' })
    }
    const late = connect(vm)
    await settled()
    expect(late.state).toBe('ECONNREFUSED')
    expect(() => vm.qmp.execute('query-status')).toThrow('qmp.execute query-status: QEMU has ended')
  })

  test('is there again after wakeup, at the same paths, with a guest that boots', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const agent = await vm.listen()
    const monitor = await vm.qmp.listen()
    vm.guest.files.writeFile('/var/kept', 'on disk')
    const { bootId } = vm.guest
    vm.do(action)
    vm.wakeup()
    const tool = client(monitor.path)
    expect(await new Promise(done => tool.once('data', chunk => done(chunk.toString())))).toBe(GREETING)
    const asking = client(agent.path)
    asking.write(PING)
    expect(await new Promise(done => asking.once('data', chunk => done(chunk.toString())))).toBe(PONG)
    expect([vm.status, vm.guest.power.state]).toEqual(['running', 'running'])
    expect(vm.guest.files.readFile('/var/kept', 'utf8')).toBe('on disk')
    expect(vm.guest.bootId).not.toBe(bootId)
  })
})

test('what QEMU had said goes out before the end', async () => {
  const vm = await vmWith('virtio-serial', ENDING)
  const tool = new Host(vm.qmp.connect())
  await tool.ask(NEGOTIATE)
  vm.powerdown()
  await settled()
  expect(tool.take().replaceAll(/\d+/g, 'N')).toBe(
    '{"timestamp": {"seconds": N, "microseconds": N}, "event": "POWERDOWN"}\r\n' +
      '{"timestamp": {"seconds": N, "microseconds": N}, "event": "VSERPORT_CHANGE", "data": {"open": false, "id": "channelN"}}\r\n' +
      '{"timestamp": {"seconds": N, "microseconds": N}, "event": "SHUTDOWN", "data": {"guest": true, "reason": "guest-shutdown"}}\r\n',
  )
  expect(tool.ended).toBe(true)
})

test('what is held back when QEMU ends is never told, not by the next process either', async () => {
  const vm = await vmWith('virtio-serial', ENDING)
  const listen = async () => {
    const tool = new Host(vm.qmp.connect())
    await tool.ask(NEGOTIATE)
    tool.take()
    return tool
  }
  const first = await listen()
  vm.do({ agent: 'restart' })
  await settled()
  expect(first.take()).toContain('"open": false')
  vm.do({ vm: 'quit' })
  await settled()
  expect(first.take()).not.toContain('VSERPORT_CHANGE')
  vm.wakeup()
  const second = await listen()
  vm.do({ agent: 'stop' })
  await settled()
  expect(second.take()).toBe('')
  vm.advance('1s')
  await settled()
  expect(second.take()).toContain('"open": false')
})

test('an agent that holds its socket itself goes with the machine, whether or not QEMU stays', async () => {
  const vm = await vmWith('unix-listen', ENDING)
  const host = connect(vm)
  expect(await host.send(PING)).toBe(PONG)
  vm.powerdown()
  await settled()
  expect([host.state, vm.status]).toEqual(['ended', 'exited'])
  const late = connect(vm)
  await settled()
  expect(late.state).toBe('ECONNREFUSED')
  vm.wakeup()
  expect(await connect(vm).send(PING)).toBe(PONG)
})

test('what is on its way in fault rules when QEMU ends goes to nobody, then or later', async () => {
  for (const direction of ['request', 'reply'] as const) {
    const vm = await vmWith('virtio-serial', {
      scenario: {
        extends: 'default',
        qemu: { noShutdown: false },
        faults: [{ direction, delay: '5s' }],
      },
    })
    const before = connect(vm)
    expect(await before.send(PING)).toBe('')
    vm.do({ vm: 'quit' })
    vm.wakeup()
    const after = connect(vm)
    vm.advance('10s')
    expect([await before.more(), await after.more()]).toEqual(['', ''])
    expect(vm.calls().map(({ name }) => name)).toEqual(direction === 'reply' ? ['guest-ping'] : [])
  }
})

test('an agent that sleeps on disk has no socket either when QEMU has ended', async () => {
  const vm = await vmWith('unix-listen', ENDING)
  const { path } = await vm.listen()
  const host = connect(vm)
  vm.do({ vm: 'hibernate' })
  await settled()
  expect([host.state, vm.status]).toEqual(['ended', 'exited'])
  expect(await outcome(client(path))).toMatchObject({ code: 'ECONNREFUSED' })
  vm.wakeup()
  const asking = client(path)
  asking.write(PING)
  expect(await new Promise(done => asking.once('data', chunk => done(chunk.toString())))).toBe(PONG)
})

test('where QEMU has ended nobody listens, until it is there again', async () => {
  const vm = await vmWith('virtio-serial', ENDING)
  vm.do({ vm: 'quit' })
  const sockets = [await vm.listen(), await vm.qmp.listen()]
  for (const { path } of sockets) expect(await outcome(client(path))).toMatchObject({ code: 'ECONNREFUSED' })
  vm.wakeup()
  for (const { path } of sockets) expect(await outcome(client(path))).toBe('connected')
})

describe('a snapshot', () => {
  test('of a VM that runs brings the sockets of one that has exited back, and the other way round', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const sockets = [await vm.listen(), await vm.qmp.listen()]
    const running = vm.snapshot()
    vm.do({ vm: 'quit' })
    const exited = vm.snapshot()
    vm.restore(running)
    const [agent, tool] = sockets.map(({ path }) => client(path)) as [Socket, Socket]
    agent.write(PING)
    for (const socket of [agent, tool]) await new Promise(done => socket.once('data', done))
    const ends = Promise.all([agent, tool].map(ending))
    vm.restore(exited)
    expect(await ends).toEqual(['', ''])
    expect(sockets.map(({ path }) => existsSync(path))).toEqual([false, false])
  })

  test('holds what is held back of the events', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const listen = async () => {
      const tool = new Host(vm.qmp.connect())
      await tool.ask(NEGOTIATE)
      tool.take()
      return tool
    }
    const first = await listen()
    vm.do({ agent: 'restart' })
    const snapshot = vm.snapshot()
    vm.advance('1s')
    await settled()
    const told = first.take()
    expect(told).toMatch(/"open": false.*"open": true/s)
    vm.restore(snapshot)
    expect(vm.snapshot()).toEqual(snapshot)
    vm.advance('1s')
    await settled()
    expect(first.take()).toBe(told.slice(told.indexOf('\r\n') + 2))
  })

  test('of a VM that has exited ends one that runs, and the other way round', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const running = vm.snapshot()
    vm.powerdown()
    const exited = vm.snapshot()
    vm.restore(running)
    const host = connect(vm)
    expect([await host.send(PING), vm.status]).toEqual([PONG, 'running'])
    vm.restore(exited)
    await settled()
    expect([host.state, vm.status, vm.guest.power.state, vm.agent.state]).toEqual([
      ...['ended', 'exited'],
      ...['off', 'stopped'],
    ])
    vm.wakeup()
    expect(await connect(vm).send(PING)).toBe(PONG)
  })

  test('puts back what set-action has changed', async () => {
    const vm = await vmWith('virtio-serial', ENDING)
    const before = vm.snapshot()
    vm.qmp.execute('set-action', { shutdown: 'pause' })
    const after = vm.snapshot()
    vm.restore(before)
    vm.powerdown()
    expect(vm.status).toBe('exited')
    vm.restore(after)
    vm.powerdown()
    expect(vm.status).toBe('shutdown')
  })
})
