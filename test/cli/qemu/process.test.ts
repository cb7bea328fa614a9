import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { listening } from '../../channel/listening.js'
import { type BuiltProgram, builtProgram } from '../built-program.js'
import { runToEnd } from '../fake-terminal.js'
import { connectTo, connectToMonitor } from './line-client.js'

/** What only a process of its own can show: it is started as tools start QEMU, by a link of that name. */
let program: BuiltProgram
let directory: string
let emulator: string
let children: ChildProcess[]

beforeAll(() => {
  program = builtProgram()
  // As npm leaves it.
  chmodSync(program.main, 0o755)
}, 120_000)

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  emulator = join(directory, 'qemu-system-x86_64')
  symlinkSync(program.main, emulator)
  children = []
})

afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(directory, { recursive: true })
})

const at = (name: string) => join(directory, name)

interface Started {
  readonly child: ChildProcess
  /** Status or signal, and all that it has said. */
  readonly ended: Promise<readonly [number | string | null, string]>
}

/** Nothing of the environment but the way to Node, as libvirt starts its probes. */
function start(args: readonly string[], passed: readonly number[] = []): Started {
  const env = { PATH: `${dirname(process.execPath)}:/usr/bin:/bin` }
  const gaps = Array.from({ length: Math.max(0, ...passed.map((_, index) => index + 1)) }, (_, index) => passed[index])
  const stdio = ['ignore' as const, 'ignore' as const, 'pipe' as const, ...gaps.map(fd => fd ?? ('ignore' as const))]
  const child = spawn(emulator, args, { stdio, env, cwd: directory })
  children.push(child)
  const said = child.stderr === null ? Promise.resolve('') : text(child.stderr)
  const ended = once(child, 'exit').then(async ([status, signal]) => [signal ?? status, await said] as const)
  return { child, ended }
}

/** Until the condition holds; the test's own time limit ends it. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}

test('probed as libvirt does, it leaves a daemon behind whose monitor is there at once', async () => {
  const [socket, pidfile] = [at('probe.sock'), at('probe.pid')]
  const line = '-S -no-user-config -nodefaults -nographic -machine none,accel=kvm:tcg'
  const { ended } = start([
    ...line.split(' '),
    ...['-qmp', `unix:${socket},server=on,wait=off`, '-pidfile', pidfile, '-daemonize'],
  ])
  expect(await ended).toEqual([0, ''])
  const content = readFileSync(pidfile, 'latin1')
  const pid = Number(content)
  expect(content).toBe(`${pid}\n`)
  expect([statSync(pidfile).mode & 0o777, statSync(socket).mode & 0o777]).toEqual([0o600, 0o750])
  const qmp = await connectToMonitor(socket)
  if (process.platform === 'linux') {
    expect(readlinkSync(`/proc/${pid}/cwd`)).toBe('/')
    expect([0, 1, 2].map(fd => readlinkSync(`/proc/${pid}/fd/${fd}`))).toEqual(Array(3).fill('/dev/null'))
  }
  expect(await qmp.ask('query-status')).toMatchObject({ status: 'prelaunch' })
  expect(await qmp.ask('quit')).toEqual({})
  expect(await qmp.rest()).toEqual([])
  await until(() => !existsSync(pidfile))
  expect(existsSync(socket)).toBe(false)
})

test('a daemon that can not be tells why, and the status of its parent is 1', async () => {
  const { ended } = start(['-daemonize', '-qmp', `unix:${at('no/q')},server=on,wait=off`, '-pidfile', at('pid')])
  const spec = `-qmp unix:${at('no/q')},server=on,wait=off`
  expect(await ended).toEqual([
    1,
    `qemu-system-x86_64: ${spec}: Failed to bind socket to ${at('no/q')}: No such file or directory\n`,
  ])
  expect(readdirSync(directory)).toEqual(['qemu-system-x86_64'])
})

test('a daemon warns once', async () => {
  const { ended } = start([
    '-daemonize',
    '-chardev',
    `socket,id=a,path=${at('a')},server,nowait`,
    '-pidfile',
    at('pid'),
  ])
  const [status, said] = await ended
  expect([status, said.match(/short-form boolean option/g)]).toEqual([0, Array(2).fill('short-form boolean option')])
  process.kill(Number(readFileSync(at('pid'), 'latin1')), 'SIGTERM')
  await until(() => !existsSync(at('pid')))
})

test.each([[[]], [['-daemonize']]])('serves sockets that it has inherited (%j)', async more => {
  const [agent, monitor] = [await listening(at('agent.sock')), await listening(at('monitor.sock'))]
  const { child, ended } = start(
    [
      ...['-nodefaults', '-display', 'none', '-pidfile', at('pid'), ...more, '-S'],
      ...['-chardev', 'socket,id=charmonitor,fd=3,server=on,wait=off', '-mon', 'chardev=charmonitor,mode=control'],
      ...['-device', 'virtio-serial', '-chardev', 'socket,id=charchannel0,fd=4,server=on,wait=off'],
      ...['-device', 'virtserialport,chardev=charchannel0,id=channel0,name=org.qemu.guest_agent.0'],
    ],
    [monitor.fd, agent.fd],
  )
  agent.leave()
  monitor.leave()
  if (more.length > 0) expect(await ended).toEqual([0, ''])
  const qmp = await connectToMonitor(at('monitor.sock'))
  expect(await qmp.ask('query-chardev')).toEqual([
    { 'frontend-open': false, filename: `disconnected:unix:${at('agent.sock')},server=on`, label: 'charchannel0' },
    { 'frontend-open': true, filename: `unix:${at('monitor.sock')},server=on`, label: 'charmonitor' },
  ])
  await qmp.ask('cont')
  await qmp.event('VSERPORT_CHANGE')
  const qga = await connectTo(at('agent.sock'))
  qga.send({ execute: 'guest-ping' })
  expect(await qga.line()).toBe('{"return": {}}')
  if (more.length > 0) process.kill(Number(readFileSync(at('pid'), 'latin1')), 'SIGTERM')
  else child.kill('SIGTERM')
  expect(await qmp.event('SHUTDOWN')).toMatchObject({ data: { guest: false, reason: 'host-signal' } })
  expect([await qmp.rest(), await qga.rest()]).toEqual([[], []])
  if (more.length === 0) expect(await ended).toEqual([0, 'qemu-system-x86_64: terminating on signal 15\n'])
  await until(() => !existsSync(at('pid')))
})

test('says of what was not inherited that it is no socket', async () => {
  const { ended } = start(['-chardev', 'socket,id=a,fd=0,server=on,wait=off'])
  expect(await ended).toEqual([
    1,
    "qemu-system-x86_64: -chardev socket,id=a,fd=0,server=on,wait=off: File descriptor '0' is not a socket\n",
  ])
})

test('a second one does not get the pid file of the first', async () => {
  const args = ['-pidfile', at('pid'), '-qmp', `unix:${at('q')},server=on,wait=off`]
  const first = start(args)
  await until(() => existsSync(at('q')))
  expect(await start(args).ended).toEqual([
    1,
    'qemu-system-x86_64: cannot create PID file: Cannot lock pid file: Resource temporarily unavailable\n',
  ])
  await connectToMonitor(at('q'))
  first.child.kill('SIGTERM')
  expect(await first.ended).toEqual([0, 'qemu-system-x86_64: terminating on signal 15\n'])
})

test('a signal while it waits for its first client is its end as that of any program', async () => {
  const { child, ended } = start(['-qmp', `unix:${at('q')},server=on`])
  await until(() => existsSync(at('q')))
  child.kill('SIGTERM')
  const [signal] = await ended
  expect(signal).toBe('SIGTERM')
})

test('a signal as soon as it listens ends it in order, and no file is left', async () => {
  const { child, ended } = start(['-pidfile', at('pid'), '-qmp', `unix:${at('q')},server=on,wait=off`])
  await until(() => existsSync(at('q')))
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, 'qemu-system-x86_64: terminating on signal 15\n'])
  expect(readdirSync(directory)).toEqual(['qemu-system-x86_64'])
})

/** The process with its standard input and output, as a test harness starts it. */
function startWithStreams(...args: readonly string[]) {
  const child = spawn(process.execPath, [program.main, 'qemu', ...args], { stdio: 'pipe' })
  children.push(child)
  const said = Promise.all([text(child.stdout), text(child.stderr)])
  const ended = once(child, 'exit').then(async ([status]) => [status as number | null, ...(await said)] as const)
  return { child, ended }
}

test('a monitor on the standard streams ends with the process, at quit', async () => {
  const { child, ended } = startWithStreams('-S', '-qmp', 'stdio')
  child.stdin.write('{"execute": "qmp_capabilities"}{"execute": "quit"}')
  const [status, out, err] = await ended
  expect([status, err]).toEqual([0, ''])
  const messages = out.trim().split('\r\n')
  expect(messages).toHaveLength(4)
  expect(messages.slice(2)).toEqual([
    expect.stringMatching(/"event": "SHUTDOWN", "data": \{"guest": false, "reason": "host-qmp-quit"\}\}$/),
    '{"return": {}}',
  ])
})

test.each([['-qmp'], ['-monitor']])('a %s on the standard streams ends with the process, at a signal', async option => {
  const { child, ended } = startWithStreams(option, 'stdio')
  await once(child.stdout, 'readable')
  child.kill('SIGTERM')
  expect(await ended).toEqual([0, expect.any(String), 'mockvm qemu: terminating on signal 15\n'])
})

test('of two on the standard streams the second is told off', async () => {
  const { ended } = startWithStreams('-qmp', 'stdio', '-monitor', 'stdio')
  const complaint = 'mockvm qemu: -monitor stdio: cannot use stdio by multiple character devices\n'
  expect(await ended).toEqual([1, '', complaint])
})

test('ends with status 0 when its guest powers off', async () => {
  const { ended } = start([
    ...['-device', 'virtio-serial', '-chardev', `socket,id=a,path=${at('agent.sock')},server=on,wait=off`],
    ...['-device', 'virtserialport,chardev=a,name=org.qemu.guest_agent.0', '-mockvm', 'scenario=debian-12'],
  ])
  await until(() => existsSync(at('agent.sock')))
  // Its socket is there long before it is.
  const shutdown = await runToEnd('call', '--timeout', '20', at('agent.sock'), 'guest-shutdown')
  expect(shutdown).toMatchObject({ status: 0 })
  expect(await ended).toEqual([0, ''])
  expect(readdirSync(directory)).toEqual(['qemu-system-x86_64'])
})

test('goes on without a socket that anybody could connect to, until a signal comes', async () => {
  const { ended } = start(['-daemonize', '-pidfile', at('pid')])
  expect(await ended).toEqual([0, ''])
  const { child, ended: second } = start(['-pidfile', at('second')])
  await until(() => existsSync(at('second')))
  // Its parent has ended long ago, and it is still there.
  process.kill(Number(readFileSync(at('pid'), 'latin1')), 'SIGTERM')
  await until(() => !existsSync(at('pid')))
  expect(child.exitCode).toBe(null)
  child.kill('SIGKILL')
  await second
})
