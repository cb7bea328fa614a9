import type { InterfaceConfig } from '../../config.js'
import { formatAddress } from '../../ip-address.js'
import type { Program } from '../../programs/program.js'
import { lines, notSimulated } from './options.js'

/** Without /all, and without gateways. */
export const ipconfig: Program = ({ argv, guest }) => {
  if (argv.length > 1) return notSimulated('only ipconfig without options is simulated')
  const adapters = guest.interfaces.list().filter(it => it.up && !/^Loopback/.test(it.name))
  return { stdout: lines('', 'Windows IP Configuration', '', ...adapters.flatMap(adapterLines)) }
}

function adapterLines({ name, addresses }: InterfaceConfig): readonly string[] {
  const rows = addresses.map(formatAddress).flatMap(text => {
    const [address = '', prefix = ''] = text.split('/')
    if (!address.includes(':')) return [row('IPv4 Address', address), row('Subnet Mask', mask(Number(prefix)))]
    return [row(/^fe80:/i.test(address) ? 'Link-local IPv6 Address' : 'IPv6 Address', address)]
  })
  return ['', `Ethernet adapter ${name}:`, '', row('Connection-specific DNS Suffix ', ''), ...rows]
}

/** Dots up to the colon: "   IPv4 Address. . . . . . . . . . . : ". */
function row(title: string, value: string): string {
  const dots = ' .'.repeat(20)
  const filled = title.length % 2 === 0 ? `${title}.${dots}` : `${title}${dots}`
  return `   ${filled.slice(0, 34)}: ${value}`
}

function mask(prefix: number): string {
  const bits = prefix === 0 ? 0 : (0xffff_ffff << (32 - prefix)) >>> 0
  return [24, 16, 8, 0].map(shift => (bits >>> shift) & 0xff).join('.')
}
