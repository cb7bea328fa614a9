import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { machineTypes } from '../machine-types.js'

const MachineInfo = q.struct('MachineInfo', {
  name: q.str,
  alias: q.optional(q.str),
  'is-default': q.optional(q.bool),
  'cpu-max': q.int,
  'hotpluggable-cpus': q.bool,
  'numa-mem-supported': q.bool,
  deprecated: q.bool,
  'default-cpu-type': q.optional(q.str),
  'default-ram-id': q.optional(q.str),
})

export const queryMachines = defineQmpCommand({
  name: 'query-machines',
  since: '1.2',
  doc: 'List the machine types: pc-i440fx and pc-q35 of all versions, and none.',
  returns: q.list(MachineInfo),
  run: ({ qemu }) => machineTypes(qemu.config.version),
})
