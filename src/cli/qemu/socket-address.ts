import { SOCKET_PATH_LIMIT } from '../../channel/socket-path.js'
import { QemuError } from './error.js'

export type SocketAddress =
  /** `path`: empty for a fresh one. */
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'abstract'; readonly name: string; readonly isTight: boolean }
  /** `host`: empty where none is named. `to`: the last port to try, if any. */
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly to: number }
  | { readonly kind: 'inherited'; readonly fd: number }

/** Linux takes all bytes of the name; without `tight` it is as long as there is room. */
export function abstractPath({ name, isTight }: { readonly name: string; readonly isTight: boolean }): string {
  return `\0${isTight ? name : name.padEnd(SOCKET_PATH_LIMIT, '\0')}`
}

/** As complaints name it. */
export function nameOf(address: SocketAddress): string {
  switch (address.kind) {
    case 'unix':
      return address.path
    case 'abstract':
      return address.name
    case 'tcp':
      return `${address.host}:${address.port}`
    case 'inherited':
      return ''
  }
}

export function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

/** As getaddrinfo(3) reads it: of a number that is too large only the low bits count. Throws QemuError. */
export function readPort(host: string, text: string): number {
  if (/^\d*$/.test(text)) return Number(BigInt(text) & 0xffffn)
  throw new QemuError(`address resolution failed for ${host}:${text}: Servname not supported for ai_socktype`)
}
