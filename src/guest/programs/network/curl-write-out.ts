/** -w of curl(1): what it tells of a transfer. */
import type { Wait } from '../../wait.js'
import type { Console } from '../streaming/console.js'
import { WRONG_USAGE } from './curl-options.js'
import type { Told } from './curl-transfer.js'
import { readUrl } from './url.js'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

export interface Ended extends Told {
  readonly url: string
  readonly method: string
  readonly code: number
  readonly error: string
  /** Nanoseconds. */
  readonly time: bigint
}

export function* writeOut(console: Console, format: string, ended: Ended): Generator<Wait, string, void> {
  const known = variables(ended)
  const unknown = [...format.matchAll(/%\{([^}]*)\}/g)].find(([, name = '']) => known[name] === undefined)
  if (unknown !== undefined) return yield* console.fail(`mockvm doesn't do -w ${unknown[0]} yet`, WRONG_USAGE)
  return format
    .replace(/\\([nrt])/g, (_, letter: string) => ESCAPES[letter] ?? '')
    .replace(/%\{([^}]*)\}/g, (_, name: string) => known[name] ?? '')
    .replaceAll('%%', '%')
}

function variables(ended: Ended): Readonly<Record<string, string>> {
  const { url, method, code, error, response, size, remote, output, time } = ended
  const status = String(response?.status ?? 0).padStart(3, '0')
  const { scheme = '', path = '/' } = readUrl(url) ?? {}
  const seconds = `${time / 1_000_000_000n}.${String((time % 1_000_000_000n) / 1000n).padStart(6, '0')}`
  return {
    http_code: status,
    response_code: status,
    exitcode: String(code),
    errormsg: error,
    content_type: response?.type ?? '',
    filename_effective: output ?? '',
    http_version: response === undefined ? '0' : '1.1',
    method,
    num_connects: response === undefined ? '0' : '1',
    num_redirects: '0',
    redirect_url: '',
    remote_ip: remote?.address ?? '',
    remote_port: String(remote?.port ?? 0),
    scheme: response === undefined ? '' : scheme.toUpperCase(),
    size_download: String(size),
    size_header: String(response?.head.length ?? 0),
    time_connect: remote === undefined ? '0.000000' : seconds,
    time_total: seconds,
    url,
    url_effective: path === '/' && /^[^:]*:\/\/[^/]*$/.test(url) ? `${url}/` : url,
  }
}
