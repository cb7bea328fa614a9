import { expect, test } from 'vitest'
import { fails, returns, talk } from './talk.js'

const address = (busType: string, pci: string, dev: string, { serial = '', unit = 0 } = {}) =>
  `"address": {${serial && `"serial": "${serial}", `}"bus-type": "${busType}", "bus": 0, "unit": ${unit}, ` +
  `"pci-controller": ${pci}, "dev": "${dev}", "target": 0}`

const pci = (bus: number, slot: number, fn = 0) => `{"bus": ${bus}, "slot": ${slot}, "domain": 0, "function": ${fn}}`

const partition = (name: string, disk: string) =>
  `{"name": "/dev/${name}", "dependencies": ["/dev/${disk}"], "partition": true}`

test('a disk comes behind its partitions, and all are in the reverse order of their directory', async () => {
  // As a guest on q35 with this disk and an empty CD-ROM drive answered.
  const disks = [
    { name: 'vda', size: '20GiB', partitions: { vda1: '19.875GiB', vda14: '3MiB', vda15: '124MiB' } },
    { name: 'sr0', size: '1GiB', unit: 2, serial: 'QEMU_DVD-ROM_QM00005' },
  ]
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '10.0.13' }, disks } })
  expect(await host.ask('guest-get-disks')).toBe(
    returns(
      `[${partition('vda14', 'vda')}, ${partition('vda1', 'vda')}, ${partition('vda15', 'vda')}, ` +
        `{"name": "/dev/vda", "dependencies": [], "partition": false, ${address('virtio', pci(4, 0), '/dev/vda')}}, ` +
        '{"name": "/dev/sr0", "dependencies": [], "partition": false, ' +
        `${address('sata', pci(0, 31, 2), '/dev/sr0', { serial: 'QEMU_DVD-ROM_QM00005', unit: 2 })}}]`,
    ),
  )
})

test('a volume tells what it lies on, and its name; a disk without a size is not there', async () => {
  const disks = [
    { name: 'sda', size: '1GiB', partitions: { sda1: '512MiB' } },
    { name: 'sdb', size: '1GiB' },
    { name: 'dm-0', size: '1GiB', slaves: ['sda1', 'sdb'], alias: 'vg-root' },
    { name: 'loop0', size: '64MiB' },
    { name: 'loop1', size: 0 },
    { name: 'zram0', size: '1GiB' },
  ]
  const agent = { version: '7.2.22' }
  const host = await talk({ scenario: { extends: 'minimal', agent, disks, mounts: [inMemory] } })
  const virtual = (name: string) => `{"name": "/dev/${name}", "dependencies": [], "partition": false}`
  expect(await host.ask('guest-get-disks')).toBe(
    returns(
      `[${virtual('zram0')}, ${partition('sda1', 'sda')}, ` +
        `{"name": "/dev/sda", "dependencies": [], "partition": false, ${address('scsi', pci(4, 0), '/dev/sda')}}, ` +
        '{"name": "/dev/dm-0", "dependencies": ["/dev/sda1", "/dev/sdb"], "partition": false, "alias": "vg-root"}, ' +
        `${virtual('loop0')}, {"name": "/dev/sdb", "dependencies": [], "partition": false, ` +
        `${address('scsi', pci(4, 0), '/dev/sdb', { unit: 1 })}}]`,
    ),
  )
})

const inMemory = { source: 'tmpfs', path: '/', type: 'tmpfs' }

const unknown = '{"bus": -1, "slot": -1, "domain": -1, "function": -1}'

/** Of an NVMe disk; what isn't given is as QEMU's own has it. */
function smart(temperature = '323', hostReadCommands = '0'): string {
  return (
    '"smart": {"available-spare": 0, "host-write-commands-hi": 0, ' +
    `"temperature": ${temperature}, "power-on-hours-lo": 0, "host-read-commands-hi": 0, ` +
    `"host-read-commands-lo": ${hostReadCommands}, "number-of-error-log-entries-hi": 0, "unsafe-shutdowns-hi": 0, ` +
    '"unsafe-shutdowns-lo": 0, "host-write-commands-lo": 0, "available-spare-threshold": 0, "power-on-hours-hi": 0, ' +
    '"controller-busy-time-hi": 0, "controller-busy-time-lo": 0, "data-units-read-hi": 0, "data-units-read-lo": 0, ' +
    '"power-cycles-hi": 0, "power-cycles-lo": 0, "media-errors-hi": 0, "media-errors-lo": 0, ' +
    '"data-units-written-hi": 0, "data-units-written-lo": 0, "type": "nvme", "critical-warning": 0, ' +
    '"percentage-used": 0, "number-of-error-log-entries-lo": 0}, '
  )
}

test('an NVMe disk tells of its health, from 7.1 on', async () => {
  const serial = 'QEMU_NVMe_Ctrl_NVME-SER-4_1'
  const nvme = { name: 'nvme0n1', size: '2GiB', pci: '0000:00:05.0', serial }
  const ask = async (version: string, more: object = {}) => {
    const disks = [{ ...nvme, ...more }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version }, disks, mounts: [inMemory] } })
    return host.ask('guest-get-disks')
  }
  const disk = (smart: string, busType: string, place: string) =>
    returns(
      `[{"name": "/dev/nvme0n1", ${smart}"dependencies": [], "partition": false, ` +
        `${address(busType, place, '/dev/nvme0n1', { serial })}}]`,
    )
  expect(await ask('5.2.0')).toBe(disk('', 'unknown', unknown))
  expect(await ask('7.2.22')).toBe(disk(smart(), 'nvme', pci(0, 5)))
  const told = { smart: { temperature: 310, hostReadCommands: '9007199254740993' } }
  expect(await ask('11.1.0', told)).toBe(disk(smart('310', '9007199254740993'), 'nvme', pci(0, 5)))
})

test('a disk on an s390 machine has an address of that machine, from 6.0 on, and none of PCI', async () => {
  const ask = async (version: string) => {
    const disks = [{ name: 'vda', size: '1GiB', ccw: { subchno: 1, devno: 2 } }]
    const host = await talk({ scenario: { extends: 'minimal', agent: { version }, disks } })
    return host.ask('guest-get-disks')
  }
  const disk = (ccw: string) =>
    returns(
      `[{"name": "/dev/vda", "dependencies": [], "partition": false, "address": {${ccw}"bus-type": "virtio", "bus": 0, ` +
        `"unit": 0, "pci-controller": ${unknown}, "dev": "/dev/vda", "target": 0}}]`,
    )
  expect(await ask('5.2.0')).toBe(disk(''))
  expect(await ask('6.2.0')).toBe(disk('"ccw-address": {"cssid": 0, "ssid": 0, "subchno": 1, "devno": 2}, '))
})

test('agents before 5.2 do not have it', async () => {
  const host = await talk({ scenario: { extends: 'minimal', agent: { version: '5.1.0' } } })
  expect(await host.ask('guest-get-disks')).toBe(
    fails('The command guest-get-disks has not been found', 'CommandNotFound'),
  )
})
