import { elsewhere } from '../define.js'
import { describeAddress, describeStatistics, guestNetworkGetInterfaces } from '../guest-network-get-interfaces.js'
import { onWindows } from './behaviour.js'

const UNKNOWN = -1

/** An interface that is disabled is none. Counters are there with or without an address. */
export const guestNetworkGetInterfacesOnWindows = elsewhere(guestNetworkGetInterfaces, context => {
  const { unknownPrefix } = onWindows(context).behaviour
  const told = (prefix: number) => (prefix === UNKNOWN ? unknownPrefix : prefix)
  return context.guest.interfaces
    .list()
    .filter(({ up }) => up)
    .map(config => {
      const { name, mac, addresses } = config
      return {
        name,
        ...(mac !== undefined && mac !== 'none' && { 'hardware-address': mac }),
        ...(addresses.length > 0 && {
          'ip-addresses': addresses.map(it => describeAddress({ ...it, prefix: told(it.prefix) })),
        }),
        statistics: describeStatistics(config),
      }
    })
})
