import { verify } from 'unixcrypt'
import { describe, expect, test } from 'vitest'
import { execute, freebsdGuest } from './guest.js'

const ok = (stdout: string) => ({ stdout, stderr: '', exitCode: 0 })
const wrong = (stderr: string, exitCode = 1) => ({ stdout: '', stderr, exitCode })

const VERSION = 'FreeBSD 14.3-RELEASE releng/14.3-n271432-8c9ce319fef7 GENERIC'

test.each([
  [[], 'FreeBSD'],
  [['-r'], '14.3-RELEASE'],
  [['-mr'], '14.3-RELEASE amd64'],
  [['-o'], 'FreeBSD'],
  [['-i'], 'GENERIC'],
  [['-a'], `FreeBSD freebsd 14.3-RELEASE ${VERSION} amd64`],
])('uname %j prints %s', (args, line) => {
  expect(execute(freebsdGuest(), ['uname', ...args])).toEqual(ok(`${line}\n`))
})

describe('shutdown', () => {
  test.each([
    ['-p', 'off'],
    ['-h', 'halted'],
    ['-r', 'rebooting'],
  ])('%s asks for a machine that is %s', (option, state) => {
    const guest = freebsdGuest()
    const { stdout } = execute(guest, ['shutdown', option, '+0', 'hypervisor initiated shutdown'])
    expect(stdout).toMatch(/^Shutdown NOW!\nshutdown: \[pid \d+\]\n$/)
    expect(guest.power.requested).toBe(state)
  })

  test.each([
    [['-p', '-r', 'now'], 'root', 'shutdown: incompatible switches -h, -p and -r\n'],
    [['-p'], 'root', 'shutdown: usage: shutdown [-h | -p | -r | -k] time [warning-message ...]\n'],
    [['-p', '+5'], 'root', "shutdown: mockvm doesn't do a later time yet: +0 and now\n"],
    [['now'], 'root', "shutdown: mockvm doesn't do single-user mode yet: -h, -p and -r\n"],
    [['-p', 'now'], 'freebsd', 'shutdown: NOT super-user\n'],
  ])('%j by %s is refused', (args, user, text) => {
    const guest = freebsdGuest()
    expect(execute(guest, ['shutdown', ...args], '', user)).toEqual(wrong(text))
    expect(guest.power.requested).toBe(undefined)
  })

  test('-k only warns', () => {
    const guest = freebsdGuest()
    expect(execute(guest, ['shutdown', '-p', '-k', 'now'])).toMatchObject({ exitCode: 0 })
    expect(guest.power.requested).toBe(undefined)
  })
})

test.each([
  [['halt'], 'halted'],
  [['halt', '-p'], 'off'],
  [['poweroff'], 'off'],
  [['reboot'], 'rebooting'],
] as const)('%j asks for a machine that is %s', (argv, state) => {
  const guest = freebsdGuest()
  expect(execute(guest, argv as unknown as [string, ...string[]])).toEqual(ok(''))
  expect(guest.power.requested).toBe(state)
})

test('nobody but root halts', () => {
  expect(execute(freebsdGuest(), ['reboot'], '', 'freebsd')).toEqual(wrong('reboot: Operation not permitted\n'))
})

describe('pw', () => {
  const passwordOf = (guest: ReturnType<typeof freebsdGuest>, name: string) =>
    guest.files
      .readFile('/etc/master.passwd', 'utf8')
      .split('\n')
      .find(line => line.startsWith(`${name}:`))
      ?.split(':')[1]

  test('hashes the line that it reads, or takes it as it is', () => {
    const guest = freebsdGuest()
    expect(execute(guest, ['pw', 'usermod', '-n', 'freebsd', '-h', '0'], 'secret\nrest')).toEqual(ok(''))
    expect(verify('secret', passwordOf(guest, 'freebsd') ?? '')).toBe(true)
    expect(execute(guest, ['pw', 'usermod', 'freebsd', '-H', '0'], 'hash')).toEqual(ok(''))
    expect(passwordOf(guest, 'freebsd')).toBe('hash')
    expect(execute(guest, ['pw', 'usermod', 'freebsd', '-h', '-'])).toEqual(ok(''))
    expect(passwordOf(guest, 'freebsd')).toBe('*')
    expect(execute(guest, ['pw', 'usermod', 'freebsd'])).toEqual(ok(''))
  })

  test('somebody of passwd whom master.passwd lacks gets a line there', () => {
    const guest = freebsdGuest()
    guest.files.writeFile('/etc/passwd', 'ann:*:1002:1002:Ann:/home/ann:/bin/sh\n', { append: true })
    expect(execute(guest, ['pw', 'usermod', 'ann', '-H', '0'], 'hash')).toEqual(ok(''))
    expect(passwordOf(guest, 'ann')).toBe('hash')
  })

  test.each([
    [['useradd', 'x'], 'root', 'pw: only usermod is simulated\n', 64],
    [['usermod', '-h', '0'], 'root', 'pw: user name or id required\n', 65],
    [['usermod', '-n', 'x', '-h', '0'], 'root', "pw: no such user `x'\n", 67],
    [['usermod', '-n', 'freebsd', '-h', '3'], 'root', "pw: '-h' expects '-' or the file descriptor 0\n", 64],
    [['usermod', '-n', 'freebsd', '-h', '0'], 'freebsd', 'pw: you must be root to run this program\n', 77],
  ])('%j by %s is refused', (args, user, text, status) => {
    expect(execute(freebsdGuest(), ['pw', ...args], 'a\n', user)).toEqual(wrong(text, status))
  })
})
