import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { cpus, hasBoard } from '../cpus.js'
import { defineQmpCommand } from '../define.js'
import { CPU_TYPE } from '../machine-types.js'
import { CpuInstanceProperties } from './query-cpus-fast.js'

const HotpluggableCPU = q.struct('HotpluggableCPU', {
  type: q.str,
  'vcpus-count': q.int,
  props: CpuInstanceProperties,
  'qom-path': q.str,
})

export const queryHotpluggableCpus = defineQmpCommand({
  name: 'query-hotpluggable-cpus',
  since: '2.7',
  doc: 'List the places for vCPUs, the last one first; all are taken.',
  returns: q.list(HotpluggableCPU),
  run: ({ qemu }) => {
    if (!hasBoard(qemu)) throw new QapiError("The feature 'query-hotpluggable-cpus' is not enabled")
    const all = cpus(qemu).map(({ qomPath, props }) => ({
      type: CPU_TYPE,
      'vcpus-count': 1,
      props,
      'qom-path': qomPath,
    }))
    return all.toReversed()
  },
})
