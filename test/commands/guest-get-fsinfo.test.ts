import { describe, expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

function disk(busType: string, pci: string, place = { bus: 0, unit: 0, target: 0 }): string {
  const { bus, unit, target } = place
  return `{"bus-type": "${busType}", "bus": ${bus}, "unit": ${unit}, "pci-controller": ${pci}, "target": ${target}}`
}

const pci = (bus: number, slot: number, fn = 0) => `{"bus": ${bus}, "slot": ${slot}, "domain": 0, "function": ${fn}}`

test('file systems on disks are listed in reverse order of the mount table', async () => {
  const vda = disk('virtio', pci(4, 0))
  const vdb = disk('virtio', pci(7, 0))
  const host = await talk()
  expect(await host.ask('guest-get-fsinfo')).toBe(
    returns(
      `[{"name": "vdb1", "mountpoint": "/srv/data", "disk": [${vdb}], "type": "xfs"}, ` +
        `{"name": "vda15", "mountpoint": "/boot/efi", "disk": [${vda}], "type": "vfat"}, ` +
        `{"name": "vda1", "mountpoint": "/", "disk": [${vda}], "type": "ext4"}]`,
    ),
  )
})

test('disks of other buses are where the scenario put them', async () => {
  const disks = [
    { name: 'sda', size: '1GiB', bus: 'ide' as const, busNumber: 1, unit: 1, pci: '0000:00:01.1' },
    { name: 'sdb', size: '1GiB', bus: 'scsi' as const, unit: 3, pci: '00:05.0' },
  ]
  const mounts = [
    { source: 'sda', path: '/', type: 'ext4' },
    { source: 'tmpfs', path: '/tmp', type: 'tmpfs' },
    { source: 'sdb', path: '/srv', type: 'xfs' },
    { source: 'sdb', path: '/mnt', type: 'xfs' },
  ]
  const host = await talk({ scenario: { extends: 'minimal', disks, mounts } })
  const ide = disk('ide', pci(0, 1, 1), { bus: 1, unit: 1, target: 0 })
  const scsi = disk('scsi', pci(0, 5), { bus: 0, unit: 3, target: 0 })
  expect(await host.ask('guest-get-fsinfo')).toBe(
    returns(
      `[{"name": "sdb", "mountpoint": "/mnt", "disk": [${scsi}], "type": "xfs"}, ` +
        `{"name": "sdb", "mountpoint": "/srv", "disk": [${scsi}], "type": "xfs"}, ` +
        `{"name": "sda", "mountpoint": "/", "disk": [${ide}], "type": "ext4"}]`,
    ),
  )
})

test('a guest whose root is no disk has none', async () => {
  const mounts = [{ source: 'tmpfs', path: '/', type: 'tmpfs' }]
  const host = await talk({ scenario: { extends: 'minimal', disks: [], mounts } })
  expect(await host.ask('guest-get-fsinfo')).toBe(returns('[]'))
})

describe('one mount whose device is not in /sys makes the whole command fail', () => {
  const disks = [
    { name: 'vda', size: '20GiB', partitions: { vda1: '10GiB', vda2: '1GiB' } },
    { name: 'sdb', size: '1GiB' },
  ]
  const root = { source: 'vda1', path: '/', type: 'ext4' }

  test('with the number that /proc/self/mountinfo has', async () => {
    const mounts = [root, { source: 'vda2', path: '/boot', type: 'ext4', sysfsError: 'ENOENT' as const }]
    const host = await talk({ scenario: { extends: 'minimal', disks, mounts } })
    expect(await host.ask('guest-get-fsinfo')).toBe(
      fails('realpath(\\"/sys/dev/block/254:2\\"): No such file or directory'),
    )
    const { files } = host.vm.guest
    expect(files.readFile('/proc/self/mountinfo', 'utf8')).toBe(
      '20 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,relatime\n' +
        '21 20 254:2 / /boot rw,relatime shared:2 - ext4 /dev/vda2 rw,relatime\n',
    )
    expect(files.exists('/sys/dev/block/254:1')).toBe(true)
    expect(files.exists('/sys/dev/block/254:2')).toBe(false)
    // Freezing and trimming ask nobody about it.
    expect(await host.ask('guest-fsfreeze-freeze')).toBe(returns('2'))
  })

  test('and of two the first of the table is told', async () => {
    const mounts = [
      { ...root, sysfsError: 'EACCES' as const },
      { source: 'sdb', path: '/srv', type: 'xfs', sysfsError: 'ENOENT' as const },
    ]
    const host = await talk({ scenario: { extends: 'minimal', disks, mounts } })
    expect(await host.ask('guest-get-fsinfo')).toBe(fails('realpath(\\"/sys/dev/block/254:1\\"): Permission denied'))
  })
})
