import { q } from '../../../qapi/descriptor.js'
import { defineQmpCommand } from '../define.js'
import { versionInfo } from '../messages.js'

const VersionInfo = q.struct('VersionInfo', {
  qemu: q.struct('VersionTriple', { major: q.int, minor: q.int, micro: q.int }),
  package: q.doc('What the distribution says; empty without one.', q.str),
})

export const queryVersion = defineQmpCommand({
  name: 'query-version',
  since: '0.14',
  doc: 'Tell the version of QEMU.',
  returns: VersionInfo,
  run: ({ qemu }) => versionInfo(qemu.config),
})
