import { expect, test } from 'vitest'
import { fails, returns } from '../talk.js'
import { C, CDROM, json, RECOVERY, talkToWindows } from './windows-host.js'

const pci = (bus: number, slot = 0, domain = 0, fn = 0) =>
  `{"bus": ${bus}, "slot": ${slot}, "domain": ${domain}, "function": ${fn}}`
const NOWHERE = pci(-1, -1, -1, -1)

const disk = (bus: string, place: string, dev: string, serial = '') =>
  `{${serial}"bus-type": "${bus}", "bus": 0, "unit": 0, "pci-controller": ${place}, "dev": ${json(dev)}, "target": 0}`
const DRIVE_0 = disk('scsi', pci(4), '\\\\.\\PhysicalDrive0', '"serial": "zqKZeDEF", ')
const DATA = '\\\\?\\Volume{b0b00000-0000-4000-8000-000000000003}\\'

const volume = (name: string, mountpoint: string, type: string, disks: string, bytes?: [number, number]) => {
  const [total, used] = bytes === undefined ? ['', ''] : [`"total-bytes": ${bytes[0]}, `, `"used-bytes": ${bytes[1]}, `]
  return `{"name": ${json(name)}, ${total}"mountpoint": ${json(mountpoint)}, "disk": [${disks}], ${used}"type": "${type}"}`
}

const GIB = 1 << 30

test('volumes in reverse order, an empty drive not at all, a spanned one with its last disk first', async () => {
  const host = await talkToWindows('11.1.0')
  expect(await host.ask('guest-get-fsinfo')).toBe(
    returns(
      `[${[
        volume(CDROM, 'D:\\', 'CDFS', disk('sata', NOWHERE, CDROM.slice(0, -1)), [4096, 4096]),
        volume(
          DATA,
          'C:\\mnt\\data\\',
          'NTFS',
          [disk('sata', pci(0, 31, 0, 2), '\\\\.\\PhysicalDrive2'), disk('scsi', pci(7), '\\\\.\\PhysicalDrive1')].join(
            ', ',
          ),
          [GIB, 0],
        ),
        volume(RECOVERY, 'System Reserved', 'NTFS', DRIVE_0, [500 << 20, 400 << 20]),
        // The stubs of the programs take a block each.
        volume(C, 'C:\\', 'NTFS', DRIVE_0, [39 * GIB, 13 * GIB + 76 * 4096]),
      ].join(', ')}]`,
    ),
  )
})

const ALONE = {
  scenario: {
    volumes: [
      { guid: 'e3f499ea-0000-4000-8000-000000000001', letter: 'C', size: '1GiB' },
      { guid: 'ab0b9835-0000-4000-8000-000000000002', size: '500MiB' },
    ],
  },
}
const USED: [number, number] = [GIB, 76 * 4096]

test('up to 10.1 nothing is told of the bytes of what is mounted nowhere', async () => {
  for (const version of ['5.2.0', '9.1.0', '109.1.0', '10.0.0']) {
    const host = await talkToWindows(version, ALONE)
    expect(await host.ask('guest-get-fsinfo')).toBe(
      returns(`[${volume(RECOVERY, 'System Reserved', 'NTFS', DRIVE_0)}, ${volume(C, 'C:\\', 'NTFS', DRIVE_0, USED)}]`),
    )
  }
})

test('2.11 tells neither bytes nor names, and takes the slot for the domain', async () => {
  const old = (place: string) => `{"bus-type": "scsi", "bus": 0, "unit": 0, "pci-controller": ${place}, "target": 0}`
  const host = await talkToWindows('2.11.0', {
    scenario: { ...ALONE.scenario, disks: [{ name: 'PhysicalDrive0', size: '40GiB', pci: '0000:00:07.0' }] },
  })
  expect(await host.ask('guest-get-fsinfo')).toBe(
    returns(
      `[${volume(RECOVERY, 'System Reserved', 'NTFS', old(pci(0, 7, 7)))}, ${volume(C, 'C:\\', 'NTFS', old(pci(0, 7, 7)))}]`,
    ),
  )
})

test.each([
  ['2.11.0', 'nvme', 'unknown', NOWHERE],
  ['5.2.0', 'nvme', 'unknown', pci(4)],
  ['7.2.0', 'nvme', 'nvme', pci(4)],
  ['2.11.0', 'sata', 'sata', NOWHERE],
  ['7.2.0', 'usb', 'usb', NOWHERE],
] as const)('%s has a disk of %s as %s', async (version, bus, told, place) => {
  const host = await talkToWindows(version, {
    scenario: { ...ALONE.scenario, disks: [{ name: 'PhysicalDrive0', size: '40GiB', bus, target: 2, unit: 3 }] },
  })
  const [
    {
      disk: [address],
    },
  ] = JSON.parse(await host.ask('guest-get-fsinfo')).return
  const { dev: _, ...rest } = address
  expect(rest).toEqual({ 'bus-type': told, bus: 0, target: 0, unit: 0, 'pci-controller': JSON.parse(place) })
})

test('without VSS 9.1 lists volumes all the same, and 7.2 does not', async () => {
  const change = { ...ALONE, windows: { vss: { available: false } } }
  const host = await talkToWindows('9.1.0', change)
  expect(JSON.parse(await host.ask('guest-get-fsinfo')).return).toHaveLength(2)
  const older = await talkToWindows('7.2.0', change)
  expect(await older.ask('guest-get-fsinfo')).toBe(
    fails('Command guest-get-fsinfo has been disabled', 'CommandNotFound'),
  )
})

test('what is written takes space', async () => {
  const host = await talkToWindows('11.1.0', ALONE)
  host.vm.guest.files.writeFile('C:\\big.bin', new Uint8Array(10_000))
  const used = JSON.parse(await host.ask('guest-get-fsinfo')).return[1]['used-bytes']
  expect(used).toBe(79 * 4096)
})
