import { type ListeningSocket, listeningSockets, portName } from '../../listening.js'
import { type Tool, tool } from '../tool.js'
import { interfaceRow, interfaceText } from './interface-table.js'
import { links } from './link.js'
import { routeTable } from './route-table.js'

const OPTIONS = [
  'r,route',
  'i,interfaces',
  'n,numeric',
  't,tcp',
  'u,udp',
  'l,listening',
  'p,programs',
  'a,all',
  'e,extend',
  '4,inet',
  '6,inet6',
  'W,wide',
]
const INTERFACES = 'Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n'
const SOCKETS = 'Proto Recv-Q Send-Q Local Address           Foreign Address         State      '

/** netstat(8) of net-tools 2.10: routes, interfaces, and the sockets of TCP and UDP that listen. */
export const netstat = tool(tool => {
  const options = tool.options(OPTIONS, { usageCode: 3, terse: true })
  const has = (name: string) => options.has(name)
  if (has('r')) {
    if (has('6')) throw tool.fail("mockvm doesn't do netstat -r -6 yet")
    tool.print(routeTable(tool.guest, has('n'), 'mss'))
  } else if (has('i')) {
    tool.print('Kernel Interface table\n', ...(has('e') ? [] : [INTERFACES]))
    const shown = links(tool.guest).filter(({ up }) => up || has('a'))
    for (const link of shown.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      tool.print(has('e') ? interfaceText(link) : interfaceRow(link))
    }
  } else if (has('t') || has('u')) sockets(tool, has)
  else throw tool.fail("mockvm doesn't do netstat without -r, -i, -t or -u yet")
})

function sockets(tool: Tool, has: (name: string) => boolean): void {
  const which = has('a') ? '(servers and established)' : has('l') ? '(only servers)' : '(w/o servers)'
  tool.print(`Active Internet connections ${which}\n${SOCKETS}${has('p') ? ' PID/Program name    ' : ''}\n`)
  if (!has('a') && !has('l')) return
  const all = listeningSockets(tool.guest)
  for (const protocol of ['tcp', 'udp'] as const) {
    if (!has(protocol.charAt(0))) continue
    for (const isV6 of [false, true]) {
      if (has(isV6 ? '4' : '6') && !has(isV6 ? '6' : '4')) continue
      const found = all.filter(socket => socket.protocol === protocol && socket.isIpv6 === isV6)
      for (const socket of found) tool.print(row(tool, socket, has('n'), has('p')))
    }
  }
}

function row(tool: Tool, socket: ListeningSocket, numeric: boolean, hasProgram: boolean): string {
  const { protocol, address, port, isIpv6, owner } = socket
  const brackets = isIpv6 && !numeric && address === '::'
  const host = brackets ? '[::]' : address
  const local = `${host}:${numeric ? port : portName(tool.guest, port, protocol)}`
  const remote = isIpv6 ? (numeric ? ':::*' : '[::]:*') : '0.0.0.0:*'
  const state = (protocol === 'tcp' ? 'LISTEN' : '').padEnd(11)
  const program = owner === undefined ? '-' : `${owner.pid}/${programName(owner.argv[0] ?? '')}`.slice(0, 19)
  const name = `${protocol}${isIpv6 ? '6' : ''}`.padEnd(4)
  return `${name}       0      0 ${local.padEnd(23)} ${remote.padEnd(23)} ${state}${hasProgram ? ` ${program.padEnd(20)}` : ''}\n`
}

/** The last component of a path; all of what a daemon calls itself. */
function programName(text: string): string {
  return text.startsWith('/') ? text.slice(text.lastIndexOf('/') + 1) : text
}
