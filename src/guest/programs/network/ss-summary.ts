import type { ListeningSocket } from '../../listening.js'

/** What `ss -s` counts: the guest has sockets that listen, and none of other families. */
export function summary(sockets: readonly ListeningSocket[]): string {
  const of = (protocol: string) => sockets.filter(socket => socket.protocol === protocol)
  const tcp = of('tcp')
  const rows = [row('RAW', []), row('UDP', of('udp')), row('TCP', tcp), row('INET', sockets), row('FRAG', [])]
  return [
    `Total: ${sockets.length}\nTCP:   ${tcp.length} (estab 0, closed 0, orphaned 0, timewait 0)\n\n`,
    `Transport Total     IP        IPv6\n${rows.join('')}\n`,
  ].join('')
}

function row(name: string, sockets: readonly ListeningSocket[]): string {
  const v6 = sockets.filter(({ isIpv6 }) => isIpv6).length
  const [total, v4] = [sockets.length, sockets.length - v6].map(count => String(count).padEnd(9))
  return `${name}\t  ${total} ${v4} ${String(v6).padEnd(9)}\n`
}
