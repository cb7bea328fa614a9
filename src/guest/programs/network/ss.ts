import { comm } from '../../kernel/proc-pid-names.js'
import { type ListeningSocket, listeningSockets, portName } from '../../listening.js'
import { tool } from '../tool.js'
import { readFilter } from './ss-filter.js'
import { summary } from './ss-summary.js'

const OPTIONS = [
  't,tcp',
  'u,udp',
  'l,listening',
  'n,numeric',
  'p,processes',
  'a,all',
  'H,no-header',
  '4,ipv4',
  '6,ipv6',
  'O,oneline',
  's,summary',
  'V,version',
]

/** What sshd and most others ask listen(2) for. */
const BACKLOG = 128

/** ss(8) of iproute2 6.1, of TCP and UDP: the guest has sockets that listen and no connections. */
export const ss = tool(tool => {
  const options = tool.options(OPTIONS, { usageCode: 255, terse: true })
  if (options.has('V')) return tool.print('ss utility, iproute2-6.1.0\n')
  if (options.has('s')) {
    tool.print(summary(listeningSockets(tool.guest)))
    // Sockets themselves only when they are asked for besides.
    if (!options.has('t') && !options.has('u') && options.operands.length === 0) return
  }
  if (!options.has('t') && !options.has('u')) throw tool.fail("mockvm doesn't do ss without -t or -u yet")
  const protocols = (['udp', 'tcp'] as const).filter(name => options.has(name.charAt(0)))
  const { states, matches } = readFilter(tool, options.operands)
  const isAsked = options.has('l') || options.has('a')
  const isShown = ({ protocol }: ListeningSocket) => {
    return states === undefined ? isAsked : states.has(protocol === 'tcp' ? 'listening' : 'closed')
  }
  const families = [false, true].filter(isV6 => options.has(isV6 ? '6' : '4') || !options.has(isV6 ? '4' : '6'))
  const all = listeningSockets(tool.guest)
  const sockets = protocols.flatMap(protocol =>
    families.flatMap(isV6 =>
      all.filter(it => isShown(it) && matches(it) && it.protocol === protocol && it.isIpv6 === isV6),
    ),
  )
  const hasNetid = protocols.length > 1
  const rows = sockets.map(socket => {
    const port = options.has('n') ? String(socket.port) : portName(tool.guest, socket.port, socket.protocol)
    return cells(socket, port, options.has('p'))
  })
  const head = ['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address', 'Port', 'Peer Address', 'Port', 'Process']
  tool.print(table(options.has('H') ? rows : [head, ...rows], hasNetid, states?.size !== 1))
})

function cells(socket: ListeningSocket, port: string, hasProcess: boolean): string[] {
  const { protocol, address, isIpv6, owner } = socket
  const isTcp = protocol === 'tcp'
  const local = isIpv6 ? `[${address}]` : address
  const peer = isIpv6 ? '[::]' : '0.0.0.0'
  const user = hasProcess && owner !== undefined ? ` users:(("${comm(owner)}",pid=${owner.pid},fd=3))` : ''
  return [protocol, isTcp ? 'LISTEN' : 'UNCONN', '0', String(isTcp ? BACKLOG : 0), local, port, peer, '*', user]
}

function table(rows: readonly (readonly string[])[], hasNetid: boolean, hasState: boolean): string {
  const width = (at: number, least = 0) => Math.max(least, ...rows.map(row => row[at]?.length ?? 0))
  return rows
    .map(row => {
      const [
        netid = '',
        state = '',
        received = '',
        sent = '',
        local = '',
        port = '',
        peer = '',
        peerPort = '',
        who = '',
      ] = row
      const left = `${hasNetid ? `${netid.padEnd(width(0))} ` : ''}${hasState ? `${state.padEnd(width(1))} ` : ''}`
      const queues = `${received.padEnd(6)} ${sent.padEnd(6)} `
      const here = `${local.padStart(width(4))}:${port.padEnd(width(5))} `
      return `${left}${queues}${here}${peer.padStart(width(6))}:${peerPort.padEnd(width(7))}${who.padEnd(width(8))}\n`
    })
    .join('')
}
