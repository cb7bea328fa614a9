/** An address of an interface, written with its prefix: "192.168.122.10/24", "fe80::1/64". */
import { isIP } from 'node:net'
import type { IpAddressConfig } from './config.js'
import { ipBytes, ipText } from './ip-bytes.js'

/** What such a text looks like; whether it is an address, parseAddress knows. */
export const ADDRESS_TEXT = /^[\da-fA-F.:]+(?:%\d+)?\/(?:-1|\d{1,3})$/

/** The words of an error for a text that is none. */
export const ADDRESS_EXPECTED = 'an address with its prefix such as 192.168.122.10/24 or fe80::1/64'

/** 4 or 6; 0 for a text that is no address. */
export const ipFamily: (text: string) => number = isIP

const LONGEST_PREFIX: Readonly<Record<number, number>> = { 4: 32, 6: 128 }

/**
 * "192.168.122.10/24" in two; undefined for what is no address. The address is as inet_ntop(3) writes it, whatever it was
 * written like, and keeps its scope.
 */
export function parseAddress(text: string): IpAddressConfig | undefined {
  if (!ADDRESS_TEXT.test(text)) return undefined
  const [address = '', prefix = ''] = text.split('/')
  const longest = LONGEST_PREFIX[ipFamily(address)]
  if (longest === undefined || Number(prefix) > longest) return undefined
  return { address: ipText(ipBytes(address)) + scopeOf(address), prefix: Number(prefix) }
}

/** What an address of a guest is expected to be that this text is not; undefined if all is well with it. */
export function addressFault(text: string, hasScopes: boolean): string | undefined {
  if (parseAddress(text) === undefined) return ADDRESS_EXPECTED
  // inet_ntop(3), which writes what agents of other systems tell, knows no scope.
  return hasScopes || !text.includes('%') ? undefined : 'an address without a scope, which Windows alone tells'
}

/** "%2" of "fe80::1%2". */
function scopeOf(address: string): string {
  return /%\d+$/.exec(address)?.[0] ?? ''
}

/** As it was parsed, in one text again. */
export function formatAddress({ address, prefix }: IpAddressConfig): string {
  return `${address}/${prefix}`
}
