/** The network interfaces of the guest: what of them changes is whether they are up, and their addresses. */
import type { OnChange } from './changes.js'
import type { InterfaceConfig } from './config.js'
import { addressFault, formatAddress, parseAddress } from './ip-address.js'

type InterfaceState = Pick<InterfaceConfig, 'addresses' | 'up'>

/** In the order of list(). */
export type InterfacesSnapshot = readonly InterfaceState[]

export class Interfaces {
  readonly #config: readonly InterfaceConfig[]
  readonly #onChange: OnChange
  readonly #hasScopes: boolean
  #all: readonly InterfaceConfig[]

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

  /** As after a boot. */
  reset(): void {
    this.#all = this.#config
  }

  snapshot(): InterfacesSnapshot {
    return this.#all.map(({ addresses, up }) => ({ addresses, up }))
  }

  restore(snapshot: InterfacesSnapshot): void {
    this.#all = this.#config.map((config, index) => ({ ...config, ...snapshot[index] }))
  }

  #change(name: string, state: Partial<InterfaceState>): void {
    const before = this.find(name)
    if (before === undefined) throw unknownInterface(name, this.#all)
    const after = { ...before, ...state }
    const addresses = after.addresses.map(formatAddress)
    if (after.up === before.up && `${addresses}` === `${before.addresses.map(formatAddress)}`) return
    this.#all = this.#all.map(it => (it === before ? after : it))
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
