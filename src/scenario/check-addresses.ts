/** Addresses of an interface. */
import { addressFault } from '../guest/ip-address.js'
import type { Finding } from './explain.js'
import type { Path } from './path.js'

export function checkAddresses(addresses: readonly string[], path: Path, hasScopes: boolean): Finding[] {
  return addresses.flatMap((text, at) => {
    const expected = addressFault(text, hasScopes)
    return expected === undefined ? [] : [{ path: [...path, at], expected, got: JSON.stringify(text) }]
  })
}
