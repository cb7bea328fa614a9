import { elsewhere } from '../define.js'
import { guestGetVcpus } from '../guest-get-vcpus.js'

/** Those that are there are online, and stay so. */
export const guestGetVcpusOnWindows = elsewhere(guestGetVcpus, ({ guest }) =>
  guest.vcpus.list().map(({ id }) => ({ 'logical-id': BigInt(id), online: true, 'can-offline': false })),
)
