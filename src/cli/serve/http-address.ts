import { isIPv6 } from 'node:net'
import { InvalidArgumentError } from 'commander'

export interface HttpAddress {
  /** Without it the one that nobody else can reach. */
  readonly host?: string
  readonly port: number
}

/** "8006", "0.0.0.0:8006", "[::1]:8006": what --http and --https take. */
export function parseHttpAddress(text: string): HttpAddress {
  const [, six, name, digits] = /^(?:(?:\[([^\]]*)\]|([^:[\]/\s]+)):)?(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (digits === undefined || port > 65_535 || (six !== undefined && !isIPv6(six))) {
    throw new InvalidArgumentError(
      'Expected PORT or HOST:PORT, such as 8006, 0.0.0.0:8006 or [::1]:8006; port 0 is any.',
    )
  }
  const host = six ?? name
  return host === undefined ? { port } : { host, port }
}
