/** Who is there at an address: nobody but the guest itself. */
import type { Guest } from '../../guest.js'
import { pathTo } from './ip-route-get.js'
import { isIpv6, links, scopeOf } from './link.js'
import { findRoute, mainTable } from './main-table.js'

/**
 * - `self`: an address of the guest, which answers at once.
 * - `neighbour`: on a network of the guest. Nobody says that the address is theirs, which the kernel finds out by asking.
 * - `beyond`: behind a gateway, which takes all and gives nothing back.
 * - `nowhere`: no route leads there.
 */
export interface Reach {
  readonly kind: 'self' | 'neighbour' | 'beyond' | 'nowhere'
  /** The address of the guest that it speaks from. */
  readonly source: string
  readonly device: string
}

/** How long the kernel asks for a neighbour: three times, a second and some ticks each. */
export const NEIGHBOUR_TIME = 3_060_000_000n

/** `device`: the only interface to go through, as SO_BINDTODEVICE has it. */
export function reach(guest: Guest, address: string, device?: string): Reach {
  // An address of an interface that is down still answers.
  const isOwn = links(guest).some(({ addresses }) => addresses.some(it => it.address === address))
  if (isOwn || /^127\./.test(address) || /^(?:0\.0\.0\.0|::)$/.test(address)) {
    const isThere = device === undefined || device === 'lo'
    const source = isThere ? address : sourceOn(guest, address, device)
    // What comes back comes from lo, and not from the interface that is listened on.
    return { kind: isThere ? 'self' : 'beyond', source, device: device ?? 'lo' }
  }
  if (device !== undefined) return throughDevice(guest, address, device)
  const path = pathTo(guest, address)
  if (path === undefined) return { kind: 'nowhere', source: '', device: '' }
  const { source, gateway } = path
  return { kind: gateway === undefined ? 'neighbour' : 'beyond', source, device: path.device }
}

function throughDevice(guest: Guest, address: string, device: string): Reach {
  const route = findRoute(mainTable(guest), address, device)
  const source = sourceOn(guest, address, device)
  const isUp = guest.interfaces.find(device)?.up ?? false
  if (!isUp || source === '') return { kind: 'nowhere', source, device }
  return { kind: route?.gateway === undefined ? 'neighbour' : 'beyond', source, device }
}

function sourceOn(guest: Guest, address: string, device: string): string {
  const link = links(guest).find(({ name }) => name === device)
  const own = link?.addresses.filter(it => isIpv6(it) === address.includes(':')) ?? []
  return (own.find(it => scopeOf(it) === scopeOf({ address })) ?? own[0])?.address ?? ''
}
