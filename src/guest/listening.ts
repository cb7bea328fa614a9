/** The sockets that wait for others, as ss(8), netstat(8) and /proc tell of them. */
import type { ListeningConfig } from './config.js'
import type { Guest } from './guest.js'
import type { Process } from './processes.js'
import { kindOf, type Unit } from './services/unit.js'

export interface ListeningSocket extends ListeningConfig {
  readonly isIpv6: boolean
  /** Undefined for one of the kernel. */
  readonly owner: Process | undefined
}

const SYSTEMD = 1

/** Those whose process runs, or that belong to none, and those of the units that are active. */
export function listeningSockets(guest: Guest): ListeningSocket[] {
  const own = (guest.config.listening ?? []).flatMap(socket => {
    const owner = guest.processes.list().find(({ argv }) => programOf(argv[0] ?? '') === socket.process)
    if (socket.process !== undefined && owner === undefined) return []
    return [toSocket(socket, owner)]
  })
  return [...own, ...guest.services.list().flatMap(unit => socketsOf(guest, unit))]
}

/** Whoever waits there for what is sent to that address of the guest. */
export function listenerAt(
  guest: Guest,
  protocol: ListeningConfig['protocol'],
  address: string,
  port: number,
): ListeningSocket | undefined {
  // A socket of IPv6 for any address takes those of IPv4 as well, unless there is one of theirs.
  const wanted = [address, ...(address.includes(':') ? ['::'] : ['0.0.0.0', '::'])]
  const there = listeningSockets(guest).filter(socket => socket.protocol === protocol && socket.port === port)
  return wanted.flatMap(text => there.find(socket => socket.address === text) ?? [])[0]
}

function socketsOf(guest: Guest, { name, active, listening = [], mainPid }: Unit): ListeningSocket[] {
  if (active !== 'active' && active !== 'reloading') return []
  const pid = kindOf(name) === 'socket' ? SYSTEMD : mainPid
  const owner = guest.processes.list().find(process => process.pid === pid)
  return listening.map(socket => toSocket(socket, owner))
}

function toSocket(socket: ListeningConfig, owner: Process | undefined): ListeningSocket {
  return { ...socket, owner, isIpv6: socket.address.includes(':') }
}

/** "sshd" of "/usr/sbin/sshd", and of "sshd: /usr/sbin/sshd -D [listener] …". */
function programOf(text: string): string {
  const [word = ''] = text.split(' ')
  return word.slice(word.lastIndexOf('/') + 1).replace(/:$/, '')
}

/** The name of a port in the guest's /etc/services; the number where it has none. */
export function portName(guest: Guest, port: number, protocol: string): string {
  return services(guest).find(([, it]) => it === `${port}/${protocol}`)?.[0] ?? String(port)
}

/** The port of a name there. */
export function portNumber(guest: Guest, name: string, protocol: string): number | undefined {
  const port = services(guest).find(([it, port]) => it === name && port?.endsWith(`/${protocol}`))?.[1]
  return port === undefined ? undefined : Number.parseInt(port, 10)
}

function services({ files }: Guest): string[][] {
  const path = '/etc/services'
  const text = files.exists(path) ? files.readFile(path, 'utf8') : ''
  return text.split('\n').map(line => (line.split('#')[0] ?? '').split(/\s+/))
}
