import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { FakeTerminal, runToEnd } from '../fake-terminal.js'
import { connectTo, connectToMonitor, LineClient, negotiate } from './line-client.js'

let directory: string
let terminal: FakeTerminal
let agent: string
let monitor: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  agent = join(directory, 'agent.sock')
  monitor = join(directory, 'monitor.sock')
  terminal = new FakeTerminal()
  terminal.env.MOCKVM_SCENARIO = 'debian-12'
})

afterEach(() => rmSync(directory, { recursive: true }))

/** Starts a machine and waits until it is there. An array, because a promise of a promise would wait for its end. */
async function start(...args: readonly string[]): Promise<[Promise<number>]> {
  const ready = terminal.gotReady()
  const end = run(['qemu', '-nodefaults', '-display', 'none', ...args], terminal)
  await Promise.race([ready, end])
  return [end]
}

async function stop(end: Promise<number>): Promise<void> {
  expect(terminal.signal('SIGTERM')).toBe(true)
  expect(await end).toBe(0)
}

/** The part of a command line of libvirt's that has to do with sockets. */
const typical = () => [
  ...['-machine', 'pc-i440fx-7.2,usb=off', '-accel', 'tcg', '-m', '256', '-smp', '4,sockets=4,cores=1,threads=1'],
  ...['-name', 'guest=web,debug-threads=on', '-uuid', '11111111-2222-3333-4444-AAAABBBBCCCC', '-no-shutdown'],
  ...['-chardev', `socket,id=charmonitor,path=${monitor},server=on,wait=off`],
  ...['-mon', 'chardev=charmonitor,id=monitor,mode=control', '-rtc', 'base=utc'],
  ...['-device', '{"driver":"virtio-serial-pci","id":"virtio-serial0","bus":"pci.0","addr":"0x3"}'],
  ...['-chardev', `socket,id=charchannel0,path=${agent},server=on,wait=off`, '-device', PORT],
]
const PORT =
  '{"driver":"virtserialport","bus":"virtio-serial0.0","nr":1,"chardev":"charchannel0","id":"channel0","name":"org.qemu.guest_agent.0"}'

const monitorOnly = () => ['-qmp', `unix:${monitor},server=on,wait=off`]
const agentOnly = (more = '') => [
  ...['-device', 'virtio-serial', '-chardev', `socket,id=qga0,path=${agent},server=on,wait=off${more}`],
  ...['-device', 'virtserialport,chardev=qga0,id=channel0,name=org.qemu.guest_agent.0'],
]

describe('a machine as libvirt starts it', () => {
  test('waits for cont with -S, then its agent opens its port and answers', async () => {
    const [end] = await start('-S', ...typical())
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('query-status')).toMatchObject({ status: 'prelaunch', running: false })
    expect(await qmp.ask('query-chardev')).toEqual([
      { 'frontend-open': false, filename: `disconnected:unix:${agent},server=on`, label: 'charchannel0' },
      { 'frontend-open': true, filename: `unix:${monitor},server=on`, label: 'charmonitor' },
    ])
    expect(await qmp.ask('cont')).toEqual({})
    expect(await qmp.event('VSERPORT_CHANGE')).toMatchObject({ data: { id: 'channel0', open: true } })
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-ping' })
    expect(await qga.line()).toBe('{"return": {}}')
    expect(await qmp.ask('query-chardev')).toEqual([
      { 'frontend-open': true, filename: `unix:${agent},server=on`, label: 'charchannel0' },
      { 'frontend-open': true, filename: `unix:${monitor},server=on`, label: 'charmonitor' },
    ])
    await stop(end)
    expect({ out: terminal.out, err: terminal.err }).toEqual({
      out: '',
      err: 'mockvm qemu: terminating on signal 15\n',
    })
  })

  test('is called, and has, what the command line says', async () => {
    const [end] = await start(...typical())
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('query-name')).toEqual({ name: 'web' })
    expect(await qmp.ask('query-uuid')).toEqual({ UUID: '11111111-2222-3333-4444-aaaabbbbcccc' })
    expect(await qmp.ask('query-kvm')).toEqual({ enabled: false, present: true })
    expect(await qmp.ask('query-cpus-fast')).toHaveLength(4)
    expect(await qmp.ask('query-memory-size-summary')).toEqual({ 'base-memory': 256 << 20, 'plugged-memory': 0 })
    const { out } = await runToEnd('call', agent, 'guest-get-vcpus')
    expect(JSON.parse(out)).toHaveLength(4)
    await stop(end)
  })

  test('tells its monitor why it ends, and leaves no file behind', async () => {
    const pidfile = join(directory, 'pid')
    const [end] = await start(...typical(), '-pidfile', pidfile)
    expect(readFileSync(pidfile, 'latin1')).toBe('4711\n')
    const qmp = await connectToMonitor(monitor)
    const qga = await connectTo(agent)
    terminal.signal('SIGINT')
    expect(await qmp.event('SHUTDOWN')).toMatchObject({ data: { guest: false, reason: 'host-signal' } })
    expect([await qmp.rest(), await qga.rest()]).toEqual([[], []])
    expect(await end).toBe(0)
    expect(terminal.err).toBe('mockvm qemu: terminating on signal 2\n')
    expect([agent, monitor, pidfile].filter(existsSync)).toEqual([])
  })

  test('stays when its guest has powered off, until it is told to quit', async () => {
    const [end] = await start(...typical())
    const qmp = await connectToMonitor(monitor)
    expect(await runToEnd('call', agent, 'guest-shutdown')).toMatchObject({ status: 0 })
    expect(await qmp.event('SHUTDOWN')).toMatchObject({ data: { guest: true, reason: 'guest-shutdown' } })
    expect(await qmp.ask('query-status')).toMatchObject({ status: 'shutdown' })
    expect(await qmp.ask('quit')).toEqual({})
    expect(await end).toBe(0)
    expect(terminal.err).toBe('')
  })
})

describe('the end', () => {
  test('comes with the power off of the guest, with status 0', async () => {
    const [end] = await start(...agentOnly())
    expect(await runToEnd('call', agent, 'guest-shutdown')).toMatchObject({ status: 0 })
    expect(await end).toBe(0)
    expect(existsSync(agent)).toBe(false)
  })

  test('comes with a reboot where there is to be none', async () => {
    const [end] = await start(...agentOnly(), '-action', 'reboot=shutdown')
    expect(await runToEnd('call', agent, 'guest-shutdown', 'mode=reboot')).toMatchObject({ status: 0 })
    expect(await end).toBe(0)
  })

  test.each([
    ['shutdown', 0],
    ['exit-failure', 1],
  ])('comes with a panic that is to be a %s, with status %i', async (action, status) => {
    const control = join(directory, 'control.sock')
    terminal.env.MOCKVM_CONTROL = control
    const [end] = await start('-device', 'pvpanic', '-action', `panic=${action}`)
    expect(await runToEnd('do', control, 'vm: panic')).toMatchObject({ status: 0 })
    expect(await end).toBe(status)
  })

  test('of a machine that nobody can talk to comes with a signal', async () => {
    const [end] = await start()
    terminal.signal('SIGHUP')
    expect(await end).toBe(0)
    expect(terminal.err).toBe('mockvm qemu: terminating on signal 1\n')
  })
})

describe('a monitor', () => {
  test('of -qmp-pretty writes its messages over several lines', async () => {
    const [end] = await start('-qmp-pretty', `unix:${monitor},server=on,wait=off`)
    const client = await connectTo(monitor)
    expect([await client.line(), await client.line()]).toEqual(['{', '    "QMP": {'])
    client.socket.destroy()
    await stop(end)
  })

  test('serves its clients one after the other', async () => {
    const [end] = await start(...monitorOnly())
    const first = await connectToMonitor(monitor)
    const second = await connectTo(monitor)
    expect(await first.ask('query-status')).toMatchObject({ status: 'running' })
    first.socket.end()
    await negotiate(second)
    expect(await second.ask('query-status')).toMatchObject({ status: 'running' })
    await stop(end)
  })

  test('for people says that it is not there', async () => {
    const [end] = await start('-monitor', `unix:${monitor},server,nowait`)
    const client = await connectTo(monitor)
    expect(await client.line()).toBe(
      'This monitor is not simulated by mockvm. QMP is: -qmp, or -mon with mode=control.',
    )
    client.socket.write('info status\n')
    await stop(end)
    expect(await client.rest()).toEqual([])
  })

  test('speaks over standard input and output', async () => {
    const [end] = await start('-qmp', 'stdio')
    await terminal.printed(/^\{"QMP"/)
    terminal.stdin.write('{"execute": "qmp_capabilities"}\n{"execute": "query-chardev"}\n')
    await terminal.printed(/"filename": "stdio", "label": "compat_monitor0"/)
    terminal.stdin.write('{"execute": "quit"}')
    expect(await end).toBe(0)
  })
})

describe('sockets', () => {
  test('of tcp are on the loopback, and query-chardev tells both ends', async () => {
    const [end] = await start(...monitorOnly(), '-qmp', 'tcp:127.0.0.1:0,server=on,wait=off')
    const qmp = await connectToMonitor(monitor)
    const filenames = async () =>
      ((await qmp.ask('query-chardev')) as { filename: string; label: string }[]).find(
        it => it.label === 'compat_monitor1',
      )?.filename
    const [, port] = /^disconnected:tcp:127\.0\.0\.1:(\d+),server=on$/.exec((await filenames()) ?? '') ?? []
    const other = await connectToMonitor({ host: '127.0.0.1', port: Number(port) })
    const { localPort } = other.socket
    expect(await filenames()).toBe(`tcp:127.0.0.1:${port},server=on <-> 127.0.0.1:${localPort}`)
    await stop(end)
  })

  test('may be taken over from another one, and what is no socket is left alone', async () => {
    const other = createServer()
    await new Promise<void>(resolve => other.listen(monitor, resolve))
    const [end] = await start(...monitorOnly())
    await connectToMonitor(monitor)
    await stop(end)
    await new Promise(resolve => other.close(resolve))
    writeFileSync(monitor, 'precious')
    expect(await run(['qemu', ...monitorOnly()], terminal)).toBe(1)
    expect(terminal.err).toContain(`cannot listen on ${monitor}: a file is there`)
    expect(readFileSync(monitor, 'utf8')).toBe('precious')
  })

  test.runIf(process.platform === 'linux')('without a file are found by their name', async () => {
    const name = `mockvm-test-${process.pid}`
    const [end] = await start('-qmp', `unix:${name},abstract=on,server=on,wait=off`)
    const qmp = await connectToMonitor({ path: `\0${name}` })
    expect(await qmp.ask('query-chardev')).toEqual([
      { 'frontend-open': true, filename: 'unix:,server=on', label: 'compat_monitor0' },
    ])
    await stop(end)
  })

  test('with wait=on hold up the machine until somebody comes', async () => {
    const waiting = terminal.saying(/waiting for connection/)
    const ready = terminal.gotReady()
    const end = run(['qemu', ...monitorOnly(), ...agentOnly().map(it => it.replace(',wait=off', ''))], terminal)
    await waiting
    const spec = `socket,id=qga0,path=${agent},server=on`
    expect(terminal.err).toBe(
      `mockvm qemu: -chardev ${spec}: info: QEMU waiting for connection on: disconnected:unix:${agent},server=on\n`,
    )
    const qmp = await connectTo(monitor)
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-ping' })
    await ready
    expect(await qga.line()).toBe('{"return": {}}')
    await negotiate(qmp)
    await stop(end)
  })
})

describe('server=off', () => {
  let server: Server
  let came: Promise<[Socket]>

  beforeEach(async () => {
    server = createServer()
    came = once(server, 'connection') as Promise<[Socket]>
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  })

  afterEach(() => new Promise<void>(resolve => void server.close(() => resolve())))

  test('connects to who listens', async () => {
    const { port } = server.address() as AddressInfo
    const [end] = await start('-chardev', `socket,id=m,host=127.0.0.1,port=${port}`, '-mon', 'm,mode=control')
    const [socket] = await came
    const qmp = await negotiate(new LineClient(socket))
    const [{ filename }] = (await qmp.ask('query-chardev')) as [{ filename: string }]
    expect(filename).toBe(`tcp:127.0.0.1:${socket.remotePort} <-> 127.0.0.1:${port}`)
    await stop(end)
  })

  test('with reconnect connects again', async () => {
    const { port } = server.address() as AddressInfo
    const [end] = await start('-qmp', `tcp:127.0.0.1:${port},reconnect=1`)
    const [first] = await came
    const again = once(server, 'connection') as Promise<[Socket]>
    first.destroy()
    const [second] = await again
    await negotiate(new LineClient(second))
    await stop(end)
  })
})

describe('the guest', () => {
  test('is the one of the environment', async () => {
    Object.assign(terminal.env, {
      MOCKVM_SCENARIO: 'fedora-42',
      MOCKVM_SEED: '7',
      MOCKVM_AGENT_VERSION: '8.2.2',
      MOCKVM_CLOCK: 'auto',
      MOCKVM_SET: 'hostname=other; vcpus=3',
      MOCKVM_TRACE: join(directory, 'trace.jsonl'),
      MOCKVM_CONTROL: join(directory, 'control.sock'),
    })
    const [end] = await start(...agentOnly(), '-smp', '2')
    expect(JSON.parse((await runToEnd('call', agent, 'guest-info')).out)).toMatchObject({ version: '8.2.2' })
    expect(JSON.parse((await runToEnd('call', agent, 'guest-get-host-name')).out)).toEqual({ 'host-name': 'other' })
    expect(JSON.parse((await runToEnd('call', agent, 'guest-get-vcpus')).out)).toHaveLength(3)
    expect(await runToEnd('do', join(directory, 'control.sock'), 'status')).toMatchObject({ status: 0 })
    await stop(end)
    const [first = '{}'] = readFileSync(join(directory, 'trace.jsonl'), 'utf8').split('\n')
    expect(JSON.parse(first)).toMatchObject({ type: 'start', scenario: { seed: '7', clock: { mode: 'auto' } } })
    expect(existsSync(join(directory, 'control.sock'))).toBe(false)
  })

  test('of -mockvm wins over that of the environment', async () => {
    const [end] = await start(...agentOnly(), '-mockvm', 'scenario=fedora-42,set=hostname=other')
    expect(JSON.parse((await runToEnd('call', agent, 'guest-get-osinfo')).out)).toMatchObject({ id: 'fedora' })
    expect(JSON.parse((await runToEnd('call', agent, 'guest-get-host-name')).out)).toEqual({ 'host-name': 'other' })
    await stop(end)
  })

  test('sleeps as a machine lets it whose command line says nothing of that', async () => {
    const [end] = await start(...monitorOnly(), ...agentOnly())
    const qmp = await connectToMonitor(monitor)
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-suspend-ram' })
    expect(await qmp.event('SUSPEND')).toBeDefined()
    expect(await qmp.ask('query-status')).toMatchObject({ status: 'suspended' })
    await stop(end)
  })

  test.each([
    ['pc', 'PIIX4_PM.disable_s3=1'],
    ['q35', 'ICH9-LPC.disable_s3=255'],
  ])('idles where a %s has no S3, and QEMU knows nothing of it', async (machine, global) => {
    const [end] = await start('-machine', machine, ...monitorOnly(), ...agentOnly(), '-global', global)
    const qmp = await connectToMonitor(monitor)
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-suspend-ram' })
    expect(await qmp.event('VSERPORT_CHANGE')).toMatchObject({ data: { open: false } })
    expect(await qmp.ask('query-status')).toMatchObject({ status: 'running' })
    expect(qmp.events).toEqual([])
    await stop(end)
  })

  test('of another machine is not meant by such a -global', async () => {
    const [end] = await start('-machine', 'q35', ...monitorOnly(), ...agentOnly(), '-global', 'PIIX4_PM.disable_s3=1')
    const qmp = await connectToMonitor(monitor)
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-suspend-ram' })
    expect(await qmp.event('SUSPEND')).toBeDefined()
    await stop(end)
  })

  test.each([
    [[], ['SUSPEND_DISK', 'SHUTDOWN']],
    [['-global', 'PIIX4_PM.disable_s4=1'], ['SHUTDOWN']],
  ])('hibernates, and only with S4 QEMU knows of it (%j)', async (more, events) => {
    const [end] = await start(...monitorOnly(), ...agentOnly(), ...more)
    const qmp = await connectToMonitor(monitor)
    const qga = await connectTo(agent)
    qga.send({ execute: 'guest-suspend-disk' })
    expect(await end).toBe(0)
    const told = (await qmp.rest()).map(line => (JSON.parse(line) as { event: string }).event)
    expect(told.filter(name => name !== 'VSERPORT_CHANGE')).toEqual(events)
  })

  test.each([
    ['windows-server-2022', 'PIIX4_PM.disable_s3=1'],
    ['suspend-fails', 'PIIX4_PM.disable_s3=0'],
  ])('of %s is not put to sleep with -global %s', async (scenario, global) => {
    terminal.env.MOCKVM_SCENARIO = scenario
    const [end] = await start(...agentOnly(), '-global', global)
    expect(await runToEnd('call', agent, 'guest-suspend-ram')).toMatchObject({ status: 1 })
    await stop(end)
  })

  test('has the machine that its own QEMU has', async () => {
    const args = ['-machine', 'pc-i440fx-8.1', ...monitorOnly()]
    const [end] = await start(...args, '-mockvm', 'set=qemu.version=8.2.0')
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('qom-get', { path: '/machine', property: 'type' })).toBe('pc-i440fx-8.1-machine')
    await stop(end)
    terminal.err = ''
    expect(await run(['qemu', ...args], terminal)).toBe(1)
    expect(terminal.err).toBe('mockvm qemu: unsupported machine type\nUse -machine help to list supported machines\n')
  })

  test('has memory in whole pieces of 8 KiB', async () => {
    const [end] = await start('-m', '64.3M', ...monitorOnly())
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('query-memory-size-summary')).toMatchObject({ 'base-memory': 67428352 })
    await stop(end)
  })

  test('goes on as if there were no agent where the port is of another name', async () => {
    const port = ['-device', 'virtserialport,chardev=a,name=com.redhat.spice.0,id=spice']
    const [end] = await start(
      ...[...monitorOnly(), '-device', 'virtio-serial', '-chardev', `socket,id=a,path=${agent},server=on,wait=off`],
      ...port,
    )
    const client = await connectTo(agent)
    client.send({ execute: 'guest-ping' })
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('query-chardev')).toContainEqual({
      'frontend-open': false,
      filename: `unix:${agent},server=on`,
      label: 'a',
    })
    await stop(end)
    expect(await client.rest()).toEqual([])
  })
})

describe('a chardev that nothing comes from', () => {
  test.runIf(process.platform === 'linux')('of kind pty has the name of a pseudoterminal', async () => {
    const [end] = await start(
      ...monitorOnly(),
      ...['-chardev', 'pty,id=charserial0', '-device', 'isa-serial,chardev=charserial0,id=serial0'],
    )
    const [, path] = /^char device redirected to (\/dev\/pts\/\d+) \(label charserial0\)\n$/.exec(terminal.out) ?? []
    expect(path).toBeDefined()
    const qmp = await connectToMonitor(monitor)
    expect(await qmp.ask('query-chardev')).toContainEqual({
      ...{ 'frontend-open': true, filename: `pty:${path}`, label: 'charserial0' },
    })
    await stop(end)
  })

  test('of kind file leaves an empty file, and appends to one where it shall', async () => {
    const [fresh, old] = [join(directory, 'fresh'), join(directory, 'old')]
    writeFileSync(old, 'before')
    const [end] = await start('-chardev', `file,id=a,path=${fresh}`, '-chardev', `file,id=b,path=${old},append=on`)
    expect([readFileSync(fresh, 'utf8'), readFileSync(old, 'utf8')]).toEqual(['', 'before'])
    await stop(end)
  })

  test('of a socket without a place listens on a path of its own', async () => {
    const [end] = await start(...monitorOnly(), '-chardev', 'socket,id=a,path=,server=on,wait=off')
    const qmp = await connectToMonitor(monitor)
    const chardevs = (await qmp.ask('query-chardev')) as { filename: string; label: string }[]
    const [, path = ''] =
      /^disconnected:unix:(.*),server=on$/.exec(chardevs.find(it => it.label === 'a')?.filename ?? '') ?? []
    expect(existsSync(path)).toBe(true)
    await stop(end)
    expect(existsSync(path)).toBe(false)
  })
})

test.each([
  ['telnet=on', 'mockvm speaks no telnet: leave telnet=on away'],
  ['tn3270=on', 'mockvm speaks no tn3270: leave tn3270=on away'],
  ['websocket=on', 'mockvm speaks no WebSocket: leave websocket=on away'],
  ['tls-creds=tls0', 'mockvm speaks no TLS: leave tls-creds=tls0 away'],
])('%s is refused', async (more, text) => {
  const chardev = `socket,id=a,host=127.0.0.1,port=0,server=on,wait=off,${more}`
  expect(await run(['qemu', '-chardev', chardev], terminal)).toBe(1)
  expect(terminal.err).toBe(`mockvm qemu: -chardev ${chardev}: ${text}\n`)
})

describe('what is wrong with the guest names the option', () => {
  test.each([
    [['-mockvm', 'scenario=nope'], /^mockvm qemu: .*nope/],
    [['-mockvm', 'agent-version=0.1'], /^mockvm qemu: agent-version: agent\.version: expected .*, got /],
    [['-mockvm', 'set=vcpus=x'], /^mockvm qemu: -mockvm set: vcpus: expected .*, got "x"/],
    [['-mockvm', 'set=vcpus'], /^mockvm qemu: -mockvm set: --set {2}expected PATH=VALUE/],
    [['-mockvm', 'clock=fast'], /^mockvm qemu: -mockvm clock: expected one of .*, got fast\n$/],
    [['-mockvm', 'sceanrio=x'], /^mockvm qemu: -mockvm sceanrio=x: expected the keys .*Did you mean scenario\?\n$/],
    [['-mockvm', 'trace=/no/such/file'], /^mockvm qemu: cannot write the trace to \/no\/such\/file: No such file/],
    [['-mockvm', 'control=/no/such/file'], /^mockvm qemu: control: cannot listen on \/no\/such\/file/],
    [
      ['-incoming', 'unix:/no/such/x'],
      /^mockvm qemu: -incoming unix:\/no\/such\/x: Failed to bind socket to \/no\/such\/x: No such file or directory\n$/,
    ],
    [['-rtc', 'base=99999-01-01'], /^mockvm qemu: -rtc: qemu\.rtc: expected /],
  ] as const)('%j', async (args, text) => {
    expect(await run(['qemu', ...args], terminal)).toBe(1)
    expect(terminal.err).toMatch(text)
  })
})

describe('messages', () => {
  const OPTIONS = [
    '-vga',
    'std',
    '-machine',
    'pc,usb=off',
    '-device',
    'isa-serial',
    '-global',
    'a.b=c',
    '-usb',
    'a.img',
  ]
  const LIST = ['-machine usb=off', '-global a.b=c', '-device isa-serial', '-vga std', '-usb', 'disk image a.img']
    .map(it => `mockvm: accepted, not simulated: ${it}\n`)
    .join('')

  test('of -d tell what is accepted and not simulated', async () => {
    const [end] = await start('-d', 'unimp', ...OPTIONS)
    expect(terminal.err).toBe(`mockvm: accepted, not simulated: -display none\n${LIST}`.replace(/^.*none\n/, ''))
    await stop(end)
  })

  test('of -d name the keys of which nothing comes, and the chardevs', async () => {
    const [end] = await start(
      ...['-d', 'unimp', '-smp', '2,maxcpus=4,sockets=2,cores=2', '-m', '1G,slots=2,maxmem=2G'],
      ...['-name', 'a,process=b,debug-threads=on', '-rtc', 'base=utc,clock=host,driftfix=slew'],
      ...['-chardev', 'ringbuf,id=r', '-chardev', 'udp,id=u,port=1', '-chardev', `null,id=n,logfile=${directory}/l`],
      ...['-chardev', 'null,id=m,mux=on', '-chardev', 'null,id=plain', '-monitor', 'chardev:plain'],
    )
    const list = [
      ...['-smp maxcpus=4', '-m slots=2', '-m maxmem=2G', '-name process=b', '-name debug-threads=on'],
      ...['-rtc clock=host', '-rtc driftfix=slew', '-chardev ringbuf,id=r', '-chardev udp,id=u,port=1'],
      ...[`-chardev null,id=n,logfile=${directory}/l`, '-chardev null,id=m,mux=on', '-monitor chardev:plain'],
    ]
    expect(terminal.err).toBe(list.map(it => `mockvm: accepted, not simulated: ${it}\n`).join(''))
    await stop(end)
  })

  test('of -d go to the file of -D', async () => {
    const log = join(directory, 'log')
    const [end] = await start('-D', log, '-d', 'unimp', ...OPTIONS)
    expect(readFileSync(log, 'utf8')).toBe(LIST)
    await stop(end)
  })

  test('are few without -d', async () => {
    const [end] = await start(...OPTIONS)
    expect(terminal.err).toBe('')
    await stop(end)
  })

  test('of -msg have the time and the name in front', async () => {
    const args = ['-msg', 'timestamp=on,guest-name=on', '-name', 'web', '-smp', '0x']
    expect(await run(['qemu', ...args], terminal)).toBe(1)
    expect(terminal.err).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z web mockvm qemu: Parameter 'smp\.cpus' expects integer\n$/,
    )
  })
})

test('-daemonize leaves a process behind with the sockets that were inherited', async () => {
  const args = ['-daemonize', '-chardev', 'socket,id=a,fd=30,server=on,wait=off', '-mon', 'a,mode=control']
  expect(await run(['qemu', ...args], terminal)).toBe(0)
  expect(terminal.detached).toEqual([{ args: ['qemu', ...args], env: { MOCKVM_QEMU_DAEMON: 'mockvm qemu' } }])
})

test('a program of the name of QEMU is QEMU', async () => {
  terminal.name = 'qemu-system-x86_64'
  expect(await run(['-help'], terminal)).toBe(0)
  expect(terminal.out).toMatch(/^QEMU emulator version 7\.2\.22 \(.*\)\nusage: qemu-system-x86_64 \[options\]/)
})

test.each(['qemu-system-aarch64', 'qemu-system-riscv64'])('a program of the name %s is refused', async name => {
  terminal.name = name
  expect(await run(['-version'], terminal)).toBe(1)
  expect({ out: terminal.out, err: terminal.err }).toEqual({
    out: '',
    err: `${name}: mockvm simulates no such machine: expected to be called qemu-system-x86_64 or qemu-system-i386\n`,
  })
})
