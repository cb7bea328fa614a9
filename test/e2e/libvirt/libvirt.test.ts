import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { debian, startDomain } from './domain.js'
import { Libvirtd } from './libvirtd.js'

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7f0oZ4 alice@example.org'

let daemon: Libvirtd

beforeAll(async () => {
  daemon = await Libvirtd.start()
  await startDomain(daemon, { name: 'guest', emulator: inject('emulator'), scenario: debian('7.2.22') })
})

afterAll(() => daemon?.remove())

const print = (...args: string[]) => daemon.virsh.print(...args)
const fail = (...args: string[]) => daemon.virsh.fail(...args)

test('qemu-agent-command sends a command and prints the reply', async () => {
  expect(await print('qemu-agent-command', 'guest', '{"execute": "guest-ping"}')).toBe('{"return":{}}\n\n')
  const info = JSON.parse(await print('qemu-agent-command', 'guest', '{"execute": "guest-info"}'))
  expect(info.return.version).toBe('7.2.22')
})

test('guestinfo tells users, system, time zone and host name', async () => {
  expect(await print('guestinfo', 'guest', '--user', '--os', '--timezone', '--hostname')).toBe(`user.count          : 0
os.id               : debian
os.name             : Debian GNU/Linux
os.pretty-name      : Debian GNU/Linux 12 (bookworm)
os.version          : 12 (bookworm)
os.version-id       : 12
os.machine          : x86_64
os.kernel-release   : 6.1.0-50-cloud-amd64
os.kernel-version   : #1 SMP PREEMPT_DYNAMIC Debian 6.1.176-1 (2026-07-02)
timezone.name       : UTC
timezone.offset     : 0
hostname            : debian

`)
})

test('domifaddr --source agent lists the addresses of the guest', async () => {
  expect(await print('domifaddr', 'guest', '--source', 'agent')).toBe(
    ` Name       MAC address          Protocol     Address
-------------------------------------------------------------------------------
 lo         00:00:00:00:00:00    ipv4         127.0.0.1/8
 -          -                    ipv6         ::1/128
 enp1s0     52:54:00:6b:3c:58    ipv4         192.168.122.100/24
 -          -                    ipv6         fe80::5054:ff:fe6b:3c58/64

`,
  )
})

test('domfsinfo lists what is mounted', async () => {
  expect(await print('domfsinfo', 'guest')).toBe(` Mountpoint   Name    Type   Target
-------------------------------------
 /            vda1    ext4   ${''}
 /boot/efi    vda15   vfat   ${''}

`)
})

test('domhostname --source agent tells the name of the guest', async () => {
  expect(await print('domhostname', 'guest', '--source', 'agent')).toBe('debian\n\n')
})

test('domtime sets the clock of the guest and reads it', async () => {
  expect(await print('domtime', 'guest', '--time', '1800000000')).toBe('\n')
  expect(await print('domtime', 'guest')).toBe('Time: 1800000000\n')
  expect(await print('domtime', 'guest', '--pretty')).toBe('Time: 2027-01-15 08:00:00\n')
})

test('setvcpus --guest takes vCPUs offline, and guestvcpus brings them back', async () => {
  expect(await print('guestvcpus', 'guest')).toBe(
    'vcpus          : 0-3\nonline         : 0-3\nofflinable     : 1-3\n\n',
  )
  expect(await print('setvcpus', 'guest', '2', '--guest')).toBe('\n')
  expect(await print('vcpucount', 'guest', '--guest')).toBe('2\n\n')
  expect(await print('guestvcpus', 'guest', '--cpulist', '1-3', '--enable')).toBe('\n')
  expect(await print('vcpucount', 'guest', '--guest')).toBe('4\n\n')
})

test('what is frozen can be neither trimmed nor frozen, and thaws', async () => {
  const frozen = (command: string) =>
    `error: internal error: unable to execute QEMU agent command '${command}': Command ${command} has been disabled: the agent is in frozen state\n`
  expect(await print('domfsfreeze', 'guest')).toBe('Froze 1 filesystem(s)\n\n')
  expect(await fail('domfstrim', 'guest')).toBe(`error: Unable to invoke fstrim\n${frozen('guest-fstrim')}`)
  expect(await fail('domfsfreeze', 'guest')).toBe(
    `error: Unable to freeze filesystems\n${frozen('guest-fsfreeze-freeze')}`,
  )
  expect(await print('domfsthaw', 'guest')).toBe('Thawed 1 filesystem(s)\n\n')
  expect(await print('domfsthaw', 'guest')).toBe('Thawed 0 filesystem(s)\n\n')
  expect(await print('domfstrim', 'guest')).toBe('\n')
})

test('set-user-password sets the password of an account that there is', async () => {
  expect(await print('set-user-password', 'guest', 'debian', 'secret')).toBe(
    'Password set successfully for debian in guest\n',
  )
  expect(await fail('set-user-password', 'guest', 'stranger', 'secret')).toBe(
    "error: internal error: unable to execute QEMU agent command 'guest-set-user-password': child process has failed to set user password\n",
  )
})

test('set-user-sshkeys adds and removes keys, and get-user-sshkeys lists them', async () => {
  const file = daemon.write('key.pub', `${KEY}\n`)
  expect(await print('set-user-sshkeys', 'guest', 'debian', '--file', file)).toBe('\n')
  expect(await print('get-user-sshkeys', 'guest', 'debian')).toBe(`${KEY}\n`)
  expect(await print('set-user-sshkeys', 'guest', 'debian', '--file', file, '--remove')).toBe('\n')
  expect(await print('get-user-sshkeys', 'guest', 'debian')).toBe('\n')
})

describe('an agent of 5.1, which knows no keys', () => {
  beforeAll(() => startDomain(daemon, { name: 'older', emulator: inject('emulator'), scenario: debian('5.1.0') }))

  test('get-user-sshkeys fails', async () => {
    expect(await fail('get-user-sshkeys', 'older', 'debian')).toBe(
      "error: internal error: unable to execute QEMU agent command 'guest-ssh-get-authorized-keys': The command guest-ssh-get-authorized-keys has not been found\n",
    )
  })
})
