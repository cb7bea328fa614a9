import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../../src/index.js'
import { talk } from '../../commands/talk.js'

async function commandLine(scenario: ScenarioInput): Promise<string> {
  return (await talk({ scenario })).vm.guest.files.readFile('/proc/cmdline', 'utf8')
}

const disks = [{ name: 'sda', size: '3GiB', partitions: { sda2: '2GiB' } }]

test('the kernel is started with the root of the mount table', async () => {
  expect(await commandLine({ disks, mounts: [{ source: 'sda2', path: '/', type: 'ext4' }] })).toBe(
    'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda2 ro console=tty0 console=ttyS0\n',
  )
})

test('the kernel is started with the subvolume of its root, and with the options that the scenario says', async () => {
  const scenario: ScenarioInput = {
    os: { kernel: { options: 'quiet net.ifnames=0' } },
    disks,
    mounts: [{ source: 'sda2', path: '/', type: 'btrfs', root: '/root' }],
  }
  expect(await commandLine(scenario)).toBe(
    'BOOT_IMAGE=/boot/vmlinuz root=/dev/sda2 ro rootflags=subvol=root quiet net.ifnames=0\n',
  )
})

test('a root that lies on no disk is not named', async () => {
  expect(await commandLine({ mounts: [{ source: 'overlay', path: '/', type: 'overlay' }] })).toBe(
    'BOOT_IMAGE=/boot/vmlinuz ro console=tty0 console=ttyS0\n',
  )
})
