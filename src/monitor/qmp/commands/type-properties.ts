/** What objects of a type have, before there is one. */
import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'
import { deviceNotFound } from '../errors.js'
import { descendsFrom, objectTypes } from '../object-types.js'
import { ObjectPropertyInfo } from './qom-list.js'

interface PropertyInfo {
  readonly name: string
  readonly type: string
  readonly 'default-value'?: bigint
}

/** Those that matter to what is simulated. */
const DEVICE_PROPERTIES: Readonly<Record<string, readonly PropertyInfo[]>> = {
  PIIX4_PM: [
    { name: 'disable_s3', type: 'uint8', 'default-value': 0n },
    { name: 'disable_s4', type: 'uint8', 'default-value': 0n },
  ],
  'ICH9-LPC': [
    { name: 'disable_s3', type: 'uint8' },
    { name: 'disable_s4', type: 'uint8' },
  ],
  virtserialport: [
    { name: 'nr', type: 'uint32', 'default-value': 4_294_967_295n },
    { name: 'name', type: 'str' },
    { name: 'chardev', type: 'str' },
  ],
}

export const deviceListProperties = defineQmpCommand({
  name: 'device-list-properties',
  since: '1.2',
  doc: 'List what -device takes for a device: what matters to what is simulated.',
  args: { typename: q.str },
  returns: q.list(ObjectPropertyInfo),
  run: ({ qemu }, { typename }) => {
    const types = objectTypes(qemu.config.version)
    const type = types.find(({ name }) => name === typename)
    if (type === undefined) throw deviceNotFound(typename)
    if (type.abstract || !descendsFrom(type, 'device', types)) {
      throw new QapiError("Parameter 'typename' expects a non-abstract device type")
    }
    return DEVICE_PROPERTIES[typename] ?? []
  },
})

export const qomListProperties = defineQmpCommand({
  name: 'qom-list-properties',
  since: '2.12',
  doc: 'List the properties of objects of a type: its type alone.',
  args: { typename: q.str },
  returns: q.list(ObjectPropertyInfo),
  run: ({ qemu }, { typename }) => {
    const isKnown = objectTypes(qemu.config.version).some(({ name }) => name === typename)
    if (!isKnown) throw new QapiError(`Class '${typename}' not found`, 'DeviceNotFound')
    return [{ name: 'type', type: 'string' }]
  },
})
