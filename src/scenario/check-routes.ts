/** Routes: their interfaces, and addresses of one family. */
import { ADDRESS_EXPECTED, formatAddress, parseAddress } from '../guest/ip-address.js'
import { ipBytes, ipText, networkOf } from '../guest/ip-bytes.js'
import type { Finding } from './explain.js'
import { known } from './findings.js'
import type { Path } from './path.js'
import type { ScenarioInput } from './schema.js'

export function checkRoutes({ routes = [], interfaces = [{ name: 'lo' }] }: ScenarioInput['network'] = {}): Finding[] {
  const names = interfaces.map(({ name }) => name)
  return routes.flatMap(({ interface: name, destination, gateway }, index): Finding[] => {
    const path = (key: string): Path => ['network', 'routes', index, key]
    const family = familyOf(destination)
    const wrong = (key: string, expected: string, got: string) => [{ path: path(key), expected, got }]
    return [
      ...known(path('interface'), name, names, 'an interface of network'),
      ...checkDestination(path('destination'), destination),
      ...(gateway === undefined || (familyOf(gateway) === family && parseAddress(`${gateway}/0`))
        ? []
        : wrong('gateway', `an address of IPv${family}, as the destination is`, JSON.stringify(gateway))),
    ]
  })
}

/** The kernel refuses a destination with bits behind its prefix. */
function checkDestination(path: Path, text: string): Finding[] {
  const got = JSON.stringify(text)
  const parsed = parseAddress(text)
  if (parsed === undefined) return [{ path, expected: ADDRESS_EXPECTED, got }]
  const { address, prefix } = parsed
  const bytes = ipBytes(address)
  if (prefix < 0) return [{ path, expected: `a prefix from 0 to ${bytes.length * 8}`, got: String(prefix) }]
  const network = formatAddress({ address: ipText(networkOf(bytes, prefix)), prefix })
  return formatAddress(parsed) === network ? [] : [{ path, expected: `the network ${network}`, got }]
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}
