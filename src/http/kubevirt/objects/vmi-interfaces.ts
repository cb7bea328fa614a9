/** The network cards of a VirtualMachineInstance, with what the agent tells of them. */
import type { GuestInterface } from '../guest-agent/guest-info.js'
import type { JsonObject } from './kube-object.js'
import type { Nic } from './vmi-spec.js'

/** First those of the domain, then what else the guest has. `told`: undefined as long as no agent has told anything. */
export function interfacesOf(nics: readonly Nic[], told: readonly GuestInterface[] | undefined): JsonObject[] {
  const inGuest = (told ?? []).filter(({ interfaceName }) => interfaceName !== 'lo')
  const byMac = (mac: string) => inGuest.find(it => it.mac?.toLowerCase() === mac)
  const ofDomain = nics.map(({ name, mac }, index) => {
    const source = [
      'domain',
      ...(byMac(mac) === undefined ? [] : ['guest-agent']),
      ...(index === 0 ? [] : ['multus-status']),
    ]
    return {
      infoSource: source.join(', '),
      ...addressed(byMac(mac)),
      linkState: 'up',
      mac,
      name,
      podInterfaceName: index === 0 ? 'eth0' : `net${index}`,
      queueCount: 1,
    }
  })
  const matched = new Set(nics.map(({ mac }) => byMac(mac)))
  const others = inGuest.filter(it => !matched.has(it))
  return [
    ...ofDomain,
    ...others.map(it => ({
      infoSource: 'guest-agent',
      ...addressed(it),
      ...(it.mac !== undefined && { mac: it.mac }),
    })),
  ]
}

/** `ipAddress`: the first of IPv4, or else the first. */
function addressed(told: GuestInterface | undefined): JsonObject {
  if (told === undefined) return {}
  const { interfaceName, ipAddresses } = told
  const first = ipAddresses.find(address => address.includes('.') && !address.includes(':')) ?? ipAddresses[0]
  if (first === undefined) return { interfaceName }
  return { interfaceName, ipAddress: first, ipAddresses: [...ipAddresses] }
}
