/** Addresses of the web, as far as it matters where they lead. */
export interface Url {
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly path: string
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ftp: 21 }

/** Undefined where there is no host or no port. Without a scheme: http. `port` is 0 for schemes without one. */
export function readUrl(text: string): Url | undefined {
  const [, scheme = 'http', rest = text] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? []
  const name = scheme.toLowerCase()
  if (name === 'file')
    return { scheme: name, host: '', port: 0, path: rest.replace(/^(?:localhost|127\.0\.0\.1)\//, '/') }
  const [, bracketed, plain = '', port, path = ''] =
    /^(?:[^/?#]*@)?(?:\[([^\]]*)\]|([^/?#:]*))(?::(\d*))?([/?#].*)?$/s.exec(rest) ?? []
  const host = bracketed ?? plain
  const number = port === undefined || port === '' ? (PORTS[name] ?? 0) : Number(port)
  if (host === '' || number > 65_535) return undefined
  return { scheme: name, host, port: number, path: path.startsWith('/') ? path : `/${path}` }
}
