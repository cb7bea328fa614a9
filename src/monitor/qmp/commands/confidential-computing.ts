/** What processors can do to keep a guest's memory from its host; this one can't. */
import { q } from '../../../qapi/descriptor.js'
import { QapiError } from '../../../qapi/errors.js'
import { defineQmpCommand } from '../define.js'

export const querySevCapabilities = defineQmpCommand({
  name: 'query-sev-capabilities',
  since: '2.12',
  doc: 'Fail: the processor has no SEV.',
  returns: q.any,
  run: ({ qemu }) => {
    throw new QapiError(qemu.config.kvm ? 'SEV is not enabled in KVM' : 'KVM not enabled')
  },
})

export const querySgxCapabilities = defineQmpCommand({
  name: 'query-sgx-capabilities',
  since: '6.2',
  doc: 'Fail: the processor has no SGX.',
  returns: q.any,
  run: () => {
    throw new QapiError('SGX is not enabled in KVM')
  },
})
