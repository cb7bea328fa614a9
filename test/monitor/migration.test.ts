/** A guest that goes from one QEMU to another: what both say, and what its agent notices. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createVm } from '../../src/index.js'
import { connect as connectAgent, PING, PONG, sync } from '../channel/host.js'
import { hearEvents, migrate, pair, reached, settled, socketPath, told, vmWith } from './migration-host.js'
import { connect } from './qmp/host.js'

/** Digits of timestamps and statistics. */
const masked = (text: string) =>
  text
    .replaceAll(/("seconds"|"microseconds"): \d+/g, '$1: N')
    .replaceAll(
      /("(?:setup-time|total-time|downtime|total|dirty-sync-count|pages-per-second|downtime-bytes|remaining|mbps|transferred|precopy-bytes|duplicate|normal-bytes|normal)"): [\d.]+/g,
      '$1: N',
    )
    .replaceAll(/("path"): "[^"]*"/g, '$1: "PATH"')

const EVENTS_ON =
  '{"execute": "migrate-set-capabilities", "arguments": {"capabilities": [{"capability": "events", "state": true}]}}\n'
const T = '{"timestamp": {"seconds": N, "microseconds": N}, '
const RAM =
  '"ram": {"total": N, "postcopy-requests": 0, "dirty-sync-count": N, "multifd-bytes": 0, "pages-per-second": N, "downtime-bytes": N, "page-size": 4096, "remaining": N, "postcopy-bytes": 0, "mbps": N, "transferred": N, "dirty-sync-missed-zero-copy": 0, "precopy-bytes": N, "duplicate": N, "dirty-pages-rate": 0, "skipped": 0, "normal-bytes": N, "normal": N}'

describe('QEMU 7.2', () => {
  test('says on the monitors of both sides what the real one was recorded to say', async () => {
    const machines = await pair()
    const source = await connect(machines.source)
    const target = await connect(machines.target)
    expect(masked(await target.run('query-migrate'))).toBe(
      '{"return": {"socket-address": [{"path": "PATH", "type": "unix"}]}}\r\n',
    )
    await source.ask(EVENTS_ON)
    await target.ask(EVENTS_ON)
    source.stream.write(
      `{"execute":"migrate","arguments":{"uri":"${machines.uri}"}}{"execute":"query-status"}{"execute":"query-migrate"}{"execute":"migrate","arguments":{"uri":"unix:/x"}}`,
    )
    await Promise.all([reached(machines.source, 'out', 'completed'), reached(machines.target, 'in', 'completed')])
    expect(masked(source.take())).toBe(
      [
        `${T}"event": "MIGRATION", "data": {"status": "setup"}}`,
        '{"return": {}}',
        '{"return": {"status": "running", "singlestep": false, "running": true}}',
        '{"return": {"status": "setup"}}',
        '{"error": {"class": "GenericError", "desc": "There\'s a migration process in progress"}}',
        `${T}"event": "MIGRATION_PASS", "data": {"pass": 1}}`,
        `${T}"event": "MIGRATION", "data": {"status": "active"}}`,
        `${T}"event": "MIGRATION_PASS", "data": {"pass": 2}}`,
        `${T}"event": "STOP"}`,
        `${T}"event": "MIGRATION_PASS", "data": {"pass": 3}}`,
        `${T}"event": "MIGRATION", "data": {"status": "completed"}}`,
        '',
      ].join('\r\n'),
    )
    expect(masked(target.take())).toBe(
      [
        `${T}"event": "MIGRATION", "data": {"status": "active"}}`,
        `${T}"event": "RESUME"}`,
        `${T}"event": "MIGRATION", "data": {"status": "completed"}}`,
        `${T}"event": "VSERPORT_CHANGE", "data": {"open": true, "id": "channel0"}}`,
        '',
      ].join('\r\n'),
    )
    expect(await source.run('query-status')).toBe(
      '{"return": {"status": "postmigrate", "singlestep": false, "running": false}}\r\n',
    )
    expect(await target.run('query-status')).toBe(
      '{"return": {"status": "running", "singlestep": false, "running": true}}\r\n',
    )
    expect(masked(await source.run('query-migrate'))).toBe(
      `{"return": {"status": "completed", "setup-time": N, "downtime": N, "total-time": N, ${RAM}}}\r\n`,
    )
    expect(await target.run('query-migrate')).toBe('{"return": {"status": "completed"}}\r\n')
  })

  test('says no more than STOP and RESUME when nobody has asked for more', async () => {
    const machines = await pair()
    await migrate(machines)
    expect(told(machines.source)).toEqual(['STOP'])
    // That somebody listens it tells all the same.
    expect(told(machines.target)).toEqual(['MIGRATION setup', 'RESUME', 'VSERPORT_CHANGE true'])
  })

  test('tells how far it has come while it takes its time', async () => {
    const machines = await pair({ source: { migration: { duration: '10s', downtime: '300ms' } } })
    const { source, target } = machines
    const host = await connect(source)
    hearEvents(target)
    source.qmp.execute('migrate', { uri: machines.uri })
    await reached(target, 'in', 'active')
    source.advance('4s')
    expect(masked(await host.run('query-migrate'))).toBe(
      `{"return": {"expected-downtime": 300, "status": "active", "setup-time": N, "total-time": N, ${RAM}}}\r\n`,
    )
    expect(source.qmp.execute('query-migrate')).toMatchObject({
      'total-time': 4000n,
      'setup-time': 0n,
      ram: { 'dirty-sync-count': 1n, total: 2_148_016_128n, remaining: 1_288_810_496n },
    })
    expect(target.qmp.execute('query-migrate')).toMatchObject({ status: 'active', 'socket-address': [{}] })
    source.advance('6s')
    expect([source.status, target.status]).toEqual(['finish-migrate', 'inmigrate'])
    source.advance('300ms')
    await reached(source, 'out', 'completed')
    expect(source.qmp.execute('query-migrate')).toMatchObject({
      status: 'completed',
      'total-time': 10_300n,
      downtime: 300n,
      ram: { 'dirty-sync-count': 3n, remaining: 0n },
    })
  })
})

test('a clock that jumps to what is due jumps over a migration', async () => {
  const uri = `unix:${socketPath()}`
  const create = async (qemu: object) => {
    const vm = await createVm({ scenario: { extends: 'default', qemu }, clock: { mode: 'auto' } })
    onTestFinished(() => vm.close())
    return vm
  }
  const target = await create({ incoming: uri })
  const source = await create({ migration: { duration: '1h', downtime: '1s' } })
  await migrate({ source, target, uri })
  expect(source.qmp.execute('query-migrate')).toMatchObject({ 'total-time': 3_601_000n, downtime: 1000n })
  expect(target.status).toBe('running')
})

describe('the agent', () => {
  test('goes on where it goes: files, handles, what it was told half, what it has started', async () => {
    const machines = await pair()
    const { source, target } = machines
    const handle = await source.call('guest-file-open', { path: '/tmp/kept', mode: 'w+' })
    await source.call('guest-file-write', { handle, 'buf-b64': Buffer.from('from the source').toString('base64') })
    await source.call('guest-file-seek', { handle, offset: 5, whence: 'set' })
    const ended = await source.call('guest-exec', { path: 'cat', arg: ['/etc/hostname'], 'capture-output': true })
    source.advance('1s')
    const running = await source.call('guest-exec', { path: 'sleep', arg: ['60'] })
    source.advance('20s')
    const half = connectAgent(source)
    await half.send('{"execute":"guest-pi')
    await migrate(machines)

    const host = connectAgent(target)
    expect(await host.send('ng"}')).toBe(PONG)
    const read = await target.call('guest-file-read', { handle })
    expect(Buffer.from(read['buf-b64'], 'base64').toString()).toBe('the source')
    const status = await target.call('guest-exec-status', ended)
    expect(Buffer.from(status['out-data'] ?? '', 'base64').toString()).toBe('mockvm\n')
    target.advance('39s')
    expect(await target.call('guest-exec-status', running)).toEqual({ exited: false })
    target.advance('1s')
    expect(await target.call('guest-exec-status', running)).toEqual({ exited: true, exitcode: 0n })
  })

  test('takes file systems for frozen that it has frozen there', async () => {
    const machines = await pair()
    await machines.source.call('guest-fsfreeze-freeze')
    await migrate(machines)
    expect(await machines.target.call('guest-fsfreeze-status')).toBe('frozen')
    expect(machines.target.agent.frozen).toBe(true)
    expect(await machines.target.call('guest-fsfreeze-thaw')).toBeGreaterThan(0n)
  })

  test('is behind by as long as it was on its way, and the hardware clock is not', async () => {
    const machines = await pair({ target: { start: 'paused' } })
    const { source, target } = machines
    source.advance('10s')
    target.advance('12s')
    await migrate(machines)
    target.advance('3s')
    target.qmp.execute('cont')
    const start = 1_767_225_600_000_000_000n
    expect(await target.call('guest-get-time')).toBe(start + 10_000_000_000n)
    expect(target.guest.clock.rtc()).toBe(start + 15_000_000_000n)
    expect(target.events.find(event => event.type === 'vm' && event.state === 'resumed')).toMatchObject({
      behind: 5_000_000_000n,
    })
  })

  test('answers what a client has sent to where it was awaited; what is sent to where it was is never answered', async () => {
    const machines = await pair({ target: { start: 'paused' } })
    const { source, target, uri } = machines
    const here = connectAgent(source)
    const there = connectAgent(target)
    expect(await there.send(sync(7))).toBe('')
    source.qmp.execute('migrate', { uri })
    expect(await here.send(PING)).toBe(PONG)
    await reached(target, 'in', 'completed')
    expect(await here.send(PING)).toBe('')
    expect(here.state).toBe('open')
    expect(target.events.filter(({ type }) => type === 'port')).toEqual([])
    const monitor = await connect(target)
    expect(masked(await monitor.run('cont'))).toBe(
      `${T}"event": "RESUME"}\r\n${T}"event": "VSERPORT_CHANGE", "data": {"open": true, "id": "channel0"}}\r\n{"return": {}}\r\n`,
    )
    expect(await there.more()).toBe('{"return": 7}\n')
  })

  test('keeps a migration waiting while it executes a command', async () => {
    const slow = { faults: [{ on: 'guest-get-time', delay: '30s', times: 1 }] }
    const { source, target, uri } = await pair({ scenario: slow })
    hearEvents(source)
    const host = connectAgent(source)
    await host.send('{"execute":"guest-get-time"}{"execute":"guest-ping"}')
    source.qmp.execute('migrate', { uri })
    await reached(target, 'in', 'active')
    await settled()
    source.advance('29s')
    expect([source.status, target.status]).toEqual(['running', 'inmigrate'])
    source.advance('1s')
    await Promise.all([reached(source, 'out', 'completed'), reached(target, 'in', 'completed')])
    expect(await host.more()).toBe(`{"return": 1767225630000000000}\n${PONG}`)
    expect(told(source).filter(line => line.startsWith('MIGRATION_PASS'))).toEqual([
      'MIGRATION_PASS 1',
      'MIGRATION_PASS 2',
      'MIGRATION_PASS 3',
      'MIGRATION_PASS 4',
    ])
    expect(await connectAgent(target).send(PING)).toBe(PONG)
  })
})

describe('a guest', () => {
  test.each(['debian-12', 'alpine-3.20', 'freebsd-14', 'windows-server-2022'])(
    'of %s goes on elsewhere',
    async name => {
      const machines = await pair({ scenario: { extends: name } })
      const { source, target } = machines
      const handle = await source.call('guest-file-open', {
        path: name.startsWith('windows') ? 'C:\\Windows\\Temp\\kept' : '/tmp/kept',
        mode: 'w',
      })
      await source.call('guest-file-write', { handle, 'buf-b64': 'a2VwdA==' })
      source.advance('1m')
      await migrate(machines)
      expect(target.status).toBe('running')
      await target.call('guest-file-close', { handle })
      const reopened = await target.call('guest-file-open', {
        path: name.startsWith('windows') ? 'C:\\Windows\\Temp\\kept' : '/tmp/kept',
      })
      expect(await target.call('guest-file-read', { handle: reopened })).toMatchObject({ 'buf-b64': 'a2VwdA==' })
    },
  )

  test.each(['isa-serial', 'unix-listen'] as const)('is answered for over %s', async transport => {
    const machines = await pair({ scenario: { agent: { transport } } })
    await migrate(machines)
    const { source, target } = machines
    expect(told(target)).toEqual(['MIGRATION setup', 'RESUME'])
    expect(await connectAgent(target).send(PING)).toBe(PONG)
    expect(await connectAgent(source).send(PING)).toBe('')
  })

  test('takes along what its agent has written and nobody has taken', async () => {
    const machines = await pair()
    const { source, target } = machines
    await connectAgent(source).sendAndLeave(sync(5))
    await migrate(machines)
    expect(await connectAgent(target).send(sync(6))).toBe('{"return": 5}\n{"return": 6}\n')
  })

  test('whose agent was paused amid a command stays until that is done', async () => {
    const slow = { faults: [{ on: 'guest-ping', delay: '30s', times: 1 }] }
    const machines = await pair({ scenario: slow })
    const { source, target } = machines
    const host = connectAgent(source)
    await host.send(PING)
    await host.send(sync(1))
    source.pause()
    await host.send(sync(2))
    source.qmp.execute('migrate', { uri: machines.uri })
    await reached(target, 'in', 'active')
    await settled()
    expect(source.status).toBe('paused')
    source.qmp.execute('migrate_cancel')
    await reached(source, 'out', 'cancelled')
    source.resume()
    source.advance('30s')
    expect(await host.more()).toBe(`${PONG}{"return": 1}\n{"return": 2}\n`)
  })

  test('takes its draws of chance along, and fault rules keep theirs', async () => {
    const machines = await pair()
    const { source, target } = machines
    const own = target.guest.random.stream('fault/mine').below(1000)
    source.guest.random.stream('fault/mine').below(1000)
    source.guest.random.stream('fault/mine').below(1000)
    source.guest.random.stream('of the guest').below(1000)
    const twin = await vmWith()
    for (const name of ['fault/mine', 'of the guest']) twin.guest.random.stream(name).below(1000)
    await migrate(machines)
    expect(own).toBeGreaterThanOrEqual(0)
    for (const name of ['fault/mine', 'of the guest']) {
      expect(target.guest.random.stream(name).below(1000)).toBe(twin.guest.random.stream(name).below(1000))
    }
  })
})

describe('what stays behind', () => {
  test('can go on, and is a guest of its own then', async () => {
    const machines = await pair()
    await migrate(machines)
    const { source, target, uri } = machines
    expect(() => source.qmp.execute('migrate', { uri })).toThrow(
      "Can't migrate the vm that was paused due to previous migration",
    )
    source.qmp.execute('cont')
    expect(source.status).toBe('running')
    source.guest.files.writeFile('/tmp/here', '')
    expect(target.guest.files.exists('/tmp/here')).toBe(false)
    expect(await connectAgent(source).send(PING)).toBe(PONG)
    expect(source.qmp.execute('query-migrate')).toMatchObject({ status: 'completed' })
  })

  test('is reset to where it waits for cont', async () => {
    const machines = await pair()
    await migrate(machines)
    machines.source.qmp.execute('system_reset')
    expect(machines.source.status).toBe('prelaunch')
    expect(told(machines.source)).toEqual(['STOP', 'VSERPORT_CHANGE false', 'RESET false host-qmp-system-reset'])
  })

  test('can be migrated on from where it has come to', async () => {
    const first = await pair()
    const second = await vmWith({ incoming: `${first.uri}2` })
    first.source.guest.files.writeFile('/tmp/far', 'travelled')
    await migrate(first)
    await migrate({ source: first.target, target: second, uri: `${first.uri}2` })
    expect(second.guest.files.readFile('/tmp/far', 'utf8')).toBe('travelled')
    expect([first.target.status, second.status]).toEqual(['postmigrate', 'running'])
  })
})

describe('a machine that', () => {
  const noShutdown = { noShutdown: true, panicDevice: true }
  test.each([
    ['runs', [], {}, 'running', ['RESUME', 'VSERPORT_CHANGE true']],
    ['runs, to one with -S', [], { start: 'paused' }, 'paused', []],
    ['is paused', [{ vm: 'pause' }], {}, 'paused', []],
    ['sleeps', [{ vm: 'suspend' }], {}, 'running', ['RESUME', 'VSERPORT_CHANGE false']],
    ['sleeps, to one with -S', [{ vm: 'suspend' }], { start: 'paused' }, 'paused', []],
    ['is off', [{ vm: 'off' }], {}, 'shutdown', []],
    ['has panicked', [{ vm: 'panic' }], {}, 'guest-panicked', []],
  ] as const)('%s arrives as such', async (_what, actions, target, status, events) => {
    const machines = await pair({ source: noShutdown, target: { ...noShutdown, ...target } })
    for (const action of actions) machines.source.do(action)
    await migrate(machines)
    expect(machines.source.status).toBe('postmigrate')
    expect(machines.target.status).toBe(status)
    expect(told(machines.target)).toEqual(['MIGRATION setup', ...events])
  })

  test('waits for its first cont arrives as such, and boots there', async () => {
    const machines = await pair({ source: { start: 'paused' } })
    await migrate(machines)
    expect(machines.target.status).toBe('prelaunch')
    expect(told(machines.source)).toEqual([])
    machines.target.qmp.execute('cont')
    expect(await connectAgent(machines.target).send(PING)).toBe(PONG)
  })

  test('sleeps is woken by nothing where it arrives, and by cont where it was', async () => {
    const machines = await pair()
    machines.source.do({ vm: 'suspend' })
    await migrate(machines)
    const { source, target } = machines
    expect(told(source)).toEqual(['VSERPORT_CHANGE false', 'SUSPEND', 'STOP', 'WAKEUP'])
    expect(() => target.qmp.execute('system_wakeup')).toThrow('guest is not in suspended state')
    expect(await connectAgent(target).send(PING)).toBe('')
    source.qmp.execute('cont')
    expect(told(source).slice(-2)).toEqual(['RESUME', 'VSERPORT_CHANGE true'])
    expect(await connectAgent(source).send(PING)).toBe(PONG)
  })

  test('sleeps arrives asleep since QEMU 9.0', async () => {
    const machines = await pair({ source: { version: '9.0.0' }, target: { version: '9.0.0' } })
    machines.source.do({ vm: 'suspend' })
    await migrate(machines)
    expect(machines.target.status).toBe('suspended')
    machines.target.qmp.execute('system_wakeup')
    expect(await connectAgent(machines.target).send(PING)).toBe(PONG)
  })
})

describe('while a guest is awaited', () => {
  test.each([
    ['stop', {}, 'paused'],
    ['cont', { start: 'paused' }, 'running'],
  ] as const)('%s says whether it runs when it arrives', async (command, target, status) => {
    const machines = await pair({ target })
    machines.target.qmp.execute(command)
    expect(machines.target.status).toBe('inmigrate')
    await migrate(machines)
    expect(machines.target.status).toBe(status)
  })

  test('a reset changes nothing, nor does the power button', async () => {
    const target = await vmWith({ incoming: 'defer' })
    target.qmp.execute('system_reset')
    target.qmp.execute('system_powerdown')
    expect(() => target.qmp.execute('system_wakeup')).toThrow('guest is not in suspended state')
    expect(told(target)).toEqual(['RESET false host-qmp-system-reset', 'POWERDOWN'])
    expect(target.status).toBe('inmigrate')
    await expect(target.call('guest-ping')).rejects.toThrow('the agent is not running')
  })

  test('a snapshot can be gone back to, and awaits it again', async () => {
    const machines = await pair()
    const before = machines.target.snapshot()
    await migrate(machines)
    machines.target.restore(before)
    expect(machines.target.status).toBe('inmigrate')
    machines.source.qmp.execute('cont')
    machines.source.qmp.execute('migrate', { uri: machines.uri })
    for (let turns = 0; machines.target.status === 'inmigrate' && turns < 1000; turns++) await turn()
    expect(machines.target.status).toBe('running')
  })
})

describe('a snapshot', () => {
  test('of a guest that has left, or has come, knows how that went', async () => {
    const machines = await pair()
    await migrate(machines)
    for (const vm of [machines.source, machines.target]) {
      const before = vm.qmp.execute('query-migrate')
      const snapshot = vm.snapshot()
      vm.qmp.execute('quit')
      vm.restore(snapshot)
      expect(vm.qmp.execute('query-migrate')).toEqual(before)
      expect(vm.snapshot()).toEqual(snapshot)
    }
    expect(() => machines.target.qmp.execute('migrate-incoming', { uri: machines.uri })).toThrow(
      'The incoming migration has already been started',
    )
  })

  test('of one that awaits a guest where migrate-incoming said awaits it there again', async () => {
    const uri = `unix:${socketPath()}`
    const target = await vmWith({ incoming: 'defer' })
    const deferred = target.snapshot()
    target.qmp.execute('migrate-incoming', { uri })
    const waiting = target.snapshot()
    target.restore(deferred)
    expect(existsSync(uri.slice('unix:'.length))).toBe(false)
    target.restore(waiting)
    await migrate({ source: await vmWith(), target, uri })
    expect(target.status).toBe('running')
  })

  test('of one that awaits a guest where nobody can any more is refused, and nothing changes', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
    const uri = `unix:${directory}/m.sock`
    const target = await vmWith({ incoming: uri })
    const waiting = target.snapshot()
    await migrate({ source: await vmWith(), target, uri })
    target.guest.files.writeFile('/var/new', 'text')
    rmSync(directory, { recursive: true })
    const before = target.snapshot()
    expect(() => target.restore(waiting)).toThrow(
      `restore: the snapshot is of a VM that awaits a guest at ${uri}, where none can: Failed to bind socket to ${directory}/m.sock: No such file or directory`,
    )
    expect(target.snapshot()).toEqual(before)
  })
})

describe('between stop and arrival', () => {
  async function leaving() {
    const machines = await pair({ source: { migration: { downtime: '1s' } } })
    hearEvents(machines.source)
    machines.source.qmp.execute('migrate', { uri: machines.uri })
    await reached(machines.target, 'in', 'active')
    for (let turns = 0; machines.source.status === 'running' && turns < 1000; turns++) await turn()
    return machines
  }

  test('the guest stands still, and cont is refused', async () => {
    const { source } = await leaving()
    source.qmp.execute('stop')
    expect(() => source.qmp.execute('cont')).toThrow('Migration is not finalized yet')
    expect(() => source.qmp.execute('system_wakeup')).toThrow('guest is not in suspended state')
    expect(source.status).toBe('finish-migrate')
  })

  test('a reset goes along', async () => {
    const { source, target } = await leaving()
    const bootId = source.guest.bootId
    source.qmp.execute('system_reset')
    expect(source.status).toBe('finish-migrate')
    source.advance('1s')
    await reached(target, 'in', 'completed')
    expect(target.status).toBe('running')
    expect(target.guest.bootId).not.toBe(bootId)
    expect(await connectAgent(target).send(PING)).toBe(PONG)
  })

  test('cancelled, it goes on where it was', async () => {
    const { source, target } = await leaving()
    const host = connectAgent(source)
    expect(await host.send(PING)).toBe('')
    source.qmp.execute('migrate_cancel')
    await reached(source, 'out', 'cancelled')
    expect(told(source).slice(-3)).toEqual(['MIGRATION cancelling', 'RESUME', 'MIGRATION cancelled'])
    expect(await host.more()).toBe(PONG)
    await reached(target, 'in', 'failed')
    expect(target.status).toBe('exited')
  })
})
