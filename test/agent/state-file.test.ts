/** qga.state. What is asserted of one version was tried with a real 7.2.22; the others keep it as that one does. */
import { describe, expect, test } from 'vitest'
import { VERIFIED_VERSIONS } from '../../src/agent/versions.js'
import type { ScenarioInput } from '../../src/index.js'
import { fails, OK, returns, type Talk, talk } from '../commands/talk.js'

const STATE = '/run/qga.state'
const FLAG = `${STATE}.isfrozen`

const open = (host: Talk) => host.ask('guest-file-open', { path: '/etc/passwd' })
const counter = (next: bigint | number) => `[global]\nfd_counter=${next}\n`

function with_(files: ScenarioInput['files'], version = '7.2.22'): Promise<Talk> {
  return talk({ scenario: { extends: 'minimal', agent: { version }, files: files ?? {} } })
}

/** With its state in that directory, and /srv as a file system of its own. */
function in_(stateDir: string, srv: Partial<NonNullable<ScenarioInput['mounts']>[number]> = {}): Promise<Talk> {
  const mount = { source: 'vdb', path: '/srv', type: 'ext4', ...srv }
  return talk({
    scenario: {
      extends: 'minimal',
      disks: ['vda', 'vdb'].map(name => ({ name, size: '1GiB' })),
      mounts: [{ source: 'vda', path: '/', type: 'ext4' }, mount],
      agent: { version: '7.2.22', stateDir },
    },
  })
}

function read({ vm }: Talk, path = STATE): string | undefined {
  return vm.guest.files.exists(path) ? vm.guest.files.readFile(path, 'utf8') : undefined
}

describe.each(VERIFIED_VERSIONS)('an agent %s', version => {
  test('writes it when it starts and finds none, and the next number at every open', async () => {
    const host = await with_({}, version)
    expect(read(host)).toBe(counter(1000))
    expect(await open(host)).toBe(returns('1000'))
    expect(read(host)).toBe(counter(1001))
    await host.ask('guest-file-open', { path: '/none' })
    expect(read(host)).toBe(counter(1001))
  })

  test('writes it anew when a new process finds none', async () => {
    const host = await with_({}, version)
    await open(host)
    host.vm.guest.files.rm(STATE)
    host.vm.do({ agent: 'restart' })
    expect(read(host)).toBe(counter(1000))
    expect(await open(host)).toBe(returns('1000'))
  })

  test('does not write it when it starts frozen, before it opens a file after the thaw', async () => {
    const host = await with_({ [FLAG]: '' }, version)
    expect(await host.ask('guest-fsfreeze-status')).toBe(returns('"frozen"'))
    expect(await host.ask('guest-fsfreeze-thaw')).toBe(returns('0'))
    expect([read(host), read(host, FLAG)]).toEqual([undefined, undefined])
    expect(await open(host)).toBe(returns('1000'))
    expect(read(host)).toBe(counter(1001))
  })

  test('goes on counting from it when it starts frozen', async () => {
    const host = await with_({ [FLAG]: '', [STATE]: counter(7) }, version)
    await host.ask('guest-fsfreeze-thaw')
    expect(await open(host)).toBe(returns('7'))
  })

  test('ends before it has begun where it cannot be parsed', async () => {
    const host = await with_({ [STATE]: 'garbage\n' }, version)
    const trouble =
      'error loading persistent state from path: /var/run/qga.state, ' +
      'Key file contains line “garbage” which is not a key-value pair, group, or comment'
    expect(host.vm.agent.state).toBe('stopped')
    expect(host.vm.agent.startFailure).toEqual([
      ...[trouble, 'failed to load persistent state', 'error initializing guest agent'],
    ])
    expect(host.vm.events.filter(({ type }) => type === 'agent')).toMatchObject([{ state: 'failed', reason: trouble }])
    const broken = host.vm.snapshot()
    const why = host.vm.agent.startFailure
    host.vm.guest.files.rm(STATE)
    host.vm.do({ agent: 'start' })
    expect(host.vm.agent.startFailure).toBe(undefined)
    expect(await host.ask('guest-ping')).toBe(OK)
    host.vm.restore(broken)
    expect(host.vm.agent.startFailure).toEqual(why)
  })
})

describe('of what stands in it comes the first handle', () => {
  test.each([
    ['', '1000'],
    ['\n\n', '1000'],
    ['[global]\n', '1000'],
    ['[global]\nother=1\n', '1000'],
    ['[global]\nfd counter=5\n', '1000'],
    ['[global]\nfd_counter[de]=3\n', '1000'],
    ['[other]\nfd_counter=5\n', '1000'],
    ['\0', '1000'],
    ['[global]\nfd_counter=7\n', '7'],
    ['[global]\nfd_counter = 7 \n', '7'],
    ['[global]\nfd_counter=+9\n', '9'],
    ['[global]\nfd_counter= 12 13\n', '12'],
    ['# comment\n[global]\nfd_counter=5', '5'],
    [' [global]\n fd_counter=5\n', '5'],
    ['[global]\r\nfd_counter=5\r\n', '5'],
    ['[global]\nfd_counter=5\nfd_counter=6\n', '6'],
    ['[global]\nfd_counter=5\n[global]\nfd_counter=8\n', '8'],
    ['[global]\nfd_counter=abc\n', '0'],
    ['[global]\nfd_counter=\n', '0'],
    ['[global]\nfd_counter=7x\n', '0'],
    ['[global]\nfd_counter=0x10\n', '0'],
    ['[global]\nfd_counter=5.5\n', '0'],
    ['[global]\nfd_counter=1e3\n', '0'],
    // 32 bits are kept on disk.
    ['[global]\nfd_counter=2147483647\n', '2147483647'],
    ['[global]\nfd_counter=2147483648\n', '0'],
    ['[global]\nfd_counter=-2147483649\n', '0'],
    ['[global]\nfd_counter=99999999999999999999\n', '0'],
  ])('%j: %s', async (content, handle) => {
    const host = await with_({ [STATE]: content })
    expect(read(host)).toBe(content)
    expect(await open(host)).toBe(returns(handle))
    expect(await host.ask('guest-file-close', { handle: Number(handle) })).toBe(OK)
  })

  test('a number below 0 is given for -1, and no handle with it', async () => {
    const host = await with_({ [STATE]: counter(-2) })
    expect([await open(host), await open(host), await open(host)]).toEqual([returns('-1'), returns('-1'), returns('0')])
    expect(read(host)).toBe(counter(1))
    expect(await host.ask('guest-file-close', { handle: -1 })).toBe(fails("handle '-1' has not been found"))
  })

  test('what the process counts goes on beyond 31 bits, what is written does not', async () => {
    const host = await with_({ [STATE]: counter(2147483646) })
    const handles = [await open(host), await open(host), await open(host)]
    expect(handles).toEqual([returns('2147483646'), returns('2147483647'), returns('2147483648')])
    expect(read(host)).toBe(counter(-2147483647))
  })
})

describe('an agent can not start', () => {
  const failure = async (files: ScenarioInput['files']) => (await with_(files)).vm.agent.startFailure

  test.each([
    ['fd_counter=5\n', 'Key file does not start with a group'],
    ['[global\nfd_counter=5\n', '“[global” which is not a key-value pair, group, or comment'],
    ['[global]\nx\n', '“x” which is not a key-value pair, group, or comment'],
    ['[global]\n=5\n', '“=5” which is not a key-value pair, group, or comment'],
  ])('with %j', async (content, trouble) => {
    const line = trouble.startsWith('“') ? `Key file contains line ${trouble}` : trouble
    expect(await failure({ [STATE]: content })).toEqual([
      `error loading persistent state from path: /var/run/qga.state, ${line}`,
      'failed to load persistent state',
      'error initializing guest agent',
    ])
  })

  test('where a directory has the name of the file', async () => {
    expect(await failure({ [STATE]: { directory: true } })).toEqual([
      'error loading persistent state from path: /var/run/qga.state, Not a regular file',
      'failed to load persistent state',
      'error initializing guest agent',
    ])
  })

  test('with the flag that it is frozen either', async () => {
    const host = await with_({ [STATE]: 'garbage\n', [FLAG]: '' })
    expect(host.vm.agent.state).toBe('stopped')
  })

  test('without its directory', async () => {
    const host = await in_('/srv/state')
    host.vm.guest.files.rm('/srv/state', { recursive: true })
    host.vm.do({ agent: 'restart' })
    expect(host.vm.agent.startFailure).toEqual([
      'failed to write persistent state to /srv/state/qga.state: ' +
        'Failed to create file “/srv/state/qga.state.XXXXXX”: No such file or directory',
      'unable to create state file at path /srv/state/qga.state',
      'failed to load persistent state',
      'error initializing guest agent',
    ])
  })

  test('where its directory is a file', async () => {
    const host = await in_('/srv/state')
    const { files } = host.vm.guest
    files.rm('/srv/state', { recursive: true })
    files.writeFile('/srv/state', '')
    host.vm.do({ agent: 'restart' })
    expect(host.vm.agent.startFailure).toEqual([
      'unable to access state file at path /srv/state/qga.state.isfrozen: Not a directory',
    ])
  })
})

describe('an open that can not write it down', () => {
  test('loses the number, and the next one has another', async () => {
    const host = await in_('/srv/state')
    const { files } = host.vm.guest
    files.rm('/srv/state', { recursive: true })
    expect(await open(host)).toBe(fails('failed to commit persistent state to disk'))
    files.mkdir('/srv/state')
    expect(await open(host)).toBe(returns('1001'))
    expect(files.readFile('/srv/state/qga.state', 'utf8')).toBe(counter(1002))
  })

  test('is one on a read-only file system', async () => {
    const host = await in_('/srv', { options: 'ro' })
    expect(await open(host)).toBe(fails('failed to commit persistent state to disk'))
    expect(read(host, '/srv/qga.state')).toBe(counter(1000))
  })

  test('leaves what is there as it was', async () => {
    const host = await in_('/srv', { size: '64KiB' })
    const { files } = host.vm.guest
    files.writeFile('/srv/big', new Uint8Array(Number(files.statfs('/srv').free)))
    expect(await open(host)).toBe(fails('failed to commit persistent state to disk'))
    expect(files.readdir('/srv')).toEqual(['big', 'qga.state'])
    expect(files.readFile('/srv/qga.state', 'utf8')).toBe(counter(1000))
  })
})

test('another file takes its place each time, and a link to one elsewhere goes', async () => {
  const host = await with_({ [STATE]: { symlink: '/srv/elsewhere' }, '/srv/elsewhere': counter(3) })
  const { files } = host.vm.guest
  expect(await open(host)).toBe(returns('3'))
  expect(files.lstat(STATE).kind).toBe('file')
  expect([read(host), read(host, '/srv/elsewhere')]).toEqual([counter(4), counter(3)])
  files.chmod(STATE, 0o600)
  const { ino } = files.stat(STATE)
  await open(host)
  expect(files.stat(STATE)).toMatchObject({ mode: 0o644, uid: 0, gid: 0 })
  expect(files.stat(STATE).ino).not.toBe(ino)
  expect(files.readdir('/run').filter(name => name.startsWith('qga'))).toEqual(['qga.state'])
})

test('an agent that does not run yet has not written it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { running: false, stateDir: '/srv/state' } } })
  const { files } = host.vm.guest
  expect(files.readdir('/srv/state')).toEqual([])
  host.vm.do({ agent: 'start' })
  expect(files.readFile('/srv/state/qga.state', 'utf8')).toBe(counter(1000))
})

test('on Windows the file of an agent that ran before counts in whatever letters', async () => {
  const files = { 'C:\\PROGRAMDATA\\qemu-ga\\QGA.STATE': '[global]\nfd_counter=1234\n' }
  const host = await talk({ scenario: { os: { family: 'windows' }, files } })
  expect(await host.ask('guest-file-open', { path: 'C:\\x', mode: 'w' })).toBe(returns('1234'))
})
