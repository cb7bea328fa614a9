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

/** A disk as 3.1 and later tell it. */
function laterDisk(busType: string, place: string, dev: string, serial = ''): string {
  return (
    `{${serial && `"serial": "${serial}", `}"bus-type": "${busType}", "bus": 0, "unit": 0, ` +
    `"pci-controller": ${place}, "dev": "${dev}", "target": 0}`
  )
}

const nowhere = '{"bus": -1, "slot": -1, "domain": -1, "function": -1}'

describe('later versions tell more', () => {
  // As measured: a root that grew from a smaller image, and an ESP.
  const guest = (version: string) => ({
    extends: 'minimal',
    agent: { version },
    disks: [{ name: 'vda', size: '20GiB', partitions: { vda1: '19.875GiB', vda15: '124MiB' } }],
    mounts: [
      { source: 'vda1', path: '/', type: 'ext4', size: 20998557696, used: 570155008, reserved: 875409408 },
      { source: 'vda15', path: '/boot/efi', type: 'vfat', size: 129751040 },
    ],
    files: { '/etc/os-release': null },
  })
  const filesystem = (name: string, path: string, type: string, disk: string, sizes: string, used = '') =>
    `{"name": "${name}", ${sizes}"mountpoint": "${path}", "disk": [${disk}], ${used}"type": "${type}"}`

  test('2.11 neither sizes nor names of devices', async () => {
    const host = await talk({ scenario: guest('2.11.0') })
    const vda = disk('virtio', pci(4, 0))
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(`[${filesystem('vda15', '/boot/efi', 'vfat', vda, '')}, ${filesystem('vda1', '/', 'ext4', vda, '')}]`),
    )
  })

  test.each([
    ['5.2.0', ''],
    ['7.2.22', ''],
    ['10.0.13', '"total-bytes-privileged": '],
  ])('%s sizes', async (version, privileged) => {
    const host = await talk({ scenario: guest(version) })
    const used = host.vm.guest.files.statfs('/').size - host.vm.guest.files.statfs('/').free
    const total = 20998557696n - 875409408n
    const all = (bytes: bigint) => (privileged === '' ? '' : `${privileged}${bytes}, `)
    const efi = laterDisk('virtio', pci(4, 0), '/dev/vda15')
    const root = laterDisk('virtio', pci(4, 0), '/dev/vda1')
    const efiSizes = `"total-bytes": 129751040, ${all(129751040n)}`
    const rootSizes = `"total-bytes": ${total}, ${all(20998557696n)}`
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(
        `[${filesystem('vda15', '/boot/efi', 'vfat', efi, efiSizes, '"used-bytes": 0, ')}, ` +
          `${filesystem('vda1', '/', 'ext4', root, rootSizes, `"used-bytes": ${used}, `)}]`,
      ),
    )
  })

  test('of an ext4 Linux and mke2fs keep what nobody but root may use', async () => {
    const disks = [{ name: 'vdb', size: '2GiB' }]
    const mounts = [{ source: 'vdb', path: '/', type: 'ext4', size: 2040373248, used: 548864 }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version: '10.0.13' }, disks, mounts } })
    const { size, free } = host.vm.guest.files.statfs('/')
    // Measured of a new file system on a disk of that size.
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(
        '[{"name": "vdb", "total-bytes": 1916223488, "total-bytes-privileged": 2040373248, "mountpoint": "/", ' +
          `"disk": [${laterDisk('virtio', pci(4, 0), '/dev/vdb')}], "used-bytes": ${size - free}, "type": "ext4"}]`,
      ),
    )
  })

  test('when that is all that is left, everybody else finds it full', async () => {
    const disks = [{ name: 'vdb', size: '2GiB' }]
    const mounts = [{ source: 'vdb', path: '/', type: 'xfs', used: '2047MiB', reserved: '64MiB' }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version: '7.2.22' }, disks, mounts } })
    const { size, free } = host.vm.guest.files.statfs('/')
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(
        `[{"name": "vdb", "total-bytes": ${size - free}, "mountpoint": "/", ` +
          `"disk": [${laterDisk('virtio', pci(4, 0), '/dev/vdb')}], "used-bytes": ${size - free}, "type": "xfs"}]`,
      ),
    )
  })
})

describe('a device that is mounted more than once', () => {
  const disks = [
    { name: 'vdb', size: '2GiB', serial: 'VBLK-SER-2' },
    { name: 'vda', size: '1GiB' },
  ]
  const mounts = [
    { source: 'vda', path: '/', type: 'xfs', used: '1MiB' },
    { source: 'vdb', path: '/s', type: 'btrfs', used: 6160384, reserved: 226361344, root: '/@' },
    { source: 'vdb', path: '/s/home', type: 'btrfs', root: '/@home' },
    { source: 'vda', path: '/b', type: 'xfs', root: '/etc' },
  ]
  const guest = (version: string) => ({ extends: 'minimal', agent: { version }, disks, mounts })
  const paths = (reply: string) => [...reply.matchAll(/"mountpoint": "([^"]*)"/g)].map(([, path]) => path)

  test('is listed as often up to 9.x, with the same sizes', async () => {
    const host = await talk({ scenario: guest('7.2.22') })
    const reply = await host.ask('guest-get-fsinfo')
    expect(paths(reply)).toEqual(['/b', '/s/home', '/s', '/'])
    const btrfs = laterDisk('virtio', pci(4, 0), '/dev/vdb', 'VBLK-SER-2')
    const subvolume = (path: string) =>
      `{"name": "vdb", "total-bytes": 1921122304, "mountpoint": "${path}", "disk": [${btrfs}], ` +
      '"used-bytes": 6160384, "type": "btrfs"}'
    expect(reply).toContain(`${subvolume('/s/home')}, ${subvolume('/s')}`)
  })

  test('is listed once from 10.0 on, where it stands first in the table', async () => {
    const host = await talk({ scenario: guest('10.0.13') })
    expect(paths(await host.ask('guest-get-fsinfo'))).toEqual(['/s', '/'])
  })

  test('is full everywhere when it is full somewhere', async () => {
    const host = await talk({ scenario: guest('7.2.22') })
    const { files } = host.vm.guest
    files.writeFile('/s/home/x', new Uint8Array(8192))
    expect(files.statfs('/s').free).toBe(files.statfs('/s/home').free)
    expect(files.readFile('/proc/self/mountinfo', 'utf8')).toBe(
      '20 1 254:0 / / rw,relatime shared:1 - xfs /dev/vda rw,relatime\n' +
        '21 20 0:21 /@ /s rw,relatime shared:2 - btrfs /dev/vdb rw,relatime\n' +
        '22 20 0:21 /@home /s/home rw,relatime shared:3 - btrfs /dev/vdb rw,relatime\n' +
        '23 20 254:0 /etc /b rw,relatime shared:4 - xfs /dev/vda rw,relatime\n',
    )
  })
})

describe('below a volume are disks', () => {
  const disks = [
    { name: 'sda', size: '1GiB', partitions: { sda1: '512MiB', sda2: '256MiB' } },
    { name: 'sdb', size: '1GiB', serial: 'B' },
    { name: 'md0', size: '1GiB', slaves: ['sda2', 'sdb'] },
    { name: 'dm-0', size: '1GiB', slaves: ['md0', 'sda1'], alias: 'vg-root' },
    { name: 'loop0', size: '64MiB' },
  ]
  const mounts = [
    { source: 'dm-0', path: '/', type: 'xfs', used: 0 },
    { source: 'loop0', path: '/snap/core/1', type: 'squashfs', options: 'ro', used: '64MiB' },
  ]

  test('all of them are told, the last of the directory first, and of a loop device none', async () => {
    const host = await talk({ scenario: { extends: 'minimal', agent: { version: '7.2.22' }, disks, mounts } })
    const scsi = (dev: string, unit: number, serial = '') =>
      laterDisk('scsi', pci(4, 0), dev, serial).replace('"unit": 0', `"unit": ${unit}`)
    const { size, free } = host.vm.guest.files.statfs('/')
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(
        '[{"name": "loop0", "total-bytes": 67108864, "mountpoint": "/snap/core/1", "disk": [], ' +
          `"used-bytes": 67108864, "type": "squashfs"}, {"name": "dm-0", "total-bytes": ${size}, "mountpoint": "/", ` +
          `"disk": [${scsi('/dev/sda1', 0)}, ${scsi('/dev/sdb', 1, 'B')}, ${scsi('/dev/sda2', 0)}], ` +
          `"used-bytes": ${size - free}, "type": "xfs"}]`,
      ),
    )
  })

  test('sysfs and /dev show the same', async () => {
    const { files } = (await talk({ scenario: { extends: 'minimal', disks, mounts } })).vm.guest
    expect(files.readdir('/sys/block/dm-0/slaves')).toEqual(['md0', 'sda1'])
    expect(files.readFile('/sys/block/dm-0/slaves/md0/slaves/sda2/partition', 'utf8')).toBe('2\n')
    expect(files.readFile('/sys/block/dm-0/dm/name', 'utf8')).toBe('vg-root\n')
    expect(files.readlink('/dev/mapper/vg-root')).toBe('../dm-0')
  })
})

test('of a disk on an s390 machine 2.11 says nothing, and 3.1 that it does not know the PCI address', async () => {
  const ask = async (version: string) => {
    const disks = [{ name: 'vda', size: '1GiB', ccw: { subchno: 1, devno: 2 } }]
    const mounts = [{ source: 'vda', path: '/', type: 'xfs', used: '1GiB' }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version }, disks, mounts } })
    return host.ask('guest-get-fsinfo')
  }
  expect(await ask('2.11.0')).toBe(returns('[{"name": "vda", "mountpoint": "/", "disk": [], "type": "xfs"}]'))
  expect(await ask('3.1.0')).toBe(
    returns(
      '[{"name": "vda", "total-bytes": 1073741824, "mountpoint": "/", ' +
        `"disk": [${laterDisk('virtio', nowhere, '/dev/vda')}], "used-bytes": 1073741824, "type": "xfs"}]`,
    ),
  )
})

test('of a disk without a PCI address 2.11 says nothing, and later versions that they do not know it', async () => {
  const ask = async (version: string) => {
    const disks = [{ name: 'vda', size: '1GiB', pci: 'none' }]
    const mounts = [{ source: 'vda', path: '/', type: 'xfs', used: '1GiB' }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version }, disks, mounts } })
    return host.ask('guest-get-fsinfo')
  }
  expect(await ask('2.11.0')).toBe(returns('[{"name": "vda", "mountpoint": "/", "disk": [], "type": "xfs"}]'))
  expect(await ask('5.2.0')).toBe(
    returns(
      '[{"name": "vda", "total-bytes": 1073741824, "mountpoint": "/", ' +
        `"disk": [${laterDisk('virtio', nowhere, '/dev/vda')}], "used-bytes": 1073741824, "type": "xfs"}]`,
    ),
  )
})

test('from 7.1 on a device that is not in /sys has its number for a name, unless it can not be looked up at all', async () => {
  const ask = async (version: string, sysfsError: 'ENOENT' | 'EACCES') => {
    const disks = [{ name: 'vda', size: '1GiB' }]
    const mounts = [{ source: 'vda', path: '/', type: 'xfs', sysfsError, used: '1GiB' }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version }, disks, mounts } })
    return host.ask('guest-get-fsinfo')
  }
  expect(await ask('5.2.0', 'ENOENT')).toBe(fails('realpath(\\"/sys/dev/block/254:0\\"): No such file or directory'))
  expect(await ask('7.0.0', 'ENOENT')).toBe(fails('realpath(\\"/sys/dev/block/254:0\\"): No such file or directory'))
  expect(await ask('7.1.0', 'EACCES')).toBe(fails('realpath(\\"/sys/dev/block/254:0\\"): Permission denied'))
  expect(await ask('7.1.0', 'ENOENT')).toBe(
    returns(
      '[{"name": "254:0", "total-bytes": 1073741824, "mountpoint": "/", "disk": [], "used-bytes": 1073741824, "type": "xfs"}]',
    ),
  )
})
