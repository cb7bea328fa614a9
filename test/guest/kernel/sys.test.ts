import { expect, test } from 'vitest'
import { programGuest } from '../programs/guest.js'

const DISK = {
  name: 'vda',
  size: 2n << 30n,
  busType: 'virtio' as const,
  bus: 0,
  target: 0,
  unit: 0,
  pci: { domain: 0, bus: 4, slot: 0, function: 0 },
  major: 254,
  minor: 0,
  partitions: [
    { name: 'vda1', size: 1n << 30n },
    { name: 'vda15', size: 1n << 20n },
  ],
}
const ROOT = { source: 'vda1', path: '/', type: 'ext4', options: 'rw', size: 1n << 30n, used: 0n, trim: 0n }
const EFI = { ...ROOT, source: 'vda15', path: '/boot/efi', type: 'vfat' }

test('block devices are found by their numbers', () => {
  const { files } = programGuest({ disks: [DISK], mounts: [ROOT, EFI] })
  expect(files.readdir('/sys/dev/block')).toEqual(['254:0', '254:1', '254:15'])
  expect(files.realpath('/sys/dev/block/254:1')).toBe('/sys/block/vda/vda1')
  expect(files.readFile('/sys/dev/block/254:0/dev', 'utf8')).toBe('254:0\n')
})

test('but not the one of which a mount says that it is not there', () => {
  const { files } = programGuest({ disks: [DISK], mounts: [ROOT, { ...EFI, sysfsError: 'ENOENT' }] })
  expect(files.readdir('/sys/dev/block')).toEqual(['254:0', '254:1'])
})

test('what becomes of an interface shows in /sys and to programs', () => {
  const guest = programGuest()
  const state = () => guest.files.readFile('/sys/class/net/lo/operstate', 'utf8')
  expect(state()).toBe('up\n')
  guest.interfaces.setUp('lo', false)
  expect(state()).toBe('down\n')
})

test('an interface without a MAC address has an empty one', () => {
  const [lo] = programGuest().config.interfaces
  if (lo === undefined) throw new Error('the minimal scenario has no loopback interface')
  const { files } = programGuest({ interfaces: [{ ...lo, mac: 'none' }] })
  expect(files.readFile('/sys/class/net/lo/address', 'utf8')).toBe('\n')
})

test.each([
  ['q35', 'Standard PC (Q35 + ICH9, 2009)\n'],
  ['pc', 'Standard PC (i440FX + PIIX, 1996)\n'],
] as const)('a machine of type %s tells its name', (machine, name) => {
  const { files } = programGuest({ machine })
  expect(files.readFile('/sys/class/dmi/id/product_name', 'utf8')).toBe(name)
})
