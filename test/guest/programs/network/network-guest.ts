/** The guest that the vectors were recorded in: a loopback and one card, and a gateway on its network. */
import type { GuestConfig } from '../../../../src/guest/config.js'
import type { Guest } from '../../../../src/guest/guest.js'
import { parseAddress } from '../../../../src/guest/ip-address.js'
import { programGuest } from '../guest.js'

const NOTHING = { rxBytes: 0n, rxPackets: 0n, rxErrs: 0n, rxDropped: 0n, txBytes: 0n, txPackets: 0n, txErrs: 0n }
const SILENT = { ...NOTHING, txDropped: 0n }

const addresses = (...texts: string[]) => texts.flatMap(text => parseAddress(text) ?? [])

export const LO = {
  ...{ name: 'lo', mac: '00:00:00:00:00:00', mtu: 65_536, up: true, statistics: SILENT },
  addresses: addresses('127.0.0.1/8', '::1/128'),
}

export const ETH0 = {
  ...{ name: 'eth0', mac: '52:54:00:6b:3c:58', mtu: 1500, up: true, statistics: SILENT },
  addresses: addresses('192.168.122.10/24', 'fe80::5054:ff:fe6b:3c58/64'),
}

export function networkGuest(changes: Partial<GuestConfig> = {}): Guest {
  return programGuest({ interfaces: [LO, ETH0], ...changes })
}
