import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { descendsFrom, objectTypes } from '../object-types.js'

const ObjectTypeInfo = q.struct('ObjectTypeInfo', {
  name: q.str,
  abstract: q.optional(q.bool),
  parent: q.optional(q.str),
})

export const qomListTypes = defineQmpCommand({
  name: 'qom-list-types',
  since: '1.1',
  doc: 'List the object types: those that the machine is made of, and those that host tools look for.',
  args: {
    implements: q.optional(q.doc('Only those derived from that one.', q.str)),
    abstract: q.optional(q.doc('Abstract ones too.', q.bool)),
  },
  returns: q.list(ObjectTypeInfo),
  run: ({ qemu }, { implements: ancestor, abstract = false }) => {
    const types = objectTypes(qemu.config.version)
    return types.filter(
      type => (abstract || type.abstract !== true) && (ancestor === undefined || descendsFrom(type, ancestor, types)),
    )
  },
})
