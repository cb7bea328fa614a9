/** What could be had of a TPM; the machine has none. */
import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'

export const queryTpmTypes = defineQmpCommand({
  name: 'query-tpm-types',
  since: '1.5',
  doc: 'List what may be behind TPM devices.',
  returns: q.list(q.enum('TpmType', ['passthrough', 'emulator'])),
  run: () => ['passthrough', 'emulator'] as const,
})

export const queryTpmModels = defineQmpCommand({
  name: 'query-tpm-models',
  since: '1.5',
  doc: 'List the models of TPM devices.',
  returns: q.list(q.enum('TpmModel', ['tpm-crb', 'tpm-tis'])),
  run: () => ['tpm-crb', 'tpm-tis'] as const,
})
