/** Routes: their interfaces, and addresses of one family. */
import { ADDRESS_EXPECTED, parseAddress } from '../guest/ip-address.js'
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
      ...(parseAddress(destination) ? [] : wrong('destination', ADDRESS_EXPECTED, JSON.stringify(destination))),
      ...(gateway === undefined || (familyOf(gateway) === family && parseAddress(`${gateway}/0`))
        ? []
        : wrong('gateway', `an address of IPv${family}, as the destination is`, JSON.stringify(gateway))),
    ]
  })
}

function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4
}
