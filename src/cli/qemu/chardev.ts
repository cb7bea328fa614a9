/** Character devices as -chardev, -qmp and -monitor describe them. */
import { QemuError } from './error.js'
import { type Group, readFlag } from './group.js'
import { type OtherChardev, readOther } from './other-chardev.js'
import { readPort, type SocketAddress } from './socket-address.js'

export interface SocketBackend {
  readonly type: 'socket'
  readonly address: SocketAddress
  /** It listens; otherwise it connects. */
  readonly isServer: boolean
  /** Nothing goes on before the first client has come. */
  readonly waits: boolean
  /** Seconds after which a connection that has ended, or could not be made, is tried again; 0: it isn't. */
  readonly reconnect: number
}

export type ChardevBackend = SocketBackend | { readonly type: 'stdio' } | OtherChardev

/** One that is yet to be opened. */
export interface ChardevSpec {
  /** What complaints begin with. */
  readonly typed: string
  /** Undefined: the complaint that it has none is still to come. */
  readonly label: string | undefined
  readonly group: Group
}

/** Throws QemuError. `warn` is told what is deprecated. */
export function readBackend({ label, group }: ChardevSpec, warn: (text: string) => void): ChardevBackend {
  if (label === undefined) throw new QemuError('chardev: no id specified')
  const name = group.get('backend')
  if (name === undefined) throw new QemuError(`chardev: "${label}" missing backend`)
  if (name === 'socket') return readSocket(group)
  return name === 'stdio' ? { type: 'stdio' } : readOther(name, group, warn)
}

/** What would be spoken over the socket beside what the device says. */
const NOT_SPOKEN = { telnet: 'telnet', tn3270: 'tn3270', websocket: 'WebSocket', 'tls-creds': 'TLS' }

/** Which say where it is. */
const NAMING = ['path', 'fd', 'port']

function readSocket(group: Group): ChardevBackend {
  for (const [key, protocol] of Object.entries(NOT_SPOKEN)) {
    const value = group.get(key)
    if (value === undefined || readFlag(value) === false) continue
    throw new QemuError(`mockvm speaks no ${protocol}: leave ${key}=${value} away`)
  }
  const given = ['path', 'fd', 'host'].filter(key => group.get(key) !== undefined)
  if (given.length > 1) throw new QemuError("None or one of 'path', 'fd' or 'host' option required.")
  const host = group.get('host')
  const port = group.get('port')
  if (host !== undefined && port === undefined) throw new QemuError('chardev: socket: no port given')
  const isServer = isOn(group, 'server', false)
  const reconnect = Number(group.get('reconnect') ?? 0)
  if (isServer && reconnect > 0) {
    throw new QemuError("'reconnect' option is incompatible with socket in server listen mode")
  }
  if (!isServer && group.has('wait')) {
    throw new QemuError("'wait' option is incompatible with socket in client connect mode")
  }
  // It listens, and nobody can come.
  if (isServer && NAMING.every(key => group.get(key) === undefined))
    return { type: 'other', name: 'disconnected:fd:,server=on', group }
  return {
    type: 'socket',
    address: readAddress(group),
    isServer,
    waits: isServer && isOn(group, 'wait', true),
    reconnect: Math.max(reconnect, 0),
  }
}

function readAddress(group: Group): SocketAddress {
  const path = group.get('path')
  if (path !== undefined) {
    if (!isOn(group, 'abstract', false)) return { kind: 'unix', path }
    return { kind: 'abstract', name: path, isTight: isOn(group, 'tight', true) }
  }
  const port = group.get('port')
  const fd = group.get('fd')
  if (fd === undefined && port !== undefined) {
    const host = group.get('host') ?? ''
    return { kind: 'tcp', host, port: readPort(host, port), to: Number(group.get('to') ?? 0) }
  }
  if (fd === undefined || !/^\d+$/.test(fd)) throw new QemuError(`Unable to parse FD number ${fd ?? ''}`)
  return { kind: 'inherited', fd: Number(fd) }
}

function isOn(group: Group, key: string, otherwise: boolean): boolean {
  return readFlag(group.get(key) ?? '') ?? otherwise
}
