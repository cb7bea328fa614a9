import { describe, expect, test } from 'vitest'
import { text } from '../../../src/guest/image/entries.js'
import { run } from '../programs/guest.js'
import { networkGuest } from '../programs/network/network-guest.js'

test.each([
  ['vm.swappiness=10', 'vm.swappiness = 10\n'],
  ['net.ipv4.ip_forward=1', 'net.ipv4.ip_forward = 1\n'],
  ['net.ipv4.ip_local_port_range=1024 65535', 'net.ipv4.ip_local_port_range = 1024\t65535\n'],
  ['net.ipv6.conf.eth0.disable_ipv6=1', 'net.ipv6.conf.eth0.disable_ipv6 = 1\n'],
  ['net.ipv4.tcp_congestion_control=bbr', 'net.ipv4.tcp_congestion_control = bbr\n'],
])('sysctl -w %s stays', (setting, shown) => {
  const guest = networkGuest()
  expect(run(guest, ['sysctl', '-w', setting]).exitCode).toBe(0)
  expect(run(guest, ['sysctl', setting.replace(/=.*/, '')])).toMatchObject({ stdout: shown, exitCode: 0 })
})

test.each([
  'vm.swappiness=201',
  'vm.swappiness=-1',
  'vm.swappiness=ten',
  'net.ipv4.ip_forward=1 2',
  'vm.drop_caches=9',
])('%s is refused', setting => {
  expect(run(networkGuest(), ['sysctl', '-w', setting]).stderr).toBe(
    `sysctl: setting key "${setting.replace(/=.*/, '')}": Invalid argument\n`,
  )
})

describe('below /proc/sys', () => {
  test('a file is written, and one name of a value shows in the other', () => {
    const { files } = networkGuest()
    files.writeFile('/proc/sys/net/ipv4/ip_forward', '1\n')
    expect(files.readFile('/proc/sys/net/ipv4/conf/all/forwarding', 'utf8')).toBe('1\n')
    expect(files.readdir('/proc/sys/net/ipv4/conf').toSorted()).toEqual(['all', 'default', 'eth0', 'lo'])
    expect(files.readdir('/proc/sys/kernel')).toContain('hostname')
  })

  test('caches are dropped without anybody reading of it', () => {
    const { files } = networkGuest()
    files.writeFile('/proc/sys/vm/drop_caches', '3\n')
    expect(files.stat('/proc/sys/vm/drop_caches').mode & 0o777).toBe(0o200)
    expect(() => files.readFile('/proc/sys/vm/drop_caches')).toThrow('Permission denied')
  })
})

test('a snapshot holds what was set, and a boot sets what the files say', () => {
  const guest = networkGuest()
  const { files } = guest
  const shown = () => files.readFile('/proc/sys/vm/swappiness', 'utf8')
  files.writeFile('/proc/sys/vm/swappiness', '10')
  const snapshot = guest.snapshot()
  files.writeFile('/proc/sys/vm/swappiness', '20')
  guest.restore(snapshot)
  expect(shown()).toBe('10\n')
  guest.reboot()
  expect(shown()).toBe('60\n')
  files.mkdir('/etc/sysctl.d')
  files.writeFile('/etc/sysctl.d/90-swap.conf', '# less\nvm.swappiness = 30\n-no.such = 1\nvm.swappiness=many\n')
  files.writeFile('/etc/sysctl.d/10-swap.conf', 'vm.swappiness = 40\n')
  guest.reboot()
  expect(shown()).toBe('30\n')
})

test('files of the image are read before anything runs', () => {
  const guest = networkGuest({ files: [text('/etc/sysctl.conf', 'net/ipv4/ip_forward = 1\n')] })
  expect(guest.files.readFile('/proc/sys/net/ipv4/ip_forward', 'utf8')).toBe('1\n')
})
