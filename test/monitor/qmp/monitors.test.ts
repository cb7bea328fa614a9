import { mkdtempSync, rmSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inMemory } from '../../../src/channel/in-memory.js'
import { createVm } from '../../../src/index.js'
import { Monitor } from '../../../src/monitor/qmp/monitor.js'
import { connect, DONE, eventLine, GREETING, Host, monitorHost, NEGOTIATE, processOf, settled } from './host.js'

const STATUS = '{"execute": "query-status"}\n'
const RUNNING = '{"return": {"status": "running", "singlestep": false, "running": true}}\r\n'
const PAUSED = '{"return": {"status": "paused", "singlestep": false, "running": false}}\r\n'

/** A monitor to which several clients can connect. */
async function crowd() {
  const vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
  const monitor = new Monitor({ qemu: processOf(vm), label: 'monitor', emit: () => {} })
  const join = async () => {
    const { client, server } = inMemory()
    const host = new Host(client)
    monitor.attach(server)
    await settled()
    return host
  }
  return { vm, monitor, join }
}

describe('events', () => {
  test('come to all monitors that have negotiated, before the reply', async () => {
    const { vm, host } = await monitorHost()
    const other = await connect(vm)
    expect(await host.run('stop')).toBe(eventLine('STOP') + DONE)
    expect(other.take()).toBe(eventLine('STOP'))
  })

  test('do not come before the negotiation, and not later either', async () => {
    const { vm, host } = await monitorHost()
    const other = await connect(vm, {}, false)
    await host.run('stop')
    expect(await other.ask(NEGOTIATE)).toBe(DONE)
    await host.run('cont')
    expect(other.take()).toBe(eventLine('RESUME'))
  })

  test('have the time of the host, whatever the guest takes it for', async () => {
    const { vm, host } = await monitorHost()
    vm.guest.clock.setTime(0n)
    vm.advance('1500ms')
    expect(await host.run('stop')).toBe(
      eventLine('STOP', undefined, '"timestamp": {"seconds": 1767225601, "microseconds": 500000}') + DONE,
    )
  })

  test('of the agent tell whether its port is open', async () => {
    const { vm, host } = await monitorHost()
    vm.do({ agent: 'stop' })
    await settled()
    expect(host.take()).toBe(eventLine('VSERPORT_CHANGE', '{"open": false, "id": "channel0"}'))
  })
})

describe('with pretty', () => {
  test('all messages take several lines', async () => {
    const { vm } = await monitorHost()
    const host = new Host(vm.qmp.connect({ pretty: true }))
    await settled()
    expect(host.take().split('\r\n')).toEqual([
      '{',
      '    "QMP": {',
      '        "version": {',
      '            "qemu": {',
      '                "micro": 22,',
      '                "minor": 2,',
      '                "major": 7',
      '            },',
      '            "package": "Debian 1:7.2+dfsg-7+deb12u18+b3"',
      '        },',
      '        "capabilities": [',
      '            "oob"',
      '        ]',
      '    }',
      '}',
      '',
    ])
    expect(await host.ask(NEGOTIATE)).toBe('{\r\n    "return": {\r\n    }\r\n}\r\n')
    expect(await host.ask('{"execute": "nope", "id": {"a": [1, {"b": []}, {}]}}')).toBe(
      [
        '{',
        '    "id": {',
        '        "a": [',
        '            1,',
        '            {',
        '                "b": [',
        '                ]',
        '            },',
        '            {',
        '            }',
        '        ]',
        '    },',
        '    "error": {',
        '        "class": "CommandNotFound",',
        '        "desc": "The command nope has not been found"',
        '    }',
        '}',
        '',
      ].join('\r\n'),
    )
    expect(await host.run('stop')).toBe(
      [
        '{',
        '    "timestamp": {',
        '        "seconds": 1767225600,',
        '        "microseconds": 0',
        '    },',
        '    "event": "STOP"',
        '}',
        '{',
        '    "return": {',
        '    }',
        '}',
        '',
      ].join('\r\n'),
    )
  })
})

describe('a second client', () => {
  test('hears nothing until the first has gone; what it has sent is answered then', async () => {
    const { join } = await crowd()
    const first = await join()
    expect(first.take()).toBe(GREETING)
    const second = await join()
    expect(await second.ask(`${NEGOTIATE}{"execute": "query-sta`)).toBe('')
    first.stream.write('{"execute": "query-status", "id": "half-of-first"')
    first.stream.destroy()
    await settled()
    expect(second.take()).toBe(GREETING + DONE)
    expect(await second.ask('tus"}\n')).toBe(RUNNING)
  })

  test('negotiates anew', async () => {
    const { join } = await crowd()
    const first = await join()
    await first.ask(NEGOTIATE)
    first.stream.destroy()
    const second = await join()
    expect(await second.ask(STATUS)).toBe(
      `${GREETING}{"error": {"class": "CommandNotFound", "desc": "Expecting capabilities negotiation with 'qmp_capabilities'"}}\r\n`,
    )
  })
})

describe('a client that leaves', () => {
  test('behind several requests has the first one carried out', async () => {
    const { vm, join } = await crowd()
    const first = await join()
    await first.ask(`${NEGOTIATE}{"execute": "stop"}`)
    first.stream.write('{"execute": "cont"}\n{"execute": "stop"}\n')
    first.stream.destroy()
    await settled()
    expect(vm.status).toBe('running')
  })

  test('by half gets its replies, and then the end', async () => {
    const { host } = await monitorHost()
    host.stream.end(`${STATUS}{"execute": "query-name"}`)
    await settled()
    expect(host.take()).toBe(`${RUNNING}{"return": {}}\r\n`)
    expect(host.ended).toBe(true)
  })
})

describe('when QEMU ends', () => {
  test('by quit, the reply goes out before the end, and what was sent behind is not answered', async () => {
    const { vm, host } = await monitorHost()
    const other = await connect(vm)
    const shutdown = eventLine('SHUTDOWN', '{"guest": false, "reason": "host-qmp-quit"}')
    expect(await host.ask(`{"execute": "quit", "id": 1}\n${STATUS}`)).toBe(`${shutdown}{"return": {}, "id": 1}\r\n`)
    expect(other.take()).toBe(shutdown)
    expect([host.ended, other.ended]).toEqual([true, true])
  })

  test('those who wait read the end at once', async () => {
    const { monitor, join } = await crowd()
    const [first, second] = [await join(), await join()]
    monitor.hangUp()
    await settled()
    expect([first.take(), first.ended, second.take(), second.ended]).toEqual([GREETING, true, '', true])
    expect(monitor.isConnected).toBe(false)
  })

  test('because the guest powers off, its clients read that', async () => {
    const { vm, host } = await monitorHost({ qemu: { noShutdown: false } })
    processOf(vm).portId = undefined
    expect(await host.run('system_powerdown')).toBe(
      eventLine('POWERDOWN') + DONE + eventLine('SHUTDOWN', '{"guest": true, "reason": "guest-shutdown"}'),
    )
    expect(host.ended).toBe(true)
  })

  test('and is there again, a new client is greeted', async () => {
    const { vm, host } = await monitorHost()
    await host.run('quit')
    vm.wakeup()
    expect(await (await connect(vm)).ask(STATUS)).toBe(RUNNING)
  })
})

test('close ends those who are there and those who come', async () => {
  const { monitor, join } = await crowd()
  const first = await join()
  await monitor.close()
  const second = await join()
  expect([first.ended, second.ended, second.take()]).toEqual([true, true, ''])
})

test('a socket is told by query-chardev, with whether somebody is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mockvm-qmp-'))
  try {
    await using vm = await createVm({ scenario: 'default', clock: { mode: 'manual' } })
    const agent = await vm.listen(join(folder, 'agent.sock'))
    const { path } = await vm.qmp.listen(join(folder, 'qmp.sock'))
    const socket = connectSocket(path)
    const host = new Host(socket)
    let all = ''
    socket.write(`${NEGOTIATE}{"execute": "query-chardev"}`)
    while (!all.includes('charchannel0')) {
      await settled()
      all += host.take()
    }
    expect(all).toBe(
      `${GREETING}${DONE}{"return": [{"frontend-open": true, "filename": "disconnected:unix:${agent.path},server=on", "label": "charchannel0"}, {"frontend-open": true, "filename": "unix:${path},server=on", "label": "compat_monitor0"}]}\r\n`,
    )
    socket.destroy()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('what passes is in the trace, by the label of the monitor', async () => {
  const { vm, host } = await monitorHost({}, false)
  await host.ask(NEGOTIATE)
  host.stream.destroy()
  await settled()
  const seen = vm.events.flatMap(event => (event.type === 'monitor' ? [event] : []))
  expect(seen.map(({ monitor, what }) => `${monitor} ${what}`)).toEqual([
    'compat_monitor0 connect',
    'compat_monitor0 out',
    'compat_monitor0 in',
    'compat_monitor0 out',
    'compat_monitor0 disconnect',
  ])
  expect(seen.flatMap(event => ('data' in event ? [event.data] : []))).toEqual([GREETING, NEGOTIATE, DONE])
})

test('a guest that is paused stays so for the next client', async () => {
  const { vm, host } = await monitorHost()
  await host.run('stop')
  expect(await (await connect(vm)).ask(STATUS)).toBe(PAUSED)
})
