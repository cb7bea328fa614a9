/** Character devices as -chardev, -qmp and -monitor describe them. */
import { QemuError } from './error.js'
import { type Group, readFlag } from './group.js'
import type { SocketAddress } from './socket-address.js'

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

/** `other`: one that is no way to talk to this process; `name` is what query-chardev tells of it. */
export type ChardevBackend =
  | SocketBackend
  | { readonly type: 'stdio' }
  | { readonly type: 'other'; readonly name: string }

/** One that is yet to be opened. */
export interface ChardevSpec {
  /** What complaints begin with. */
  readonly typed: string
  /** Undefined: the complaint that it has none is still to come. */
  readonly label: string | undefined
  readonly group: Group
}

const OTHERS = words(
  'null pty file pipe ringbuf vc serial tty parallel parport udp mux memory msmouse wctablet testdev',
)
const MODULES = words('spicevmc spiceport qemu-vdagent dbus braille')

function words(text: string): readonly string[] {
  return text.split(' ')
}

/** Throws QemuError. */
export function readBackend({ label, group }: ChardevSpec): ChardevBackend {
  if (label === undefined) throw new QemuError('chardev: no id specified')
  const name = group.get('backend')
  if (name === undefined) throw new QemuError(`chardev: "${label}" missing backend`)
  if (name === 'socket') return readSocket(group)
  if (name === 'stdio') return { type: 'stdio' }
  if (!OTHERS.includes(name) && !MODULES.includes(name)) {
    throw new QemuError(`'${name}' is not a valid char driver name`)
  }
  if (['file', 'pipe'].includes(name) && group.get('path') === undefined) {
    throw new QemuError(`chardev: ${name}: no filename given`)
  }
  return { type: 'other', name }
}

function readSocket(group: Group): SocketBackend {
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
    return { kind: 'tcp', host: group.get('host') ?? '', port: readPort(port), to: Number(group.get('to') ?? 0) }
  }
  if (fd === undefined || !/^\d+$/.test(fd)) throw new QemuError(`Unable to parse FD number ${fd ?? ''}`)
  return { kind: 'inherited', fd: Number(fd) }
}

/** As getaddrinfo(3) reads it: of a number that is too large only the low bits count. */
function readPort(text: string): number {
  if (!/^\d+$/.test(text)) throw new QemuError(`expected the number of a port, got '${text}'`)
  return Number(BigInt(text) & 0xffffn)
}

function isOn(group: Group, key: string, otherwise: boolean): boolean {
  return readFlag(group.get(key) ?? '') ?? otherwise
}
