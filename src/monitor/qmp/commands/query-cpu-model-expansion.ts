import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { CPU_MODELS } from '../cpu-models.js'
import { defineQmpCommand } from '../define.js'
import { notSimulated } from '../errors.js'

const CpuModelInfo = q.struct('CpuModelInfo', { name: q.str, props: q.optional(q.any) })

export const queryCpuModelExpansion = defineQmpCommand({
  name: 'query-cpu-model-expansion',
  since: '2.8',
  doc: 'Fail: what a CPU model can do is not simulated.',
  args: { type: q.enum('CpuModelExpansionType', ['static', 'full']), model: CpuModelInfo },
  returns: q.struct('CpuModelExpansionInfo', { model: CpuModelInfo }),
  run: (_context, { model: { name } }) => {
    if (!CPU_MODELS.some(model => model.name === name)) throw new QapiError(`CPU model '${name}' not found`)
    throw notSimulated(`what the CPU model ${name} can do`)
  },
})
