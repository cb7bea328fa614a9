/** What an agent on FreeBSD answers. It follows the sources of 7.2 and 10.2: no real one was there to compare with. */
import { expect, test } from 'vitest'
import { fails, OK, returns, talk } from '../talk.js'

const UNSUPPORTED = fails('this feature or command is not currently supported')
const base64 = (text: string) => Buffer.from(text).toString('base64')
const freebsd = (version: string) => talk({ scenario: 'freebsd-14', agent: { version } })

const DISABLED = [
  ...['guest-get-devices', 'guest-get-memory-block-info', 'guest-set-memory-blocks', 'guest-get-memory-blocks'],
  ...['guest-set-vcpus', 'guest-get-vcpus', 'guest-suspend-hybrid', 'guest-suspend-ram', 'guest-suspend-disk'],
  'guest-fstrim',
]

test('10.2 knows only what FreeBSD can do', async () => {
  const host = await freebsd('10.2.2')
  const row = (name: string, answers = true) =>
    `{"enabled": true, "name": "guest-${name}", "success-response": ${answers}}`
  const names = [
    ...['get-load', 'ssh-remove-authorized-keys', 'ssh-add-authorized-keys', 'ssh-get-authorized-keys'],
    ...['get-osinfo', 'get-timezone', 'get-users', 'get-host-name', 'exec', 'exec-status', 'set-user-password'],
    ...['network-get-interfaces', 'fsfreeze-thaw', 'fsfreeze-freeze-list', 'fsfreeze-freeze', 'fsfreeze-status'],
    ...['file-flush', 'file-seek', 'file-write', 'file-read', 'file-close', 'file-open', 'shutdown', 'info'],
    ...['set-time', 'get-time', 'ping', 'sync', 'sync-delimited'],
  ]
  expect(names).toHaveLength(29)
  expect(await host.ask('guest-info')).toBe(
    returns(`{"version": "10.2.2", "supported_commands": [${names.map(it => row(it, it !== 'shutdown')).join(', ')}]}`),
  )
  for (const command of [...DISABLED, 'guest-get-fsinfo', 'guest-get-disks', 'guest-network-get-route']) {
    expect(await host.ask(command)).toBe(fails(`The command ${command} has not been found`, 'CommandNotFound'))
  }
})

test('7.2 lists what it can not do as disabled, or as a command that always fails', async () => {
  const host = await freebsd('7.2.22')
  const commands: { name: string; enabled: boolean }[] = JSON.parse(await host.ask('guest-info')).return
    .supported_commands
  expect(commands).toHaveLength(42)
  expect(commands.filter(({ enabled }) => !enabled).map(({ name }) => name)).toEqual(DISABLED)
  for (const command of DISABLED) {
    expect(await host.ask(command)).toBe(fails(`Command ${command} has been disabled`, 'CommandNotFound'))
  }
  for (const command of ['guest-get-fsinfo', 'guest-get-disks', 'guest-get-diskstats', 'guest-get-cpustats']) {
    expect(await host.ask(command)).toBe(UNSUPPORTED)
  }
})

test.each(['7.2.22', '10.2.2'])('%s tells no counters of an interface', async version => {
  const host = await freebsd(version)
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns(
      '[{"name": "vtnet0", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "192.168.122.143", "prefix": 24}, ' +
        '{"ip-address-type": "ipv6", "ip-address": "fe80::5054:ff:fefb:1403", "prefix": 64}], ' +
        '"hardware-address": "52:54:00:fb:14:03"}, ' +
        '{"name": "lo0", "ip-addresses": [{"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}, ' +
        '{"ip-address-type": "ipv6", "ip-address": "fe80::1", "prefix": 64}, ' +
        '{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", "prefix": 8}], ' +
        '"hardware-address": "00:00:00:00:00:00"}]',
    ),
  )
})

test('an interface without addresses has its name and its hardware address', async () => {
  const interfaces = [{ name: 'vtnet0', mac: '52:54:00:fb:14:03', addresses: [] }]
  const host = await talk({ scenario: { extends: 'freebsd-14', network: { interfaces } } })
  expect(await host.ask('guest-network-get-interfaces')).toBe(
    returns('[{"name": "vtnet0", "hardware-address": "52:54:00:fb:14:03"}]'),
  )
})

test('7.2 refuses to set the time, for want of hwclock', async () => {
  const host = await freebsd('7.2.22')
  const before = host.vm.guest.clock.now()
  expect(await host.ask('guest-set-time', { time: 1_800_000_000_000_000_000 })).toBe(UNSUPPORTED)
  expect(await host.ask('guest-set-time')).toBe(UNSUPPORTED)
  expect(host.vm.guest.clock.now()).toBe(before)
})

test.each(['9.1.0', '10.2.2'])('%s sets the time and then fails, for want of hwclock', async version => {
  const host = await freebsd(version)
  const failure = fails(
    'child process has failed to set hardware clock to system time: ' +
      "failed to exec '/sbin/hwclock': No such file or directory\\n",
  )
  expect(await host.ask('guest-set-time', '{"time": 1800000000000000000}')).toBe(failure)
  expect(await host.ask('guest-get-time')).toBe(returns('1800000000000000000'))
  expect(await host.ask('guest-set-time')).toBe(failure)
})

test.each(['7.2.22', '10.2.2'])('%s sets passwords with pw', async version => {
  const host = await freebsd(version)
  const line = () => host.vm.guest.files.readFile('/etc/master.passwd', 'utf8').split('\n').at(-2)
  expect(line()).toBe('freebsd:*:1001:1001::0:0:FreeBSD User:/home/freebsd:/bin/sh')
  const set = { username: 'freebsd', password: base64('secret'), crypted: false }
  expect(await host.ask('guest-set-user-password', set)).toBe(OK)
  expect(line()).toMatch(/^freebsd:\$6\$[./\w]{16}\$[./\w]{86}:1001:1001::0:0:FreeBSD User:\/home\/freebsd:\/bin\/sh$/)
  const crypted = { ...set, password: base64('$6$salt$hash'), crypted: true }
  expect(await host.ask('guest-set-user-password', crypted)).toBe(OK)
  expect(line()).toBe('freebsd:$6$salt$hash:1001:1001::0:0:FreeBSD User:/home/freebsd:/bin/sh')
})

test.each([
  ['7.2.22', 'child process has failed to set user password'],
  ['10.2.2', "child process has failed to set user password: pw: no such user `nobody2'\\n"],
])('%s fails to set the password of somebody unknown', async (version, text) => {
  const host = await freebsd(version)
  const set = { username: 'nobody2', password: base64('secret'), crypted: false }
  expect(await host.ask('guest-set-user-password', set)).toBe(fails(text))
})

test.each([
  ['7.2.22', "cannot find 'passwd' program in PATH"],
  ['10.2.2', "child process has failed to set user password: failed to exec 'pw': No such file or directory\\n"],
])('%s without pw tells that', async (version, text) => {
  const host = await talk({ scenario: { extends: 'freebsd-14', agent: { version }, builtins: [] } })
  const set = { username: 'freebsd', password: base64('secret'), crypted: false }
  expect(await host.ask('guest-set-user-password', set)).toBe(fails(text))
})

test.each([
  ['a\nb', 'freebsd', 'forbidden characters in raw password'],
  ['a', 'free:bsd', 'forbidden characters in username'],
])('the password %j of %j is refused', async (password, username, text) => {
  const host = await freebsd('10.2.2')
  const set = { username, password: base64(password), crypted: false }
  expect(await host.ask('guest-set-user-password', set)).toBe(fails(text))
})

test.each(
  ['7.2.22', '10.2.2'].flatMap(version =>
    (
      [
        [undefined, 'off'],
        ['powerdown', 'off'],
        ['halt', 'halted'],
      ] as const
    ).map(([mode, state]) => [version, mode, state] as const),
  ),
)('%s: guest-shutdown of mode %s leaves the machine %s', async (version, mode, state) => {
  const host = await freebsd(version)
  expect(await host.ask('guest-shutdown', mode === undefined ? undefined : { mode })).toBe('')
  expect(host.vm.guest.power.state).toBe(state)
})

test.each(['7.2.22', '10.2.2'])('%s reboots', async version => {
  const host = await freebsd(version)
  const { bootId } = host.vm.guest
  expect(await host.ask('guest-shutdown', { mode: 'reboot' })).toBe('')
  expect(host.vm.guest.bootId).not.toBe(bootId)
  expect(await host.ask('guest-get-host-name')).toBe(returns('{"host-name": "freebsd"}'))
})

test.each([
  ['7.2.22', 'child process has failed to shutdown'],
  ['10.2.2', "child process has failed to shutdown: failed to exec '/sbin/shutdown': No such file or directory\\n"],
])('%s without any program for it tells that', async (version, text) => {
  const host = await talk({ scenario: { extends: 'freebsd-14', agent: { version }, builtins: [] } })
  expect(await host.ask('guest-shutdown')).toBe(fails(text))
  expect(await host.ask('guest-shutdown', { mode: 'sleep' })).toBe(
    fails('mode is invalid (valid values are: halt|powerdown|reboot'),
  )
})

test('users, the time zone and the system are told as on Linux', async () => {
  const host = await talk({
    scenario: {
      extends: 'freebsd-14',
      clock: { timezone: 'Europe/Prague' },
      sessions: [{ user: 'freebsd', line: 'pts/0', host: '192.168.122.1', time: '2025-12-31T23:00:00.25Z' }],
    },
  })
  expect(await host.ask('guest-get-users')).toBe(returns('[{"login-time": 1767222000.25, "user": "freebsd"}]'))
  expect(await host.ask('guest-get-timezone')).toBe(returns('{"zone": "CET", "offset": 3600}'))
  expect(await host.ask('guest-get-osinfo')).toBe(
    returns(
      '{"name": "FreeBSD", "kernel-release": "14.3-RELEASE", "version": "14.3-RELEASE", ' +
        '"pretty-name": "FreeBSD 14.3-RELEASE", "version-id": "14.3", ' +
        '"kernel-version": "FreeBSD 14.3-RELEASE releng/14.3-n271432-8c9ce319fef7 GENERIC", ' +
        '"machine": "amd64", "id": "freebsd"}',
    ),
  )
})
