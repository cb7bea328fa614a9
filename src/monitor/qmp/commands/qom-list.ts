import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { requireObject } from '../qom.js'

export const ObjectPropertyInfo = q.struct('ObjectPropertyInfo', {
  name: q.str,
  type: q.doc('"child<TYPE>" of an object that belongs to this one.', q.str),
  'default-value': q.optional(q.any),
})

export const qomList = defineQmpCommand({
  name: 'qom-list',
  since: '1.2',
  doc: 'List the properties of an object of QEMU.',
  args: { path: q.str },
  returns: q.list(ObjectPropertyInfo),
  run: ({ qemu }, { path }) => requireObject(qemu, path).properties.map(({ name, type }) => ({ name, type })),
})
