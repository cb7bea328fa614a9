import { Errno, unlessErrno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { calendar } from '../local-time.js'
import type { GivenOptions } from '../options.js'
import { readOptions } from '../options.js'
import { type Console, Exit, program } from '../streaming/console.js'
import { strftime } from '../strftime.js'
import { connect } from './connect.js'
import { ProgressMeter } from './curl-meter.js'
import { type Family, lookup } from './host-names.js'
import { readUrl, type Url } from './url.js'

const OPTIONS = [
  ...['s,silent', 'S,show-error', 'f,fail', 'fail-with-body', 'L,location', 'o,output=', 'O,remote-name', 'I,head'],
  ...['X,request=', 'd,data=', 'data-raw=', 'data-binary=', 'H,header=', 'k,insecure', 'm,max-time=', 'A,user-agent='],
  ...['connect-timeout=', 'w,write-out=', '4,ipv4', '6,ipv6', 'u,user=', 'e,referer=', 'i,include', 'g,globoff'],
  ...['compressed', 'cacert=', 'E,cert=', 'key=', 'b,cookie=', 'c,cookie-jar=', 'F,form=', 'G,get', 'url=', 'json='],
  ...['N,no-buffer', 'http1.1', 'http2', 'tlsv1.2', 'V,version', 'q,disable', 'no-progress-meter'],
]
/** What else it knows. */
const OTHERS = [
  ...['v,verbose', 'retry=', 'retry-delay=', 'retry-max-time=', 'retry-connrefused', 'retry-all-errors', 'x,proxy='],
  ...['T,upload-file=', 'r,range=', 'C,continue-at=', 'K,config=', 'z,time-cond=', 'Z,parallel', 'n,netrc', 'h,help'],
  ...['#,progress-bar', 'create-dirs', 'output-dir=', 'D,dump-header=', 'resolve=', 'connect-to=', 'unix-socket='],
  ...['interface=', 'trace=', 'trace-ascii=', 'stderr=', 'M,manual', 'data-urlencode=', 'J,remote-header-name'],
  ...['R,remote-time', 'limit-rate=', 'y,speed-time=', 'Y,speed-limit=', 'socks5=', 'noproxy=', '0,http1.0', '1,tlsv1'],
  ...['Q,quote=', 'a,append', 'l,list-only', 'B,use-ascii', 'P,ftp-port=', 't,telnet-option=', 'U,proxy-user='],
  ...[
    'p,proxytunnel',
    'j,junk-session-cookies',
    'max-redirs=',
    'location-trusted',
    'oauth2-bearer=',
    'basic',
    'digest',
  ],
]
const HINT = "curl: try 'curl --help' or 'curl --manual' for more information\n"
const WRONG_USAGE = 2
const SCHEMES = new Set(['http', 'https', 'ftp'])
const VERSION = 'curl 7.88.1 (x86_64-pc-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.17\nRelease-Date: 2023-02-20\n'

interface Transfer {
  readonly task: Task
  readonly options: GivenOptions
  readonly meter: ProgressMeter
}

/** What curl calls a failure, with the number that it ends with. */
class Failure extends Error {
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** curl(1) 7.88.1: files, and what becomes of asking others in a network where nobody answers. */
export const curl = program(
  function* (console) {
    const options = yield* readCommandLine(console)
    if (options.has('V')) {
      yield* console.print(VERSION)
      return undefined
    }
    const urls = [...options.operands, ...options.list.flatMap(({ name, value }) => (name === 'url' && value) || [])]
    if (urls.length === 0) return yield* usage(console)
    for (const text of urls) yield* transferOne(console, options, text)
    return undefined
  },
  { shortName: true },
)

function* readCommandLine(console: Console): Generator<Wait, GivenOptions, void> {
  const options = readOptions(console.args, [...OPTIONS, ...OTHERS], false)
  if (typeof options === 'string') {
    const [, short, long] = /-- '(.)'$|'--([^']*)'/.exec(options) ?? []
    const name = short === undefined ? `--${long}` : `-${short}`
    return yield* usage(console, `option ${name}: ${/requires/.test(options) ? 'requires parameter' : 'is unknown'}`)
  }
  const others = new Set(OTHERS.map(option => option.replace('=', '').split(',')[0]))
  const other = options.list.find(({ name }) => others.has(name))
  if (other !== undefined) {
    return yield* console.fail(
      `mockvm doesn't do ${other.name.length === 1 ? '-' : '--'}${other.name} yet`,
      WRONG_USAGE,
    )
  }
  for (const [name, letter] of [
    ['m', '-m'],
    ['connect-timeout', '--connect-timeout'],
  ] as const) {
    const value = options.value(name)
    if (value !== undefined && !/^\d+(?:\.\d*)?$|^\.\d+$/.test(value)) {
      return yield* usage(console, `option ${letter}: expected a proper numerical parameter`)
    }
  }
  return options
}

function* usage(console: Console, message?: string): Generator<Wait, never, void> {
  yield* console.say(`${message === undefined ? '' : `curl: ${message}\n`}${HINT}`)
  throw new Exit(WRONG_USAGE)
}

function* transferOne(console: Console, options: GivenOptions, text: string): Generator<Wait, void, void> {
  const isSilent = options.has('s') || options.has('no-progress-meter')
  const meter = new ProgressMeter(console, isSilent)
  console.exitCode = 0
  try {
    yield* fetchUrl(console, { task: console.task, options, meter }, text)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.exitCode = error.code
    if (!options.has('s') || options.has('S')) yield* console.say(`curl: (${error.code}) ${error.message}\n`)
  }
  const format = options.value('w')
  if (format !== undefined) yield* console.print(yield* writeOut(console, format))
}

/** Nobody has answered: there is no status. */
function* writeOut(console: Console, format: string): Generator<Wait, string, void> {
  const known: Readonly<Record<string, string>> = {
    http_code: '000',
    response_code: '000',
    exitcode: String(console.exitCode),
  }
  const unknown = [...format.matchAll(/%\{([^}]*)\}/g)].find(([, name = '']) => known[name] === undefined)
  if (unknown !== undefined) return yield* console.fail(`mockvm doesn't do -w ${unknown[0]} yet`, WRONG_USAGE)
  const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
  return format
    .replace(/\\([nrt])/g, (_, letter: string) => escapes[letter] ?? '')
    .replace(/%\{([^}]*)\}/g, (_, name: string) => known[name] ?? '')
    .replaceAll('%%', '%')
}

function* fetchUrl(console: Console, transfer: Transfer, text: string): Generator<Wait, void, void> {
  const url = readUrl(text)
  if (url === undefined) throw new Failure(3, 'URL using bad/illegal format or missing URL')
  if (url.scheme === 'file') return yield* fetchFile(console, transfer, url)
  if (!SCHEMES.has(url.scheme)) {
    throw new Failure(1, `Protocol "${url.scheme}" not supported or disabled in libcurl`)
  }
  yield* call(console, transfer, url)
}

function* call(console: Console, { task, options, meter }: Transfer, { host, port }: Url): Generator<Wait, void, void> {
  const family: Family | undefined = options.has('4') ? 4 : options.has('6') ? 6 : undefined
  yield* meter.begin()
  const found = lookup(task.guest, host, family)
  if ('fault' in found) throw new Failure(6, `Could not resolve host: ${host}`)
  const limits = ['m', 'connect-timeout'].flatMap(name => {
    const seconds = Number(options.value(name) ?? 0)
    return seconds > 0 ? [{ name, time: BigInt(Math.round(Math.min(seconds, 1e9) * 1e9)) }] : []
  })
  const limit = limits.toSorted((a, b) => (a.time < b.time ? -1 : 1))[0]
  const start = task.guest.clock.inGuest()
  const connected = yield* meter.during(connect(task, 'tcp', found.address, port, limit?.time))
  const elapsed = (task.guest.clock.inGuest() - start) / 1_000_000n
  if (connected === 'accepted') {
    return yield* console.fail(`mockvm doesn't do what listens on port ${port} yet`, WRONG_USAGE)
  }
  yield* meter.end()
  if (connected === 'limit' && limit?.name === 'm') {
    throw new Failure(28, `Connection timed out after ${elapsed} milliseconds`)
  }
  const reason = connected === 'limit' ? 'Timeout was reached' : "Couldn't connect to server"
  const code = connected === 'limit' || connected === 'ETIMEDOUT' ? 28 : 7
  throw new Failure(code, `Failed to connect to ${host} port ${port} after ${elapsed} ms: ${reason}`)
}

function* fetchFile(console: Console, { task, options, meter }: Transfer, { path }: Url): Generator<Wait, void, void> {
  const name = decode(path)
  const output = options.has('O') ? name.slice(name.lastIndexOf('/') + 1) : options.value('o')
  if (output === '') {
    if (!options.has('s')) yield* console.say('curl: Remote file name has no length!\n')
    throw new Failure(23, 'Failed writing received data to disk/application')
  }
  const stat = openable(task, name)
  if (stat === undefined) throw new Failure(37, `Couldn't open file ${name}`)
  if (options.has('i')) return yield* console.fail("mockvm doesn't do -i of a file yet", WRONG_USAGE)
  if (options.has('I')) {
    const toUtc = calendar(task.guest, {}, true)
    const modified = strftime('%a, %d %b %Y %H:%M:%S GMT', toUtc(stat.mtime))
    return yield* console.print(
      `Content-Length: ${stat.size}\r\nAccept-ranges: bytes\r\nLast-Modified: ${modified}\r\n`,
    )
  }
  yield* meter.begin()
  const bytes = yield* task.call(() => task.guest.files.readFile(name))
  if (output === undefined || output === '-') yield* console.print(bytes)
  else yield* writeTo(task, output, bytes)
  yield* meter.end(bytes.length)
}

function openable(task: Task, path: string): { readonly size: number | bigint; readonly mtime: bigint } | undefined {
  const { files } = task.guest
  return unlessErrno(() => {
    files.access(path, 'r', task.cred)
    const stat = files.stat(path, task.cred)
    return stat.kind === 'file' ? stat : undefined
  })
}

function* writeTo(task: Task, name: string, bytes: Uint8Array): Generator<Wait, void, void> {
  try {
    const flags = { read: false, write: true, create: true, truncate: true }
    const fd = task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
    yield* task.write(fd, bytes)
    task.descriptors.close(fd)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    throw new Failure(23, 'Failure writing output to destination')
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
