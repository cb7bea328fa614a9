import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inMemory } from '../../../src/channel/in-memory.js'
import { createVm, type Vm } from '../../../src/index.js'
import type { OnQemuEvent } from '../../../src/monitor/qemu.js'
import { connect, DONE, eventLine, GREETING, Host, monitorHost, NEGOTIATE, processOf, settled } from './host.js'

/** Counts who hears the events of QEMU. */
function hearersOf(vm: Vm): { readonly count: number } {
  const qemu = processOf(vm)
  const onEvent = qemu.onEvent.bind(qemu)
  const hearers = new Set<OnQemuEvent>()
  qemu.onEvent = listener => {
    hearers.add(listener)
    const stop = onEvent(listener)
    return () => {
      hearers.delete(listener)
      stop()
    }
  }
  return {
    get count() {
      return hearers.size
    },
  }
}

test('the monitor of a connection goes with it, whoever ends it', async () => {
  await using vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
  const hearers = hearersOf(vm)
  const leaving = await connect(vm)
  const { client, server } = inMemory()
  vm.qmp.attach(server)
  const other = new Host(client)
  await settled()
  expect([other.take(), hearers.count]).toEqual([GREETING, 2])
  leaving.stream.destroy()
  await settled()
  expect(hearers.count).toBe(1)
  await other.ask(`${NEGOTIATE}{"execute": "quit"}`)
  await settled()
  expect(hearers.count).toBe(0)
})

test('a listening that fails leaves no monitor, and uses up no label', async () => {
  await using vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
  const hearers = hearersOf(vm)
  await expect(vm.qmp.listen('/nonexistent/monitor.sock')).rejects.toThrow('/nonexistent/monitor.sock')
  expect(hearers.count).toBe(0)
  const { path } = await vm.qmp.listen()
  expect(vm.qmp.execute('query-chardev')).toEqual([
    { label: 'compat_monitor0', filename: `disconnected:unix:${path},server=on`, 'frontend-open': true },
  ])
})

test('where QEMU has ended nobody is greeted', async () => {
  const { vm, host } = await monitorHost()
  await using _ = vm
  const monitor = vm.qmp.monitor({ label: 'late' })
  await host.run('quit')
  const refused = vm.qmp.connect()
  const error = await new Promise<NodeJS.ErrnoException>(done => refused.on('error', done))
  expect(error.message).toBe('connect ECONNREFUSED')
  const { client, server } = inMemory()
  const late = new Host(client)
  monitor.attach(server)
  await settled()
  expect([late.take(), late.ended]).toEqual(['', true])
})

test('a closed VM takes no connection', async () => {
  const vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
  await vm.close()
  const { server } = inMemory()
  expect(() => vm.qmp.attach(server)).toThrow('closed')
})

/** Sends requests over a socket at once, and leaves: by half or altogether. Gives what it reads, and what another hears. */
async function overSocket(requests: string, leave: 'end' | 'destroy') {
  const folder = mkdtempSync(join(tmpdir(), 'mockvm-qmp-'))
  try {
    await using vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
    const { path } = await vm.qmp.listen(join(folder, 'qmp.sock'))
    const other = await connect(vm)
    const host = new Host(connectSocket(path))
    const greeted = await until(host, GREETING)
    host.stream.write(`${NEGOTIATE}{"execute": "stop"}`)
    await until(host, `${DONE}${eventLine('STOP')}${DONE}`)
    other.take()
    host.stream.write(requests)
    host.stream[leave]()
    let heard = ''
    while (!heard.includes('RESUME')) {
      await settled()
      heard += other.take()
    }
    for (let turn = 0; turn < 20; turn++) await settled()
    return { greeted, read: host.take(), heard: heard + other.take() }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function until(host: Host, expected: string): Promise<string> {
  let read = ''
  while (read.length < expected.length) {
    await settled()
    read += host.take()
  }
  expect(read).toBe(expected)
  return read
}

const CONT_STOP = '{"execute": "cont"}{"execute": "stop"}\n'

test('of several requests over a socket that closes at once the first one is carried out', async () => {
  expect((await overSocket(CONT_STOP, 'destroy')).heard).toBe(eventLine('RESUME'))
})

test('over a socket that is closed by half all of them are', async () => {
  expect(await overSocket(CONT_STOP, 'end')).toEqual({
    greeted: GREETING,
    read: eventLine('RESUME') + DONE + eventLine('STOP') + DONE,
    heard: eventLine('RESUME') + eventLine('STOP'),
  })
})
