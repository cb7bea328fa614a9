import { q } from '../../../qapi/descriptor.js'
import { cpus } from '../cpus.js'
import { defineQmpCommand } from '../define.js'

export const CpuInstanceProperties = q.struct('CpuInstanceProperties', {
  'socket-id': q.int,
  'core-id': q.int,
  'thread-id': q.int,
})

const CpuInfoFast = q.struct('CpuInfoFast', {
  'cpu-index': q.int,
  'qom-path': q.str,
  'thread-id': q.doc('Of no thread of the host: there is none. From 4194305 on, which Linux gives to nobody.', q.int),
  props: CpuInstanceProperties,
  target: q.str,
})

export const queryCpusFast = defineQmpCommand({
  name: 'query-cpus-fast',
  since: '2.12',
  doc: 'List the vCPUs that the machine has, whether or not the guest uses them.',
  returns: q.list(CpuInfoFast),
  run: ({ qemu }) =>
    cpus(qemu).map(({ index, qomPath, threadId, props }) => ({
      'cpu-index': index,
      'qom-path': qomPath,
      'thread-id': threadId,
      props,
      target: 'x86_64',
    })),
})
