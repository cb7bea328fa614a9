import { elsewhere } from '../define.js'
import { guestNetworkGetInterfaces } from '../guest-network-get-interfaces.js'
import { onWindows } from './behaviour.js'

const UNKNOWN = -1

/** An interface that is disabled is none. Counters are there with or without an address. */
export const guestNetworkGetInterfacesOnWindows = elsewhere(guestNetworkGetInterfaces, context => {
  const { unknownPrefix } = onWindows(context).behaviour
  return context.guest.interfaces
    .list()
    .filter(({ up }) => up)
    .map(({ name, mac, addresses, statistics: s }) => ({
      name,
      ...(mac !== undefined && mac !== 'none' && { 'hardware-address': mac }),
      ...(addresses.length > 0 && {
        'ip-addresses': addresses.map(({ address, prefix }) => ({
          'ip-address': address,
          'ip-address-type': address.includes(':') ? ('ipv6' as const) : ('ipv4' as const),
          prefix: BigInt(prefix === UNKNOWN ? unknownPrefix : prefix),
        })),
      }),
      statistics: {
        'rx-bytes': s.rxBytes,
        'rx-packets': s.rxPackets,
        'rx-errs': s.rxErrs,
        'rx-dropped': s.rxDropped,
        'tx-bytes': s.txBytes,
        'tx-packets': s.txPackets,
        'tx-errs': s.txErrs,
        'tx-dropped': s.txDropped,
      },
    }))
})
