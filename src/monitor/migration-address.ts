/** Where a guest goes to, or comes from: the addresses of -incoming and `migrate`. */
import { QapiError } from '../qapi/errors.js'

export type MigrationAddress =
  | { readonly type: 'unix'; readonly path: string }
  /** An empty host is any of this one. */
  | { readonly type: 'inet'; readonly host: string; readonly port: number }

/** Where somebody listens, as query-migrate tells it. */
export type SocketAddress =
  | { readonly type: 'unix'; readonly path: string }
  | {
      readonly type: 'inet'
      readonly host: string
      readonly port: string
      readonly ipv4?: true
      readonly ipv6?: true
    }

/** An address of a kind that there is not. */
export class UnknownProtocol extends QapiError {}

/** Throws QapiError for what QEMU refuses, and for what can't be simulated. */
export function parseMigrationAddress(uri: string, way: 'out' | 'in'): MigrationAddress {
  const [, protocol = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(uri) ?? []
  if (protocol === 'unix') return unixAddress(rest)
  if (protocol === 'tcp') return inetAddress(rest)
  if (protocol === 'fd') throw new QapiError(`File descriptor named '${rest}' has not been found`)
  if (protocol === 'rdma') throw rdmaError(rest, way)
  if (protocol === 'exec') throw new QapiError('mockvm: migration through a command (exec:) is not simulated')
  if (way === 'in') throw new UnknownProtocol(`unknown migration protocol: ${uri}`)
  throw new UnknownProtocol("Parameter 'uri' expects a valid migration protocol")
}

function unixAddress(path: string): MigrationAddress {
  if (path === '') throw new QapiError('invalid Unix socket address')
  if (path.includes('\0') || path.startsWith(',')) throw new QapiError('mockvm: that socket address is not simulated')
  return { type: 'unix', path }
}

/** "HOST:PORT", "[HOST]:PORT"; QEMU's options behind a comma say what is so anyway, or is not simulated. */
function inetAddress(text: string): MigrationAddress {
  const [, bracketed, plain = '', port = '', options = ''] =
    /^(?:\[([^\]]*)\]|([^:[\],]*)):([^,:]+)((?:,.*)?)$/.exec(text) ?? []
  if (port === '') throw new QapiError(`error parsing address '${text}'`)
  if (options !== '')
    throw new QapiError(`mockvm: the options${options.replaceAll(',', ' ')} of an address are not simulated`)
  const host = bracketed ?? plain
  if (!/^\d+$/.test(port)) {
    throw new QapiError(`address resolution failed for ${host}:${port}: Servname not supported for ai_socktype`)
  }
  // The resolver takes any number, and a port has 16 bits.
  return { type: 'inet', host, port: Number(BigInt(port) & 0xffffn) }
}

/** What QEMU says on a host without such a device. */
function rdmaError(address: string, way: 'out' | 'in'): QapiError {
  if (!/:\d+$/.test(address)) return new QapiError(`RDMA ERROR: bad RDMA migration address '${address}'`)
  return new QapiError(`RDMA ERROR: could not create ${way === 'in' ? 'rdma event' : 'CM'} channel`)
}
