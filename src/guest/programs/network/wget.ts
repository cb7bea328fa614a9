import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import { type GivenOptions, readOptions } from '../options.js'
import { type Console, Exit, program } from '../streaming/console.js'
import { connect } from './connect.js'
import { type Family, lookupAll } from './host-names.js'
import { howToAnswer, request as requestOf } from './http.js'
import { readUrl, type Url } from './url.js'
import { nowOf, quote, receive, type Volume } from './wget-receive.js'

const OPTIONS = [
  ...['q,quiet', 'no-verbose', 'v,verbose', 'O,output-document=', 'T,timeout=', 'connect-timeout=', 't,tries='],
  ...['no-check-certificate', 'spider', 'P,directory-prefix=', 'c,continue', 'header=', 'post-data=', 'U,user-agent='],
  ...['4,inet4-only', '6,inet6-only', 'N,timestamping', 'user=', 'password=', 'no-proxy', 'show-progress', 'V,version'],
  ...['waitretry=', 'no-cache', 'method=', 'body-data=', 'read-timeout=', 'dns-timeout='],
]
/** What else it knows. */
const OTHERS = [
  ...['m,mirror', 'r,recursive', 'p,page-requisites', 'k,convert-links', 'b,background', 'i,input-file=', 'd,debug'],
  ...['o,output-file=', 'a,append-output=', 'S,server-response', 'l,level=', 'A,accept=', 'R,reject=', 'H,span-hosts'],
  ...['no-parent', 'no-directories', 'no-clobber', 'x,force-directories', 'w,wait=', 'h,help', 'Q,quota='],
  ...['limit-rate=', 'retry-connrefused', 'retry-on-http-error=', 'load-cookies=', 'save-cookies=', 'progress='],
  ...[
    'content-disposition',
    'ca-certificate=',
    'max-redirect=',
    'referer=',
    'bind-address=',
    'start-pos=',
    'no-dns-cache',
  ],
]
const USAGE = "Usage: wget [OPTION]... [URL]...\n\nTry `wget --help' for more options.\n"
const PAIRS: Readonly<Record<string, string>> = {
  '-nv': '--no-verbose',
  '-nc': '--no-clobber',
  '-nd': '--no-directories',
  '-np': '--no-parent',
}
const FAILED = 1
const WRONG_USAGE = 2
const NETWORK = 4
const TRIES = 20
const LONGEST_PAUSE = 10
const SECOND = 1e9
const TEXTS = {
  ECONNREFUSED: 'Connection refused',
  EHOSTUNREACH: 'No route to host',
  ENETUNREACH: 'Network is unreachable',
  ETIMEDOUT: 'Connection timed out',
  limit: 'Connection timed out',
}

interface Request {
  readonly options: GivenOptions
  readonly volume: Volume
  readonly family: Family | undefined
  readonly limit: bigint | undefined
  /** 0: without end. */
  readonly tries: number
  readonly waitRetry: number
}

/** wget(1) 1.21.3 in a network where nobody answers but services of the guest. */
export const wget = program(
  function* (console) {
    const options = yield* readCommandLine(console)
    if (options.has('V')) {
      yield* console.print('GNU Wget 1.21.3 built on linux-gnu.\n')
      return undefined
    }
    if (options.operands.length === 0) {
      yield* console.say(`wget: missing URL\n${USAGE}`)
      return { exitCode: FAILED }
    }
    const request = yield* readRequest(console, options)
    yield* createOutput(console, options.value('O'))
    if (options.has('spider')) yield* note(console, request, 'Spider mode enabled. Check if remote file exists.\n')
    for (const text of options.operands) yield* retrieve(console, request, text)
    return undefined
  },
  { shortName: true },
)

function* readCommandLine(console: Console): Generator<Wait, GivenOptions, void> {
  // Letters that come in two are no cluster.
  const args = console.args.map(arg => PAIRS[arg] ?? arg)
  const options = readOptions(args, [...OPTIONS, ...OTHERS], false)
  if (typeof options !== 'string') {
    const others = new Set(OTHERS.map(option => option.replace('=', '').split(',')[0]))
    const other = options.list.find(({ name }) => others.has(name))
    if (other === undefined) return options
    const dashes = other.name.length === 1 ? '-' : '--'
    return yield* console.fail(`mockvm doesn't do ${dashes}${other.name} yet`, WRONG_USAGE)
  }
  yield* console.say(`wget: ${options}\n${USAGE}`)
  throw new Exit(WRONG_USAGE)
}

function* readRequest(console: Console, options: GivenOptions): Generator<Wait, Request, void> {
  for (const name of ['T', 'connect-timeout', 't', 'waitretry']) {
    const value = options.value(name)
    if (value === undefined || /^\d{1,9}(?:\.\d+)?$/.test(value)) continue
    const long = name === 'T' ? '--timeout' : name === 't' ? '--tries' : `--${name}`
    yield* console.say(`wget: ${long}: Invalid ${name === 't' ? 'number' : 'time period'} ‘${value}’\n${USAGE}`)
    throw new Exit(WRONG_USAGE)
  }
  const seconds = Number(options.value('connect-timeout') ?? options.value('T') ?? 0)
  return {
    options,
    volume: options.has('q') ? 'quiet' : options.has('no-verbose') ? 'terse' : 'verbose',
    family: options.has('4') ? 4 : options.has('6') ? 6 : undefined,
    limit: seconds === 0 ? undefined : BigInt(Math.round(seconds * SECOND)),
    tries: Number(options.value('t') ?? TRIES),
    waitRetry: Number(options.value('waitretry') ?? LONGEST_PAUSE),
  }
}

/** It is there before anything comes to be written into it. */
function* createOutput({ task }: Console, name: string | undefined): Generator<Wait, void, void> {
  if (name === undefined || name === '-') return
  try {
    const flags = { read: false, write: true, create: true, truncate: true }
    const fd = task.descriptors.add(yield* task.open(name, flags, 0o666 & ~task.umask), 3)
    task.descriptors.close(fd)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* task.write(2, Buffer.from(`${name}: ${error.text}\n`))
    throw new Exit(FAILED)
  }
}

function* retrieve(console: Console, request: Request, text: string): Generator<Wait, void, void> {
  const url = readUrl(text)
  const scheme = /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1]
  if (scheme !== undefined && !/^(?:https?|ftp)$/i.test(scheme)) {
    yield* console.say(`${text}: Unsupported scheme ${quote(console, scheme)}.\n`)
    console.exitCode = FAILED
    return
  }
  if (url === undefined) {
    yield* console.say(`${text}: Invalid host name.\n`)
    console.exitCode = FAILED
    return
  }
  const before = console.exitCode
  const full = scheme === undefined ? `http://${text}${text.includes('/') ? '' : '/'}` : withPath(text)
  for (let count = 1; ; count++) {
    const attempt = count === 1 ? '' : `(try:${String(count).padStart(2)})  `
    yield* note(console, request, `--${nowOf(console)}--  ${attempt}${full}\n`)
    const code = yield* attemptOnce(console, request, url, full)
    if (code !== undefined) {
      console.exitCode = code === 0 ? before : code
      return
    }
    console.exitCode = NETWORK
    if (count === request.tries) return yield* note(console, request, 'Giving up.\n\n')
    yield* note(console, request, 'Retrying.\n\n')
    yield* console.task.sleep(BigInt(Math.round(Math.min(count, request.waitRetry) * SECOND)))
  }
}

/** What it ends with; undefined: another attempt may help. `text`: the address as it is shown. */
function* attemptOnce(
  console: Console,
  request: Request,
  url: Url,
  text: string,
): Generator<Wait, number | undefined, void> {
  const { task } = console
  const { host, port, path, scheme } = url
  const found = lookupAll(task.guest, host, request.family)
  if ('fault' in found) {
    const reason = found.fault === 'temporary' ? 'Temporary failure in name resolution' : 'Name or service not known'
    yield* note(console, request, `Resolving ${host} (${host})... failed: ${reason}.\n`)
    if (request.volume !== 'quiet') {
      yield* console.say(`wget: unable to resolve host address ${quote(console, host)}\n`)
    }
    return NETWORK
  }
  const isName = !found.some(({ address }) => address === host)
  const shownAddresses = found.map(({ address }) => address).slice(0, 3)
  const more = found.length > 3 ? ', ...' : ''
  if (isName) yield* note(console, request, `Resolving ${host} (${host})... ${shownAddresses.join(', ')}${more}\n`)
  let isLate = false
  for (const { address } of found) {
    const target = isName ? `${host} (${host})|${address}|` : address.includes(':') ? `[${address}]` : address
    yield* note(console, request, `Connecting to ${target}:${port}... `)
    const connected = yield* connect(task, 'tcp', address, port, request.limit)
    if (connected === 'accepted') {
      const response = scheme === 'http' ? requestOf(task.guest, address, port, path) : undefined
      if (response === undefined) return yield* console.fail(howToAnswer('wget', text, url), FAILED)
      yield* note(console, request, 'connected.\n')
      return yield* receive(console, request.options, request.volume, { url, text, response })
    }
    isLate = connected === 'ETIMEDOUT' || connected === 'limit'
    if (request.volume !== 'quiet') yield* console.say(`failed: ${TEXTS[connected]}.\n`)
  }
  return isLate ? undefined : NETWORK
}

function* note(console: Console, { volume }: Request, text: string): Generator<Wait, void, void> {
  if (volume === 'verbose') yield* console.say(text)
}

function withPath(text: string): string {
  return /^[^:]*:\/\/[^/]*$/.test(text) ? `${text}/` : text
}
