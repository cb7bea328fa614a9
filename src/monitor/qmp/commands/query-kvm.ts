import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

const KvmInfo = q.struct('KvmInfo', {
  enabled: q.doc('The guest runs on it (-accel kvm).', q.bool),
  present: q.doc('QEMU was built with it.', q.bool),
})

export const queryKvm = defineQmpCommand({
  name: 'query-kvm',
  since: '0.14',
  doc: 'Tell whether KVM is used.',
  returns: KvmInfo,
  run: ({ qemu }) => ({ enabled: qemu.config.kvm, present: true }),
})
