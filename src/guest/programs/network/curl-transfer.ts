/** One attempt of curl(1) to get what is at an address. */
import type { Wait } from '../../wait.js'
import type { GivenOptions } from '../options.js'
import type { Console } from '../streaming/console.js'
import { connectAny } from './connect.js'
import { fetchFile } from './curl-file.js'
import type { ProgressMeter } from './curl-meter.js'
import { WRONG_USAGE } from './curl-options.js'
import { Failure, outputOf, writeOutput } from './curl-output.js'
import { type Family, lookupAll } from './host-names.js'
import { howToAnswer, type Response, request } from './http.js'
import { readUrl, type Url } from './url.js'

export interface Transfer {
  readonly options: GivenOptions
  readonly meter: ProgressMeter
  /** What `-w` tells of it. */
  readonly told: Told
}

export interface Told {
  response?: Response
  size: number
  remote?: { readonly address: string; readonly port: number }
  output?: string
}

const SCHEMES = new Set(['http', 'https', 'ftp'])
/** Statuses after which it may be tried again. */
const TRANSIENT = new Set([408, 429, 500, 502, 503, 504])
const REFUSING = 400

/** Throws Failure. Returns what is wrong with an answer for which another attempt may be made. */
export function* transfer(console: Console, parts: Transfer, text: string): Generator<Wait, string | undefined, void> {
  const url = readUrl(text)
  if (url === undefined) throw new Failure(3, 'URL using bad/illegal format or missing URL')
  if (url.scheme === 'file') {
    yield* fetchFile(console, parts, url)
    return undefined
  }
  if (!SCHEMES.has(url.scheme)) {
    throw new Failure(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`)
  }
  return yield* receive(console, parts, url, { text, address: yield* call(console, parts, url) })
}

/** Returns the address that has answered. */
function* call(console: Console, { options, meter }: Transfer, { host, port }: Url): Generator<Wait, string, void> {
  const { task } = console
  const family: Family | undefined = options.has('4') ? 4 : options.has('6') ? 6 : undefined
  yield* meter.begin()
  const found = lookupAll(task.guest, host, family)
  if ('fault' in found) throw new Failure(6, `Could not resolve host: ${host}`, 'timeout')
  const limits = ['m', 'connect-timeout'].flatMap(name => {
    const seconds = Number(options.value(name) ?? 0)
    return seconds > 0 ? [{ name, time: BigInt(Math.round(Math.min(seconds, 1e9) * 1e9)) }] : []
  })
  const limit = limits.toSorted((a, b) => (a.time < b.time ? -1 : 1))[0]
  const start = task.guest.clock.inGuest()
  const { connected, at } = yield* meter.during(connectAny(task, found, port, limit?.time))
  const elapsed = (task.guest.clock.inGuest() - start) / 1_000_000n
  if (connected === 'accepted' && at !== undefined) return at.address
  yield* meter.end()
  if (connected === 'limit' && limit?.name === 'm') {
    throw new Failure(28, `Connection timed out after ${elapsed} milliseconds`, 'timeout')
  }
  const reason = connected === 'limit' ? 'Timeout was reached' : "Couldn't connect to server"
  const isLate = connected === 'limit' || connected === 'ETIMEDOUT'
  const problem = isLate ? 'timeout' : connected === 'ECONNREFUSED' ? 'connection refused' : undefined
  throw new Failure(
    isLate ? 28 : 7,
    `Failed to connect to ${host} port ${port} after ${elapsed} ms: ${reason}`,
    problem,
  )
}

function* receive(
  console: Console,
  { options, meter, told }: Transfer,
  url: Url,
  { text, address }: { readonly text: string; readonly address: string },
): Generator<Wait, string | undefined, void> {
  const { scheme, port, path } = url
  const response = scheme === 'http' ? request(console.task.guest, address, port, path) : undefined
  if (response === undefined) {
    return yield* console.fail(howToAnswer('curl', text, url), WRONG_USAGE)
  }
  told.response = response
  told.remote = { address, port }
  const { status, head, body } = response
  const problem = TRANSIENT.has(status) ? 'HTTP error' : undefined
  const error = `The requested URL returned error: ${status}`
  if (status >= REFUSING && options.has('f')) {
    yield* meter.end(0, body.length)
    throw new Failure(22, error, problem)
  }
  const isHead = options.has('I')
  const given = isHead || body.length === 0 ? new Uint8Array() : body
  const output = yield* outputOf(console, options, path.split(/[?#]/)[0] ?? '')
  if (output !== undefined) told.output = output
  told.size = given.length
  const shown = options.has('i') || isHead ? Buffer.concat([Buffer.from(head), given]) : given
  if (shown.length > 0 || output !== undefined) yield* writeOutput(console, output, shown)
  yield* console.flush()
  yield* meter.end(given.length, body.length)
  if (status >= REFUSING && options.has('fail-with-body')) throw new Failure(22, error, problem)
  return problem
}
