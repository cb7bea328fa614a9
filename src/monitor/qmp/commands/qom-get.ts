import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { requireObject, requireProperty } from '../qom.js'

export const qomGet = defineQmpCommand({
  name: 'qom-get',
  since: '1.2',
  doc: 'Tell a property of an object of QEMU.',
  args: { path: q.str, property: q.str },
  returns: q.any,
  run: ({ qemu }, { path, property }) => requireProperty(requireObject(qemu, path), property).value,
})
