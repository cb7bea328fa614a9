/** Network interfaces. */
import type { InterfaceConfig, InterfaceStatistics } from '../guest/config.js'
import { parseAddress } from '../guest/ip-address.js'
import type { ScenarioInput } from './schema.js'
import { parseCount } from './units.js'

type InterfaceInput = NonNullable<NonNullable<ScenarioInput['network']>['interfaces']>[number]
type StatisticsInput = NonNullable<InterfaceInput['statistics']>

const LOOPBACK: InterfaceInput = { name: 'lo', addresses: ['127.0.0.1/8', '::1/128'] }

function toStatistics(input: StatisticsInput): InterfaceStatistics {
  const counter = (name: keyof StatisticsInput) => parseCount(input[name] ?? 0) ?? 0n
  return {
    rxBytes: counter('rxBytes'),
    rxPackets: counter('rxPackets'),
    rxErrs: counter('rxErrs'),
    rxDropped: counter('rxDropped'),
    txBytes: counter('txBytes'),
    txPackets: counter('txPackets'),
    txErrs: counter('txErrs'),
    txDropped: counter('txDropped'),
  }
}

export function toInterfaceConfigs({ network }: ScenarioInput): InterfaceConfig[] {
  return (network?.interfaces ?? [LOOPBACK]).map(input => {
    const loopback = input.name === 'lo'
    const mac = input.mac?.toLowerCase() ?? (loopback ? '00:00:00:00:00:00' : undefined)
    return {
      name: input.name,
      ...(mac !== undefined && { mac }),
      addresses: (input.addresses ?? []).flatMap(text => parseAddress(text) ?? []),
      statistics: toStatistics(input.statistics ?? {}),
      mtu: input.mtu ?? (loopback ? 65_536 : 1500),
      up: input.up ?? true,
    }
  })
}
