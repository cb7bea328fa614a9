/**
 * Every failure is met by any client of `mockvm serve NAME`: byte by byte over a unix socket, with the clock in the hands
 * of `mockvm do`. Nothing here waits for time: for bytes, for the end of a connection, or for an answered request of the
 * control socket, behind which all that was written before it has come.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { run } from '../../src/cli/run.js'
import { demoNames } from '../../src/demo/demos.js'
import { FakeTerminal, runToEnd } from '../cli/fake-terminal.js'
import { fails, OK, returns } from '../commands/talk.js'

class Served {
  readonly #socket: string
  readonly #control: string
  readonly #asking: Socket
  #client: Socket
  #got: Buffer[] = []
  #size = 0
  #isClosed = false

  private constructor(socket: string, control: string) {
    this.#socket = socket
    this.#control = control
    this.#asking = connect(control)
    this.#client = this.#connect()
  }

  static async start(name: string): Promise<Served> {
    const directory = mkdtempSync(join(tmpdir(), 'mockvm-test-'))
    const [socket, control] = [join(directory, 'agent.sock'), join(directory, 'control.sock')]
    const terminal = new FakeTerminal()
    const end = run(['serve', name, '--socket', socket, '--control', control, '--clock', 'manual'], terminal)
    await terminal.printed(/Listening on/)
    const served = new Served(socket, control)
    onTestFinished(async () => {
      served.#asking.destroy()
      served.#client.destroy()
      terminal.signal('SIGINT')
      await end
      rmSync(directory, { recursive: true })
    })
    await served.#settled()
    return served
  }

  async send(bytes: string): Promise<void> {
    this.#client.write(bytes, 'latin1')
    await this.#settled()
  }

  /** `mockvm do`. */
  async do(what: string): Promise<void> {
    expect(await runToEnd('do', this.#control, what)).toEqual({ status: 0, out: '', err: '' })
    await this.#settled()
  }

  async reconnect(): Promise<void> {
    this.#client.destroy()
    await this.#settled()
    this.#isClosed = false
    this.#client = this.#connect()
    await this.#settled()
  }

  /** All that has come since the last time, when so many bytes are there or the connection has ended. */
  async got(bytes: number): Promise<string> {
    while (this.#size < bytes && !this.#isClosed) await once(this.#client, 'news')
    await this.#settled()
    const got = Buffer.concat(this.#got).toString('latin1')
    this.#got = []
    this.#size = 0
    return got
  }

  async closed(): Promise<void> {
    while (!this.#isClosed) await once(this.#client, 'news')
  }

  #connect(): Socket {
    const client = connect(this.#socket)
    client.on('data', (chunk: Buffer) => {
      this.#got.push(chunk)
      this.#size += chunk.length
      client.emit('news')
    })
    client.on('close', () => {
      if (client === this.#client) this.#isClosed = true
      client.emit('news')
    })
    return client
  }

  /** The first answer comes when all that was on its way to the server is there, the second when its answers are here. */
  async #settled(): Promise<void> {
    for (let times = 0; times < 2; times++) {
      this.#asking.write('rules\n')
      await once(this.#asking, 'data')
    }
  }
}

type Step = (served: Served) => Promise<void>

function send(bytes: string): Step {
  return served => served.send(bytes)
}

function ask(name: string, args?: object): Step {
  return send(`${JSON.stringify({ execute: name, arguments: args })}\n`)
}

function tell(action: string): Step {
  return served => served.do(action)
}

function advance(duration: string): Step {
  return tell(`advance: ${duration}`)
}

const reconnect: Step = served => served.reconnect()
const closed: Step = served => served.closed()

/** These bytes since the last time and no others. */
function gets(bytes: string): Step {
  return async served => expect(brief(await served.got(bytes.length))).toBe(brief(bytes))
}

function line(reply: string): Step {
  return gets(`${reply}\n`)
}

const nothing = gets('')

/** Of many megabytes that differ nobody wants to read the difference. */
function brief(bytes: string): string {
  return bytes.length < 100_000 ? bytes : createHash('sha256').update(bytes, 'latin1').digest('hex')
}

function disabled(name: string): string {
  return fails(`The command ${name} has been disabled for this instance`)
}

function addresses(...eth0: string[]): string {
  const idle =
    '"statistics": {"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, ' +
    '"tx-bytes": 0, "tx-dropped": 0}, '
  return returns(
    '[{"name": "lo", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": 8}, ' +
      `{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}], ${idle}` +
      '"hardware-address": "00:00:00:00:00:00"}, {"name": "eth0", ' +
      `${eth0.length === 0 ? '' : `"ip-addresses": [${eth0.join(', ')}], ${idle}`}"hardware-address": "52:54:00:6b:3c:58"}]`,
  )
}

const LINK_LOCAL = '{"ip-address-type": "ipv6", "ip-address": "fe80::5054:ff:fe6b:3c58", "prefix": 64}'
const FROM_DHCP = '{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}'
const ALL_WELL = Buffer.alloc(16 << 20, 'all is well\n').toString('base64')
const LETTER = returns(
  `{"count": 9000, "buf-b64": "${Buffer.alloc(9000, 'To whom it may concern. ').toString('base64')}", "eof": true}`,
)
const WHY = Buffer.from('pg_dump: error: connection to server failed\n').toString('base64')
const TOO_LATE = fails("couldn't hold writes: fsfreeze is limited up to 10 seconds: ")
const HOOK = fails('fsfreeze hook has failed with status 1')
const SYNC = '{"execute": "guest-sync-delimited", "arguments": {"id": 7}}\n'

const dump = ask('guest-exec', { path: 'pg_dump', arg: ['--all'] })
const status = ask('guest-exec-status', { pid: 910 })
const ping = ask('guest-ping')
const freeze = ask('guest-fsfreeze-freeze')
const thaw = ask('guest-fsfreeze-thaw')
const isFrozen = ask('guest-fsfreeze-status')
const time = ask('guest-get-time')
const name = ask('guest-get-host-name')
const interfaces = ask('guest-network-get-interfaces')

const pid = line(returns('{"pid": 910}'))
const unknownPid = line(fails("Invalid parameter 'pid'"))
const pong = line(OK)
const two = line(returns('2'))
const frozen = line(returns('"frozen"'))
const thawed = line(returns('"thawed"'))
const hostName = line(returns('{"host-name": "mockvm"}'))

const STORIES: Readonly<Record<string, readonly Step[]>> = {
  'agent-crash': [dump, pid, status, nothing, advance('2s'), nothing, status, unknownPid],
  'agent-not-running': [ping, advance('1d'), nothing, reconnect, ping, nothing, tell('agent: start'), pong],
  'allow-listed': [
    ...[ping, pong, ask('guest-exec')],
    line(fails('Command guest-exec has been disabled: the command is not allowed', 'CommandNotFound')),
    ...[name, line(returns('{"host-name": "localhost"}'))],
  ],
  'already-frozen': [freeze, line(disabled('guest-fsfreeze-freeze')), isFrozen, frozen, thaw, two, freeze, two],
  'big-output': [
    ask('guest-exec', { path: '/usr/bin/cat', arg: ['/var/log/app.log'], 'capture-output': true }),
    ...[pid, status],
    line(returns(`{"exitcode": 0, "out-data": "${ALL_WELL}", "out-truncated": false, "exited": true}`)),
  ],
  'busy-agent': [
    ...[ask('guest-fstrim', { minimum: 4096 }), ping, advance('119999ms'), nothing, advance('1ms')],
    gets(
      '{"return": {"paths": [{"minimum": 4096, "path": "/srv/data", "trimmed": 6442450944}, ' +
        '{"minimum": 4096, "path": "/boot/efi", "trimmed": 129751040}, ' +
        `{"minimum": 4096, "path": "/", "trimmed": 20262256640}]}}\n${OK}\n`,
    ),
  ],
  'clock-drift': [
    ...[time, line(returns('1767110400000000000')), ask('guest-set-time'), pong],
    ...[time, line(returns('1767225600000000000'))],
  ],
  'deaf-until-reconnect': [ping, advance('8s'), ping, advance('1h'), nothing, reconnect, ping, pong],
  'duplicate-reply': [ping, gets(`${OK}\n${OK}\n`), send(SYNC), gets('\xff{"return": 7}\n\xff{"return": 7}\n')],
  'exec-pid-reaped': [
    ...[ask('guest-exec', { path: '/usr/bin/pg_dump', 'capture-output': true }), pid],
    ...[status, line(returns('{"exited": false}')), advance('3s')],
    ...[status, line(returns(`{"exitcode": 1, "err-data": "${WHY}", "exited": true}`)), status, unknownPid],
  ],
  'freeze-hang': [
    freeze,
    ping,
    advance('8h'),
    nothing,
    tell('faults: { release: true }'),
    gets(`${returns('2')}\n${OK}\n`),
  ],
  'frozen-blocks': [name, line(disabled('guest-get-host-name')), ping, pong, thaw, two, name, hostName],
  'fsinfo-one-mount-fails': [
    ask('guest-get-fsinfo'),
    line(fails('realpath(\\"/sys/dev/block/254:17\\"): No such file or directory')),
  ],
  garbage: [
    ...[ping, gets(`${OK}\r\n`), name, gets('mockvm login: \r\n{"return": {"host-name": "mockvm"}}\r\n\x8f\0~')],
    ...[send(SYNC), gets('\x8f\0~\xff{"return": 7}\r\n')],
  ],
  'hook-failure': [freeze, line(HOOK), isFrozen, thawed, thaw, line(HOOK), isFrozen, thawed],
  'late-agent': [ping, advance('99999ms'), nothing, advance('1ms'), pong],
  'migration-drop': [
    ...[dump, pid, advance('2499ms'), nothing, advance('1ms'), closed, reconnect],
    ...[status, advance('2999ms'), nothing, advance('1ms'), line(returns('{"exitcode": 0, "exited": true}'))],
  ],
  'no-ip': [
    ...[interfaces, line(addresses()), advance('10s'), interfaces, line(addresses(LINK_LOCAL))],
    ...[advance('110s'), interfaces, line(addresses(FROM_DHCP, LINK_LOCAL))],
  ],
  'partial-reply': [name, gets('{"return": {"host-'), advance('1s'), nothing, name, hostName],
  'partial-request': [
    ...[ping, advance('1h'), nothing, reconnect, ping, nothing],
    ...[send(`\xff${SYNC}`), gets(`${fails('Invalid JSON syntax')}\n\xff{"return": 7}\n`), ping, pong],
  ],
  'paused-vm': [
    ...[freeze, isFrozen, advance('29999ms'), nothing, advance('1ms')],
    gets(`${returns('2')}\n${returns('"frozen"')}\n`),
  ],
  'second-client': [ping, advance('29999ms'), nothing, advance('1ms'), pong],
  'shutdown-ignored': [ask('guest-shutdown'), advance('1h'), nothing, ping, pong],
  'slow-freeze': [freeze, advance('7999ms'), nothing, reconnect, advance('1ms'), two, isFrozen, frozen],
  'slow-link': [
    ...[ask('guest-file-open', { path: '/srv/data/letter.txt' }), line(returns('1000'))],
    ...[ask('guest-file-read', { handle: 1000, count: 10_000 }), gets(LETTER.slice(0, 4097))],
    ...[advance('99ms'), nothing, advance('1ms'), gets(LETTER.slice(4097, 8194)), advance('100ms')],
    line(LETTER.slice(8194)),
  ],
  'stale-reply': [
    ...[time, advance('5s'), nothing, name, advance('1s')],
    gets(`${returns('1767225606000000000')}\n${returns('{"host-name": "mockvm"}')}\n`),
  ],
  'suspend-fails': [ask('guest-suspend-ram'), line(fails('child process has failed to suspend')), ping, pong],
  'suspended-guest': [ping, advance('1h'), nothing, tell('vm: wakeup'), pong],
  'vss-auto-thaw': [
    ...[
      freeze,
      advance('2s'),
      line(returns('3')),
      advance('10s'),
      isFrozen,
      frozen,
      thaw,
      line(TOO_LATE),
      isFrozen,
      thawed,
      thaw,
      line(returns('0')),
    ],
  ],
  'windows-loopback': [
    interfaces,
    line(
      returns(
        '[{"name": "Ethernet", "ip-addresses": [' +
          '{"ip-address-type": "ipv6", "ip-address": "fe80::b51b:d3df:15df:19eb%3", "prefix": -1}, ' +
          '{"ip-address-type": "ipv4", "ip-address": "192.168.122.10", "prefix": 24}], ' +
          '"statistics": {"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, ' +
          '"tx-bytes": 0, "tx-dropped": 0}, "hardware-address": "52:54:00:6b:3c:58"}, ' +
          '{"name": "Loopback Pseudo-Interface 1", "ip-addresses": [' +
          '{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": -1}, ' +
          '{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": -1}], ' +
          '"statistics": {"tx-packets": 0, "tx-errs": 0, "rx-bytes": 0, "rx-dropped": 0, "rx-packets": 0, "rx-errs": 0, ' +
          '"tx-bytes": 0, "tx-dropped": 0}}]',
      ),
    ),
  ],
}

test('there is a story of each failure', () => {
  expect(Object.keys(STORIES)).toEqual(demoNames())
})

test.each(Object.keys(STORIES))('a client of mockvm serve %s gets these bytes', async scenario => {
  const served = await Served.start(scenario)
  for (const step of STORIES[scenario] ?? []) await step(served)
  await nothing(served)
})
