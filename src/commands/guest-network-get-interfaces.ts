import type { InterfaceConfig } from '../guest/config.js'
import { type Infer, q } from '../qapi/descriptor.js'
import { defineCommand } from './define.js'

const IpAddress = q.struct('GuestIpAddress', {
  'ip-address': q.str,
  'ip-address-type': q.enum('GuestIpAddressType', ['ipv4', 'ipv6']),
  prefix: q.doc('length of the network prefix in bits; -1 where it is not known', q.int),
})

const Statistics = q.struct('GuestNetworkInterfaceStat', {
  'rx-bytes': q.uint64,
  'rx-packets': q.uint64,
  'rx-errs': q.uint64,
  'rx-dropped': q.uint64,
  'tx-bytes': q.uint64,
  'tx-packets': q.uint64,
  'tx-errs': q.uint64,
  'tx-dropped': q.uint64,
})

const NetworkInterface = q.struct('GuestNetworkInterface', {
  name: q.str,
  'hardware-address': q.optional(q.str),
  'ip-addresses': q.optional(q.list(IpAddress)),
  statistics: q.optional(q.doc('since 2.11; only where there is an address', Statistics)),
})

export const guestNetworkGetInterfaces = defineCommand({
  name: 'guest-network-get-interfaces',
  since: '1.1',
  doc: 'The network interfaces with their addresses and counters.',
  returns: q.list(NetworkInterface),
  run: ({ guest }) => guest.interfaces.list().map(describe),
})

const NO_ADDRESS = '00:00:00:00:00:00'

function describe(config: InterfaceConfig): Infer<typeof NetworkInterface> {
  // getifaddrs(3) gives one entry an address: without any the agent never comes to the counters.
  if (config.addresses.length === 0) return identify(config)
  return {
    ...identify(config),
    statistics: describeStatistics(config),
  }
}

/** All but the counters. */
export function identify({ name, mac, up, addresses }: InterfaceConfig): Infer<typeof NetworkInterface> {
  // SIOCGIFHWADDR of an interface without an address of its own, a tunnel, gives zeros.
  const hardwareAddress = mac === 'none' ? undefined : (mac ?? (up ? NO_ADDRESS : undefined))
  const identity = { name, 'hardware-address': hardwareAddress }
  if (addresses.length === 0) return identity
  return {
    ...identity,
    'ip-addresses': addresses.map(describeAddress),
  }
}

export function describeAddress({ address, prefix }: InterfaceConfig['addresses'][number]): Infer<typeof IpAddress> {
  return {
    'ip-address': address,
    'ip-address-type': address.includes(':') ? 'ipv6' : 'ipv4',
    prefix: BigInt(prefix),
  }
}

export function describeStatistics({ statistics: s }: InterfaceConfig): Infer<typeof Statistics> {
  return {
    'rx-bytes': s.rxBytes,
    'rx-packets': s.rxPackets,
    'rx-errs': s.rxErrs,
    'rx-dropped': s.rxDropped,
    'tx-bytes': s.txBytes,
    'tx-packets': s.txPackets,
    'tx-errs': s.txErrs,
    'tx-dropped': s.txDropped,
  }
}
