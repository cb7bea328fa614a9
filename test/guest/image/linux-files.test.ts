import { expect, test } from 'vitest'
import type { ScenarioInput } from '../../../src/index.js'
import { talk } from '../../commands/talk.js'

async function fstab(scenario: ScenarioInput): Promise<string> {
  return (await talk({ scenario })).vm.guest.files.readFile('/etc/fstab', 'utf8')
}

test('fstab has what lies on a disk, the root first to be checked', async () => {
  const text = await fstab({
    disks: [{ name: 'vda', size: '3GiB', partitions: { vda1: '2GiB', vda15: '100MiB' } }],
    mounts: [
      { source: 'proc', path: '/proc', type: 'proc' },
      { source: 'vda1', path: '/', type: 'ext4' },
      { source: 'vda15', path: '/boot/efi', type: 'vfat' },
    ],
  })
  expect(text).toBe('/dev/vda1 / ext4 defaults 0 1\n/dev/vda15 /boot/efi vfat defaults 0 2\n')
})

test('fstab names subvolumes of btrfs, and leaves out loop devices and bind mounts', async () => {
  const text = await fstab({
    disks: [
      { name: 'vda', size: '3GiB' },
      { name: 'vdb', size: '3GiB' },
      { name: 'loop0', size: '1MiB' },
    ],
    mounts: [
      { source: 'vda', path: '/', type: 'btrfs', root: '/root' },
      { source: 'vda', path: '/home', type: 'btrfs', root: '/home' },
      { source: 'vdb', path: '/srv', type: 'xfs' },
      { source: 'vdb', path: '/var/www', type: 'xfs', root: '/www' },
      { source: 'loop0', path: '/snap/core/1', type: 'squashfs' },
    ],
  })
  expect(text).toBe(
    '/dev/vda / btrfs subvol=root 0 0\n/dev/vda /home btrfs subvol=home 0 0\n/dev/vdb /srv xfs defaults 0 0\n',
  )
})
