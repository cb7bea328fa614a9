import { q } from '../../../qapi/descriptor.js'
import type { QemuConfig } from '../../qemu-config.js'
import { defineQmpCommand } from '../define.js'

const UuidInfo = q.struct('UuidInfo', { UUID: q.doc('Of -uuid, in lower case; zeros without it.', q.str) })

export function uuidText({ uuid = '00000000-0000-0000-0000-000000000000' }: QemuConfig): string {
  return uuid.toLowerCase()
}

export const queryUuid = defineQmpCommand({
  name: 'query-uuid',
  since: '0.14',
  doc: 'Tell the UUID of the guest.',
  returns: UuidInfo,
  run: ({ qemu }) => ({ UUID: uuidText(qemu.config) }),
})
