/** Devices come with the machine and stay: libvirt wants these commands to be there, and seldom uses them. */
import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'
import { isDeviceModel } from '../device-models.js'
import { deviceNotFound, notSimulated } from '../errors.js'
import { findObject } from '../qom.js'

const NETDEVS = [
  ...(['none', 'nic', 'user', 'tap', 'l2tpv3', 'socket', 'stream', 'dgram', 'vde', 'bridge', 'hubport'] as const),
  ...(['netmap', 'vhost-user', 'vhost-vdpa'] as const),
]

export const deviceAdd = defineQmpCommand({
  name: 'device_add',
  since: '0.13',
  doc: 'Fail: hot-plugging is not simulated.',
  // Whatever is given becomes an option of -device, which is text.
  args: { driver: q.any, bus: q.optional(q.any), id: q.optional(q.any) },
  takesMore: true,
  run: (_context, { driver }) => {
    const isKnown = typeof driver === 'string' && (isDeviceModel(driver) || driver.endsWith('-x86_64-cpu'))
    if (!isKnown) throw new QapiError(`'${driver}' is not a valid device model name`)
    throw notSimulated('hot-plugging')
  },
})

export const deviceDel = defineQmpCommand({
  name: 'device_del',
  since: '0.14',
  doc: 'Fail: hot-unplugging is not simulated.',
  args: { id: q.str },
  run: ({ qemu }, { id }) => {
    if (findObject(qemu, `/machine/peripheral/${id}`) === undefined) throw deviceNotFound(id)
    throw notSimulated('hot-unplugging')
  },
})

export const netdevAdd = defineQmpCommand({
  name: 'netdev_add',
  since: '0.14',
  doc: 'Fail: network cards are not simulated.',
  args: { id: q.str, type: q.enum('NetClientDriver', NETDEVS) },
  takesMore: true,
  run: () => {
    throw notSimulated('a network card of QEMU')
  },
})
