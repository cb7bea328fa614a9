import { elsewhere } from '../define.js'
import { guestGetDevices } from '../guest-get-devices.js'
import { onWindows } from './behaviour.js'

/** Red Hat, as the maker of virtio devices and of QEMU's own. */
const VENDORS = [0x1af4, 0x1b36]
/** The agent looks for an id of such digits: of C to F it knows nothing. */
const DIGITS = /^[0-9ab]{4}$/

export const guestGetDevicesOnWindows = elsewhere(guestGetDevices, context =>
  onWindows(context).windows.config.devices.flatMap(({ name, vendorId, deviceId, driverVersion, driverDate }) => {
    const isKnown = VENDORS.includes(vendorId) && DIGITS.test(deviceId.toString(16).padStart(4, '0'))
    if (!isKnown || driverVersion === undefined || driverDate === undefined) return []
    return [
      {
        'driver-name': name,
        'driver-date': driverDate,
        'driver-version': driverVersion,
        id: { type: 'pci' as const, 'vendor-id': BigInt(vendorId), 'device-id': BigInt(deviceId) },
      },
    ]
  }),
)
