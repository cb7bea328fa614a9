/** An address of an interface, written with its prefix: "192.168.122.10/24", "fe80::1/64". */
import { isIP } from 'node:net'
import type { IpAddressConfig } from './config.js'

/** What such a text looks like; whether it is an address, parseAddress knows. */
export const ADDRESS_TEXT = /^[\da-fA-F.:]+(?:%\d+)?\/(?:-1|\d{1,3})$/

/** The words of an error for a text that is none. */
export const ADDRESS_EXPECTED = 'an address with its prefix such as 192.168.122.10/24 or fe80::1/64'

const LONGEST_PREFIX: Readonly<Record<number, number>> = { 4: 32, 6: 128 }

/** "192.168.122.10/24" in two; undefined for what is no address. */
export function parseAddress(text: string): IpAddressConfig | undefined {
  if (!ADDRESS_TEXT.test(text)) return undefined
  const [address = '', prefix = ''] = text.toLowerCase().split('/')
  const longest = LONGEST_PREFIX[isIP(address)]
  return longest !== undefined && Number(prefix) <= longest ? { address, prefix: Number(prefix) } : undefined
}

/** The same text again. */
export function formatAddress({ address, prefix }: IpAddressConfig): string {
  return `${address}/${prefix}`
}
