import { expect, test } from 'vitest'
import { Guest } from '../../../../src/guest/guest.js'
import { debian, ended, fails, prints } from '../guest.js'

const guest = () => new Guest(debian)
const BANNER = `Linux version ${debian.kernel.release} (mockvm) ${debian.kernel.version}`

test('dmesg prints what the kernel has said since the boot', () => {
  const vm = guest()
  expect(ended(vm, 'dmesg')).toEqual(prints(`[    0.000000] ${BANNER}\n[    0.000000] Hypervisor detected: KVM\n`))
  expect(ended(vm, 'dmesg -t -l notice')).toEqual(prints(`${BANNER}\n`))
  expect(ended(vm, 'dmesg -r -l info')).toEqual(prints('<6>[    0.000000] Hypervisor detected: KVM\n'))
  expect(ended(vm, 'dmesg -x -l info')).toEqual(prints('kern  :info  : [    0.000000] Hypervisor detected: KVM\n'))
  expect(ended(vm, 'dmesg -u')).toEqual(prints(''))
  expect(ended(vm, 'dmesg -l loud')).toEqual(fails("dmesg: unknown level 'loud'\n"))
  expect(ended(vm, 'dmesg -w')).toEqual(fails("dmesg: mockvm doesn't do -w yet\n"))
})

test('dmesg tells the time of the guest', () => {
  expect(ended(guest(), 'dmesg -T -l info').stdout).toMatch(
    /^\[\w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}\] Hypervisor detected: KVM\n$/,
  )
})

test('sysctl reads the files of /proc/sys, and writes those that can be written', () => {
  const vm = guest()
  expect(ended(vm, 'sysctl kernel.hostname kernel.ostype')).toEqual(
    prints('kernel.hostname = debian\nkernel.ostype = Linux\n'),
  )
  expect(ended(vm, 'sysctl -w kernel.hostname=web')).toEqual(prints('kernel.hostname = web\n'))
  expect(vm.hostname).toBe('web')
  expect(ended(vm, 'sysctl -w kernel.ostype=x')).toEqual(fails('sysctl: permission denied on key "kernel.ostype"\n'))
  expect(ended(vm, 'sysctl kernel.pid_max=5')).toEqual(
    fails("sysctl: mockvm doesn't do a change of kernel.pid_max yet\n"),
  )
  expect(ended(vm, 'sysctl -a -r ^kernel.os')).toEqual(
    prints(`kernel.osrelease = ${debian.kernel.release}\nkernel.ostype = Linux\n`),
  )
})

test('sysctl --system reads each name once, in the order of the names', () => {
  const vm = guest()
  for (const path of ['/run/sysctl.d', '/etc/sysctl.d']) vm.files.mkdir(path, { recursive: true })
  vm.files.writeFile('/etc/sysctl.d/50-a.conf', 'kernel.hostname = never\n')
  vm.files.writeFile('/run/sysctl.d/50-a.conf', '# first\nkernel.hostname = a\n-kernel.nosuch = 1\n')
  vm.files.writeFile('/etc/sysctl.d/90-b.conf', 'kernel/hostname=b\nrubbish\n')
  vm.files.writeFile('/etc/sysctl.conf', '')
  const { stdout, stderr } = ended(vm, 'sysctl --system')
  expect(stdout).toMatch(/^\* Applying \/run\/sysctl.d\/50-a.conf \.\.\.\nkernel.hostname = a\n/)
  expect(stdout).toMatch(/\* Applying \/etc\/sysctl.d\/90-b.conf \.\.\.\nkernel.hostname = b\n/)
  expect(stdout).not.toContain('never')
  expect(stderr).toBe('sysctl: /etc/sysctl.d/90-b.conf(2): invalid syntax, continuing...\n')
})

test('no module is there unless /proc/modules has it', () => {
  const vm = guest()
  expect(ended(vm, 'lsmod')).toEqual(prints('Module                  Size  Used by\n'))
  const { release } = debian.kernel
  expect(ended(vm, 'modprobe nbd')).toEqual(
    fails(`modprobe: FATAL: Module nbd not found in directory /lib/modules/${release}\n`),
  )
  expect(ended(vm, 'modprobe -q nbd')).toEqual(fails(''))
})

test('the kernel makes up another identifier at each look', () => {
  const vm = guest()
  const one = ended(vm, 'cat /proc/sys/kernel/random/uuid').stdout
  expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/)
  expect(ended(vm, 'cat /proc/sys/kernel/random/uuid').stdout).not.toBe(one)
})
