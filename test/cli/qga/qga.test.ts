import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../src/cli/run.js'
import { FakeTerminal, runToEnd } from '../fake-terminal.js'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
  path = join(directory, 'qga.sock')
})

afterEach(() => rmSync(directory, { recursive: true }))

const qga = (...args: string[]) => runToEnd('qga', ...args)
const ofVersion = (version: string, ...args: string[]) => qga('--agent-version', version, ...args)
const withoutTime = (log: string) => log.replaceAll(/^\d+\.\d+: /gm, '')
/** What GLib prints before the log is open, without what differs every time. */
const critical = (text: string) =>
  expect.stringMatching(
    new RegExp(`^\\n\\*\\* \\(process:4711\\): CRITICAL \\*\\*: \\d\\d:\\d\\d:\\d\\d\\.\\d{3}: ${quoted(text)}\\n$`),
  )
const quoted = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const VERSIONS = ['2.11.0', '5.2.0', '7.2.22', '11.1.3']

describe('what is printed at once', () => {
  test('the version is that of the option, of the scenario, or of the default guest', async () => {
    expect(await qga('-V')).toEqual({ status: 0, out: 'QEMU Guest Agent 2.11.0\n', err: '' })
    expect(await qga('-V', '--scenario', 'debian-12')).toMatchObject({ out: 'QEMU Guest Agent 7.2.22\n' })
    expect(await qga('--scenario', 'debian-12', '-V', '--agent-version=11.1.3')).toMatchObject({
      out: 'QEMU Guest Agent 11.1.3\n',
    })
  })

  test.each(VERSIONS)('the configuration, as agent %s prints it', async version => {
    const expected = `[general]
daemon=false
method=unix-listen
path=/s
pidfile=/var/run/qemu-ga.pid
statedir=/var/run
verbose=false
${version === '2.11.0' ? '' : 'retry-path=false\n'}${
  version === '2.11.0' || version === '5.2.0' ? 'blacklist=b,a,c\n' : 'block-rpcs=b,a,c\n'
}${version === '11.1.3' ? 'allow-rpcs=\n' : ''}`
    const args = ['-D', '-b', 'a,b', '-b', 'c', '-m', 'unix-listen', '-p', '/s']
    expect(await ofVersion(version, ...args)).toEqual({ status: 0, out: expected, err: '' })
  })

  test.each([
    ['2.11.0', 35, ['guest-exec', 'guest-exec-status'], 'guest-sync-delimited'],
    ['5.2.0', 40, ['guest-sync-delimited', 'guest-sync'], 'guest-ssh-remove-authorized-keys'],
    ['7.2.22', 42, ['guest-sync-delimited', 'guest-sync'], 'guest-get-cpustats'],
    ['11.1.3', 43, ['guest-sync-delimited', 'guest-sync'], 'guest-network-get-route'],
  ])('the commands of agent %s in the order in which it registers them', async (version, count, first, last) => {
    for (const list of [['-b?'], ['-b', 'help']]) {
      const { status, out, err } = await ofVersion(version, ...list)
      expect({ status, err }).toEqual({ status: 0, err: '' })
      const names = out.trimEnd().split('\n')
      expect([names.length, names.slice(0, 2), names.at(-1)]).toEqual([count, first, last])
    }
  })

  test.each([
    ['2.11.0', ['--blacklist'], ['--block-rpcs', '--retry-path', '--allow-rpcs', '--config']],
    ['5.2.0', ['--blacklist', '--retry-path'], ['--block-rpcs', '--allow-rpcs', '--config']],
    ['7.2.22', ['--block-rpcs', '--retry-path'], ['--blacklist', '--allow-rpcs', '--config']],
    ['11.1.3', ['--block-rpcs', '--retry-path', '--allow-rpcs', '--config'], ['--blacklist']],
  ])('the help of agent %s tells of its options and no others', async (version, there, absent) => {
    const { status, out, err } = await ofVersion(version, '-h', '--foo')
    expect({ status, err: err.replace(/.*\n/, '') }).toEqual({ status: 0, err: '' })
    expect(out.split('\n')[0]).toBe('Usage: mockvm qga [-m <method> -p <path>] [<options>]')
    expect(there.filter(option => !out.includes(option))).toEqual([])
    expect(absent.filter(option => out.includes(option))).toEqual([])
  })
})

describe('wrong usage', () => {
  const UNKNOWN = "Unknown option, try 'mockvm qga --help' for more information.\n"

  test.each([
    ['2.11.0', 1],
    ['5.2.0', 1],
    ['7.2.22', 1],
    ['11.1.3', 2],
  ])('agent %s tells of it on stderr (times: %d) and stdout, with status 1', async (version, times) => {
    for (const [args, message] of [
      [['--foo'], "unrecognized option '--foo'"],
      [['-D', '-p'], "option requires an argument -- 'p'"],
      [['-Dz'], "invalid option -- 'z'"],
    ] as const) {
      const err = `mockvm qga: ${message}\n`.repeat(times)
      expect(await ofVersion(version, ...args)).toEqual({ status: 1, out: UNKNOWN, err })
    }
  })

  test('a version of two parts is told in three', async () => {
    expect(await ofVersion('10.0', '-V')).toEqual({ status: 0, out: 'QEMU Guest Agent 10.0.0\n', err: '' })
  })

  test('11.1 looks for -c first, so that it complains even of what it never comes to', async () => {
    const err = "mockvm qga: unrecognized option '--foo'\n"
    expect(await ofVersion('7.2.22', '-V', '--foo')).toEqual({ status: 0, out: 'QEMU Guest Agent 7.2.22\n', err: '' })
    expect(await ofVersion('11.1.3', '-V', '--foo')).toEqual({ status: 0, out: 'QEMU Guest Agent 11.1.3\n', err })
  })

  test('a version that is not simulated is refused', async () => {
    expect(await qga('--agent-version', '2.10')).toEqual({
      status: 1,
      out: '',
      err: 'mockvm qga: --agent-version: expected a version of qemu-ga from 2.11.0 to 11.1, such as 7.2.22, got 2.10\n',
    })
  })
})

describe('what can not be started', () => {
  test('has no path, or another transport', async () => {
    expect(await qga('-m', 'unix-listen')).toEqual({
      status: 1,
      out: '',
      err: critical('must specify a path for this channel'),
    })
    expect(await qga()).toEqual({
      status: 1,
      out: '',
      err: 'mockvm qga: only the method unix-listen is simulated, not virtio-serial. Use -m unix-listen -p PATH; for a guest behind virtio-serial use mockvm serve.\n',
    })
    expect(withoutTime((await qga('-m', 'carrier-pigeon', '-p', path)).err)).toBe(
      'critical: unsupported channel method/type: carrier-pigeon\ncritical: failed to initialize guest agent channel\n',
    )
  })

  test.each([
    ['2.11.0', 1],
    ['5.2.0', 0],
    ['7.2.22', 0],
    ['11.1.3', 1],
  ])(
    'with a log that can not be opened, or a state that can not be read, agent %s ends with status %d',
    async (version, status) => {
      const start = ['-m', 'unix-listen', '-p', path]
      const noLog = await ofVersion(version, ...start, '-l', `${directory}/no/log`)
      expect({ ...noLog, err: withoutTime(noLog.err) }).toEqual({
        status,
        out: '',
        err: 'critical: unable to open specified log file: No such file or directory\ncritical: error initializing guest agent\n',
      })
      const scenario = join(directory, 'scenario.yaml')
      writeFileSync(scenario, 'extends: default\nfiles: { /run/qga.state: garbage }\n')
      const noState = await ofVersion(version, ...start, '--scenario', scenario)
      expect({ ...noState, err: withoutTime(noState.err) }).toEqual({
        status,
        out: '',
        err: `critical: error loading persistent state from path: /var/run/qga.state, Key file contains line “garbage” which is not a key-value pair, group, or comment
critical: failed to load persistent state
critical: error initializing guest agent
`,
      })
    },
  )

  test.each(VERSIONS)('what stands in the way of its socket agent %s tells, with status 1', async version => {
    const tell = async (where: string) => {
      const { status, out, err } = await ofVersion(version, '-m', 'unix-listen', '-p', where)
      expect({ status, out }).toEqual({ status: 1, out: '' })
      const [reason, ...rest] = withoutTime(err).trimEnd().split('\n')
      expect(rest).toEqual([
        'critical: failed to create guest agent channel',
        'critical: failed to initialize guest agent channel',
      ])
      return reason
    }
    writeFileSync(path, 'precious')
    expect(await tell(`${directory}/no/s`)).toBe(
      `critical: Failed to bind socket to ${directory}/no/s: No such file or directory`,
    )
    expect(await tell(`${path}/s`)).toBe(`critical: Failed to bind socket to ${path}/s: Not a directory`)
    expect(await tell(directory)).toBe(`critical: Failed to unlink socket ${directory}: Is a directory`)
    const long = join(directory, 'x'.repeat(120))
    expect(await tell(long)).toBe(`critical: UNIX socket path '${long}' is too long`)
    // The real one would remove it.
    expect(await tell(path)).toBe(
      `critical: cannot listen on ${path}: a file is there, and only a socket would be replaced. Remove it or choose another path.`,
    )
    expect(readFileSync(path, 'utf8')).toBe('precious')
  })
})

test('a Windows guest has an agent that listens on no socket', async () => {
  for (const args of [['-m', 'unix-listen', '-p', path], [], ['-d']]) {
    expect(await qga('--scenario', 'windows-server-2022', ...args)).toEqual({
      status: 1,
      out: '',
      err: 'mockvm qga: the agent of a Windows guest knows no unix-listen, and only that is simulated. Use mockvm serve.\n',
    })
  }
})

describe('the config file', () => {
  const file = () => join(directory, 'conf')

  test('is laid under the command line', async () => {
    writeFileSync(file(), '[general]\nblock-rpcs=a,b\npath=/one\nverbose=true\n')
    const { out } = await ofVersion('11.1.3', '-c', file(), '-D', '-b', 'c', '-p', '/two')
    expect(out).toBe(`[general]
daemon=false
method=virtio-serial
path=/two
pidfile=/var/run/qemu-ga.pid
statedir=/var/run
verbose=true
retry-path=false
block-rpcs=b,a,c
allow-rpcs=
`)
    const terminal = new FakeTerminal()
    terminal.env.QGA_CONF = file()
    expect(await run(['qga', '--agent-version', '11.1.3', '-D', '-b', 'c', '-p', '/two'], terminal)).toBe(0)
    expect(terminal.out).toBe(out)
  })

  test('of QGA_CONF may be missing, that of -c may not', async () => {
    const terminal = new FakeTerminal()
    terminal.env.QGA_CONF = '/nowhere'
    expect(await run(['qga', '-D'], terminal)).toBe(0)
    expect(await ofVersion('11.1.3', '-D', '-c', '/nowhere')).toEqual({
      status: 1,
      out: '',
      err: critical('error loading configuration from path: /nowhere, No such file or directory'),
    })
    terminal.env.QGA_CONF = directory
    expect(await run(['qga', '-D'], terminal)).toBe(1)
    expect(terminal.err).toEqual(critical(`error loading configuration from path: ${directory}, Not a regular file`))
  })

  test('shows what can not be printed by its number', async () => {
    writeFileSync(file(), '[general]\n\v\u0085\t\r')
    expect(await ofVersion('11.1.3', '-D', '-c', file())).toEqual({
      status: 1,
      out: '',
      err: critical(
        `error loading configuration from path: ${file()}, Key file contains line ?\\u000b\\u0085\t\\u000d? which is not a key-value pair, group, or comment`,
      ),
    })
  })

  test('that is broken is an error', async () => {
    writeFileSync(file(), '[general]\nverbose=maybe\n')
    expect(await ofVersion('11.1.3', '-D', '-c', file())).toEqual({
      status: 1,
      out: '',
      err: critical(
        `error loading configuration from path: ${file()}, Key file contains key ?verbose? which has a value that cannot be interpreted.`,
      ),
    })
  })
})
