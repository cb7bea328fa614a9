/** The sockets that wait for others, as ss(8), netstat(8) and /proc tell of them. */
import type { ListeningConfig } from './config.js'
import type { Guest } from './guest.js'
import type { Process } from './processes.js'

export interface ListeningSocket extends ListeningConfig {
  readonly isIpv6: boolean
  /** Undefined when nothing of that name runs any more: then nobody listens. */
  readonly owner: Process | undefined
}

/** Those whose process runs, or that belong to none (the kernel, a socket of systemd). */
export function listeningSockets(guest: Guest): ListeningSocket[] {
  return (guest.config.listening ?? []).flatMap(socket => {
    const owner = guest.processes.list().find(({ argv }) => programOf(argv[0] ?? '') === socket.process)
    if (socket.process !== undefined && owner === undefined) return []
    return [{ ...socket, owner, isIpv6: socket.address.includes(':') }]
  })
}

/** "sshd" of "/usr/sbin/sshd", and of "sshd: /usr/sbin/sshd -D [listener] …". */
function programOf(text: string): string {
  const [word = ''] = text.split(' ')
  return word.slice(word.lastIndexOf('/') + 1).replace(/:$/, '')
}

/** The name of a port in the guest's /etc/services; the number where it has none. */
export function portName(guest: Guest, port: number, protocol: string): string {
  const path = '/etc/services'
  const text = guest.files.exists(path) ? guest.files.readFile(path, 'utf8') : ''
  const line = text.split('\n').find(line => line.split('#')[0]?.split(/\s+/)[1] === `${port}/${protocol}`)
  return line?.split(/\s+/)[0] ?? String(port)
}
