import { q } from '../qapi/descriptor.js'
import { unsupported } from '../qapi/errors.js'
import { defineCommand } from './define.js'

const DeviceId = q.struct('GuestDeviceId', {
  type: q.doc('on what bus: there is no other', q.enum('GuestDeviceType', ['pci'])),
  'vendor-id': q.int,
  'device-id': q.int,
})

const DeviceInfo = q.struct('GuestDeviceInfo', {
  'driver-name': q.str,
  'driver-date': q.optional(q.doc('nanoseconds since the epoch', q.int)),
  'driver-version': q.optional(q.str),
  id: q.optional(DeviceId),
})

export const guestGetDevices = defineCommand({
  name: 'guest-get-devices',
  since: '5.2',
  doc: 'The devices of a Windows guest that have drivers.',
  returns: q.list(DeviceInfo),
  run: () => {
    throw unsupported()
  },
})
