/** The network interfaces of the guest, and its main routing table once somebody in the guest has changed it. */
import type { OnChange } from './changes.js'
import type { InterfaceConfig, IpAddressConfig, RouteConfig } from './config.js'
import { addressFault, formatAddress, parseAddress } from './ip-address.js'
import { followInterfaces, type MainRoute } from './routes.js'

export interface InterfaceAddress extends IpAddressConfig {
  /** Of IPv4; the last address of the network without it. */
  readonly broadcast?: string
}

/** What of an interface changes. */
type InterfaceState = Pick<InterfaceConfig, 'addresses' | 'mac' | 'mtu' | 'up'>

export interface InterfacesSnapshot {
  /** In the order of list(). */
  readonly interfaces: readonly InterfaceState[]
  readonly routes: readonly MainRoute[] | undefined
}

export class Interfaces {
  readonly #config: readonly InterfaceConfig[]
  readonly #onChange: OnChange
  readonly #hasScopes: boolean
  #all: readonly InterfaceConfig[]
  /** Undefined: as the scenario has them, or as they follow from the addresses. */
  #routes: readonly MainRoute[] | undefined

  /** `hasScopes`: addresses may have one, as those of Windows have. */
  constructor(config: readonly InterfaceConfig[], onChange: OnChange, hasScopes = false) {
    this.#config = config
    this.#onChange = onChange
    this.#hasScopes = hasScopes
    this.#all = config
  }

  /** In the order of their index, which begins at 1. */
  list(): readonly InterfaceConfig[] {
    return this.#all
  }

  find(name: string): InterfaceConfig | undefined {
    return this.#all.find(it => it.name === name)
  }

  /**
   * Gives the interface these addresses and no others: "192.168.122.10/24", "fe80::1/64", in kernel order. Throws
   * RangeError for an interface that there isn't, and for text that is no address.
   */
  setAddresses(name: string, addresses: readonly string[]): void {
    for (const text of addresses) {
      const expected = addressFault(text, this.#hasScopes)
      if (expected !== undefined) throw new RangeError(`interfaces: expected ${expected}, got ${JSON.stringify(text)}`)
    }
    this.#change(name, { addresses: addresses.flatMap(text => parseAddress(text) ?? []) })
  }

  /** As `ip link set NAME up` and `down`, but that all addresses stay. Throws RangeError as setAddresses does. */
  setUp(name: string, up: boolean): void {
    this.#change(name, { up })
  }

  /** As `ip link set NAME mtu`, in bytes. Throws RangeError as setAddresses does. */
  setMtu(name: string, mtu: number): void {
    this.#change(name, { mtu })
  }

  /** As `ip link set NAME address`: lower case, with colons. Throws RangeError as setAddresses does. */
  setMac(name: string, mac: string): void {
    this.#change(name, { mac })
  }

  /** As setAddresses, for addresses that are known to be some and may have a broadcast address of their own. */
  assign(name: string, addresses: readonly InterfaceAddress[]): void {
    this.#change(name, { addresses })
  }

  /** The main routing table as it was set, or else that of the scenario. */
  routes(configured: readonly RouteConfig[] | undefined): readonly MainRoute[] | undefined {
    return this.#routes ?? configured
  }

  /** From now on the table is this one, and follows the addresses as the kernel's does. */
  setRoutes(routes: readonly MainRoute[]): void {
    this.#routes = routes
  }

  /** As after a boot. */
  reset(): void {
    this.#all = this.#config
    this.#routes = undefined
  }

  snapshot(): InterfacesSnapshot {
    const interfaces = this.#all.map(({ addresses, up, mtu, mac }) => {
      return { addresses, up, mtu, ...(mac !== undefined && { mac }) }
    })
    return { interfaces, routes: this.#routes }
  }

  restore({ interfaces, routes }: InterfacesSnapshot): void {
    this.#all = this.#config.map((config, index) => ({ ...config, ...interfaces[index] }))
    this.#routes = routes
  }

  #change(name: string, state: Partial<InterfaceState>): void {
    const before = this.find(name)
    if (before === undefined) throw unknownInterface(name, this.#all)
    const after = { ...before, ...state }
    const addresses = after.addresses.map(formatAddress)
    const isSame = after.up === before.up && after.mtu === before.mtu && after.mac === before.mac
    if (isSame && `${addresses}` === `${before.addresses.map(formatAddress)}`) return
    this.#all = this.#all.map(it => (it === before ? after : it))
    this.#routes &&= followInterfaces(this.#routes, before, after)
    this.#onChange({ what: 'interface', name, addresses, up: after.up })
  }
}

function unknownInterface(name: string, known: readonly InterfaceConfig[]): RangeError {
  const names = known.map(it => it.name).join(', ')
  return new RangeError(
    `interfaces: expected ${names === '' ? 'no name, for there is no interface' : `one of ${names}`}, got ` +
      `${JSON.stringify(name)}. Add it to network.interfaces of the scenario.`,
  )
}
