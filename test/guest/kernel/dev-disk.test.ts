import { expect, test } from 'vitest'
import { Guest } from '../../../src/guest/guest.js'
import { loadScenario } from '../../../src/scenario/load.js'
import { vocabulary } from '../../../src/vm.js'
import { exec } from '../programs/exec.js'
import { programGuest } from '../programs/guest.js'

const { guest: config } = loadScenario('debian-12', { vocabulary })

test('devices have links by what blkid finds on them', () => {
  const { stdout } = exec(new Guest(config), [
    'bash',
    '-c',
    'readlink -f "/dev/disk/by-uuid/$(blkid -s UUID -o value /dev/vda1)" "/dev/disk/by-partuuid/$(blkid -s PARTUUID -o value /dev/vda15)"; ls /dev/disk',
  ])
  expect(stdout).toBe('/dev/vda1\n/dev/vda15\nby-partuuid\nby-uuid\n')
})

test('a disk of virtio is known by its serial, partition by partition', () => {
  const [disk] = config.disks
  if (disk === undefined) throw new Error('no disk')
  const { files } = new Guest({ ...config, disks: [{ ...disk, serial: 'disk-1' }] })
  expect(files.readdir('/dev/disk/by-id').toSorted()).toEqual([
    'virtio-disk-1',
    'virtio-disk-1-part1',
    'virtio-disk-1-part14',
    'virtio-disk-1-part15',
  ])
  expect(files.readlink('/dev/disk/by-id/virtio-disk-1-part14')).toBe('../../vda14')
})

test('a guest without disks has no such folder', () => {
  const { files } = programGuest({ disks: [] })
  expect(files.exists('/dev/disk')).toBe(false)
  expect(files.readdir('/dev')).not.toContain('disk')
})
