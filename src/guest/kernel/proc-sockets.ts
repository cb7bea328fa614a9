/** What /proc/net tells of sockets and addresses. */
import type { Guest } from '../guest.js'
import { ipBytes } from '../ip-bytes.js'
import { listeningSockets } from '../listening.js'
import { type Directory, textFile } from './branches.js'

const REST = 'st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'
/** Lines of the files of IPv4 are padded with blanks. */
const LINE = { tcp: 149, udp: 127 } as const
const LISTEN = '0A'
const UNCONNECTED = '07'
/** Where the inodes of sockets begin: nothing tells them. */
const FIRST_INODE = 12_000

export function socketFiles(guest: Guest): ReturnType<Directory> {
  const file = (protocol: 'tcp' | 'udp', isIpv6: boolean) => textFile(() => table(guest, protocol, isIpv6))
  return {
    arp: textFile(() => 'IP address       HW type     Flags       HW address            Mask     Device\n'),
    if_inet6: textFile(() => ipv6Addresses(guest)),
    tcp: file('tcp', false),
    tcp6: file('tcp', true),
    udp: file('udp', false),
    udp6: file('udp', true),
  }
}

function table(guest: Guest, protocol: 'tcp' | 'udp', isIpv6: boolean): string {
  const isTcp = protocol === 'tcp'
  const titles = isIpv6
    ? '  sl  local_address                         remote_address                        '
    : `${isTcp ? '' : ' '}  sl  local_address rem_address   `
  const header = `${titles}${REST}${isTcp ? '' : ' ref pointer drops'}`
  const nowhere = `${'0'.repeat(isIpv6 ? 32 : 8)}:0000`
  const rows = listeningSockets(guest).flatMap((socket, index) => {
    if (socket.protocol !== protocol || socket.isIpv6 !== isIpv6) return []
    const local = `${words(ipBytes(socket.address))}:${hex(socket.port)}`
    const uid = guest.users.byName(socket.owner?.user ?? 'root')?.uid ?? 0
    const state = `${isTcp ? LISTEN : UNCONNECTED} 00000000:00000000 00:00000000 00000000`
    const owner = `${String(uid).padStart(5)} ${'0'.padStart(8)} ${FIRST_INODE + index}`
    return `${local} ${nowhere} ${state} ${owner} ${isTcp ? '1 0000000000000000 100 0 0 10 0' : '2 0000000000000000 0'}`
  })
  const lines = rows.map((row, index) => `${String(index).padStart(isTcp ? 4 : 5)}: ${row}`)
  return [header, ...lines].map(line => `${isIpv6 ? line : line.padEnd(LINE[protocol])}\n`).join('')
}

/** /proc/net/if_inet6: address, index, prefix, scope, flags (permanent) and name. */
function ipv6Addresses({ interfaces }: Guest): string {
  const scopes = [
    { pattern: /^::1$/, scope: '10' },
    { pattern: /^fe[89ab]/, scope: '20' },
  ]
  const rows = interfaces.list().flatMap(({ name, addresses }, index) =>
    addresses
      .filter(({ address }) => address.includes(':'))
      .map(({ address, prefix }) => {
        const scope = scopes.find(({ pattern }) => pattern.test(address))?.scope ?? '00'
        const numbers = [index + 1, prefix].map(number => number.toString(16).padStart(2, '0')).join(' ')
        return `${Buffer.from(ipBytes(address)).toString('hex')} ${numbers} ${scope} 80 ${name.padStart(8)}\n`
      }),
  )
  return rows.join('')
}

/** Words of 32 bits in the machine's own order. */
function words(bytes: Uint8Array): string {
  const parts = Array.from({ length: bytes.length / 4 }, (_, at) => bytes.slice(4 * at, 4 * at + 4).toReversed())
  return Buffer.concat(parts).toString('hex').toUpperCase()
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0')
}
