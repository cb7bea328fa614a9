import { q } from '../../../qapi/descriptor.js'
import { CPU_MODELS } from '../cpu-models.js'
import { defineQmpCommand } from '../define.js'

const CpuDefinitionInfo = q.struct('CpuDefinitionInfo', {
  name: q.str,
  'migration-safe': q.bool,
  static: q.bool,
  'unavailable-features': q.list(q.str),
  typename: q.str,
  'alias-of': q.optional(q.str),
  deprecated: q.bool,
})

export const queryCpuDefinitions = defineQmpCommand({
  name: 'query-cpu-definitions',
  since: '1.2',
  doc: 'List the CPU models: those that are no product of anybody.',
  returns: q.list(CpuDefinitionInfo),
  run: ({ qemu }) =>
    CPU_MODELS.map(({ name, aliasOf, isStatic = false, isSafe = true, needsKvm = false }) => ({
      name,
      'migration-safe': isSafe,
      static: isStatic,
      'unavailable-features': needsKvm && !qemu.config.kvm ? ['kvm'] : [],
      typename: `${name}-x86_64-cpu`,
      ...(aliasOf !== undefined && { 'alias-of': aliasOf }),
      deprecated: false,
    })),
})
