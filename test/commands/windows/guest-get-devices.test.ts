import { expect, test } from 'vitest'
import { returns, talk } from '../talk.js'
import { talkToWindows } from './windows-host.js'

const device = (name: string, id: number, version = '100.95.104.26200') =>
  `{"driver-date": 1721001600000000000, "driver-name": "${name}", "driver-version": "${version}", ` +
  `"id": {"device-id": ${id}, "vendor-id": 6900, "type": "pci"}}`

test('devices of virtio, and neither the root port nor the USB controller', async () => {
  const host = await talk({ scenario: 'windows-server-2022' })
  expect(await host.ask('guest-get-devices')).toBe(
    returns(
      `[${[
        device('Red Hat VirtIO Ethernet Adapter', 4161),
        device('VirtIO Serial Driver', 4163),
        device('Red Hat VirtIO SCSI controller', 4162),
        device('VirtIO Balloon Driver', 4165),
        device('VirtIO RNG Device', 4164),
      ].join(', ')}]`,
    ),
  )
})

test('one without a driver, of another maker, or with a digit of C to F is passed over', async () => {
  const driver = { driverVersion: '1.0', driverDate: '2024-07-15' }
  const host = await talkToWindows('109.1.0', {
    windows: {
      devices: [
        { name: 'no driver', device: 0x1041 },
        { name: 'no date', device: 0x1041, driverVersion: '1.0' },
        { name: 'Intel', vendor: '0x8086', device: 0x1041, ...driver },
        { name: 'C', device: '0x104c', ...driver },
        { name: 'B', device: '0x104B', ...driver },
      ],
    },
  })
  expect(await host.ask('guest-get-devices')).toBe(returns(`[${device('B', 0x104b, '1.0')}]`))
})
