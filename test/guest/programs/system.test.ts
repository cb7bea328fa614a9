import { describe, expect, test } from 'vitest'
import { programGuest, run } from './guest.js'

const HOUR = 3_600_000_000_000n

describe('what the machine says of itself', () => {
  test('hostname and uname -n tell the same name, and root may change it', () => {
    const guest = programGuest({ hostname: 'web-1.example.com' })
    expect(run(guest, ['hostname']).stdout).toBe('web-1.example.com\n')
    expect(run(guest, ['hostname', '-s']).stdout).toBe('web-1\n')
    expect(run(guest, ['hostname', '-d']).stdout).toBe('example.com\n')
    expect(run(guest, ['hostname', 'other'], { user: 'nobody' }).stderr).toBe(
      'hostname: you must be root to change the host name\n',
    )
    expect(run(guest, ['hostname', 'other']).exitCode).toBe(0)
    expect(run(guest, ['uname', '-n']).stdout).toBe('other\n')
    expect(run(guest, ['cat', '/proc/sys/kernel/hostname']).stdout).toBe('other\n')
  })

  test('hostname -I leaves out what only the machine itself can reach', () => {
    const [lo] = programGuest().config.interfaces
    if (lo === undefined) throw new Error('the minimal scenario has no loopback interface')
    const addresses = ['10.0.0.5', 'fe80::1', '2001:db8::5'].map(address => ({ address, prefix: 64 }))
    const guest = programGuest({ interfaces: [lo, { ...lo, name: 'eth0', addresses }] })
    expect(run(guest, ['hostname', '-I']).stdout).toBe('10.0.0.5 2001:db8::5 \n')
    guest.interfaces.setAddresses('eth0', ['10.0.0.6/24'])
    expect(run(guest, ['hostname', '-I']).stdout).toBe('10.0.0.6 \n')
  })

  test('uname -a shows the kernel of the scenario', () => {
    const kernel = { release: '6.1.0-18-amd64', version: '#1 SMP Debian', machine: 'x86_64' }
    const guest = programGuest({ kernel, hostname: 'h' })
    expect(run(guest, ['uname', '-a']).stdout).toBe('Linux h 6.1.0-18-amd64 #1 SMP Debian x86_64 GNU/Linux\n')
    expect(run(guest, ['uname', '-rvm']).stdout).toBe('6.1.0-18-amd64 #1 SMP Debian x86_64\n')
    expect(run(guest, ['uname', '-p']).stdout).toBe('unknown\n')
  })

  test('uptime counts from the boot, in three ways', () => {
    const { clock } = programGuest().config
    const guest = programGuest({ clock: { ...clock, uptime: 26n * HOUR + 180_000_000_000n } })
    expect(run(guest, ['uptime']).stdout).toBe(' 00:00:00 up 1 day,  2:03,  0 user,  load average: 0.00, 0.00, 0.00\n')
    expect(run(guest, ['uptime', '-p']).stdout).toBe('up 1 day, 2 hours, 3 minutes\n')
    expect(run(guest, ['uptime', '-s']).stdout).toBe('2025-12-30 21:57:00\n')
  })

  test('uptime counts who is logged in', () => {
    const guest = programGuest()
    guest.users.login({ user: 'root', line: 'tty1', time: 0n })
    guest.users.login({ user: 'nobody', line: 'pts/0', time: 0n })
    expect(run(guest, ['uptime']).stdout).toBe(' 00:00:00 up 1 min,  2 users,  load average: 0.00, 0.00, 0.00\n')
  })

  test('id shows further groups', () => {
    const group = (name: string, gid: number, members: string[] = []) => ({ name, gid, members })
    const groups = [group('root', 0), group('bin', 2), group('adm', 4, ['bin']), group('sudo', 27, ['nobody', 'bin'])]
    const guest = programGuest({ groups })
    expect(run(guest, ['id', 'bin']).stdout).toBe('uid=2(bin) gid=2(bin) groups=2(bin),4(adm),27(sudo)\n')
    expect(run(guest, ['id'], { user: 'bin' }).stdout).toBe('uid=2(bin) gid=2(bin) groups=2(bin),4(adm),27(sudo)\n')
    expect(run(guest, ['id', 'daemon']).stdout).toBe('uid=1(daemon) gid=1 groups=1\n')
  })
})

describe('the clocks', () => {
  test('date -s sets the time and shows it', () => {
    const guest = programGuest()
    const ran = run(guest, ['date', '-u', '-s', '2030-05-06 07:08:09'])
    expect(ran).toEqual({ stdout: 'Mon May  6 07:08:09 UTC 2030\n', stderr: '', exitCode: 0, duration: 0n })
    expect(guest.clock.now()).toBe(BigInt(Date.UTC(2030, 4, 6, 7, 8, 9)) * 1_000_000n)
    expect(run(guest, ['date', '-u', '050607082031.10']).stdout).toBe('Tue May  6 07:08:10 UTC 2031\n')
    expect(run(guest, ['date', '+%F']).stdout).toBe('2031-05-06\n')
  })

  test('date -s is for root alone', () => {
    const guest = programGuest()
    const before = guest.clock.now()
    expect(run(guest, ['date', '-u', '-s', '@0'], { user: 'nobody' })).toEqual({
      stdout: 'Thu Jan  1 00:00:00 UTC 1970\n',
      stderr: 'date: cannot set date: Operation not permitted\n',
      exitCode: 1,
      duration: 0n,
    })
    expect(guest.clock.now()).toBe(before)
  })

  test('date follows the zone of the guest', () => {
    const { clock } = programGuest().config
    const guest = programGuest({ clock: { ...clock, timezone: 'Europe/Prague' } })
    expect(run(guest, ['date']).stdout).toBe('Thu Jan  1 01:00:00 CET 2026\n')
    expect(run(guest, ['date', '-d', 'tomorrow', '+%F %T']).stdout).toBe('2026-01-02 01:00:00\n')
  })

  test('hwclock carries the time from one clock to the other', () => {
    const guest = programGuest()
    guest.clock.setTime(1_900_000_000_500_000_000n)
    expect(run(guest, ['/sbin/hwclock', '-r']).stdout).toBe('2026-01-01 00:00:00.000000+00:00\n')
    run(guest, ['/sbin/hwclock', '-w'])
    expect(guest.clock.rtc()).toBe(1_900_000_000_500_000_000n)
    guest.clock.setTime(0n)
    run(guest, ['/sbin/hwclock', '--hctosys'])
    expect(guest.clock.now()).toBe(1_900_000_000_500_000_000n)
    expect(run(guest, ['/sbin/hwclock', '-w', 'x'])).toMatchObject({
      stderr: "hwclock: 1 too many arguments given\nTry 'hwclock --help' for more information.\n",
      exitCode: 1,
    })
  })
})

describe('shutdown', () => {
  test.each([
    [['-h', '-P', '+0', 'hypervisor initiated shutdown'], 'off'],
    [['-h', '-H', '+0'], 'halted'],
    [['-h', '-r', '+0'], 'rebooting'],
    [['now'], 'off'],
    [['-H', '-h', 'now'], 'halted'],
    [['-r', '0'], 'rebooting'],
  ])('%j asks for the state "%s"', (args, state) => {
    const guest = programGuest()
    expect(run(guest, ['shutdown', ...args])).toEqual({ stdout: '', stderr: '', exitCode: 0, duration: 0n })
    expect(guest.power.requested).toBe(state)
  })

  test.each([
    [['--show'], 'No scheduled shutdown.\n'],
    [['24:30'], 'Failed to parse time specification: 24:30\n'],
    [['soon'], 'Failed to parse time specification: soon\n'],
    [['-z'], "shutdown: invalid option -- 'z'\n"],
    [['--foo'], "shutdown: unrecognized option '--foo'\n"],
  ])('%j fails', (args, stderr) => {
    const guest = programGuest()
    expect(run(guest, ['shutdown', ...args])).toEqual({ stdout: '', stderr, exitCode: 1, duration: 0n })
    expect(guest.power.requested).toBe(undefined)
  })

  test.each([[['-k', 'now']], [['-c']]])('%j does nothing', args => {
    const guest = programGuest()
    expect(run(guest, ['shutdown', ...args]).exitCode).toBe(0)
    expect(guest.power.requested).toBe(undefined)
  })
})
