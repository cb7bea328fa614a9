/** The command line of curl(1). */
import type { Wait } from '../../wait.js'
import type { GivenOptions } from '../options.js'
import { readOptions } from '../options.js'
import { type Console, Exit } from '../streaming/console.js'

const OPTIONS = [
  ...['s,silent', 'S,show-error', 'f,fail', 'fail-with-body', 'L,location', 'o,output=', 'O,remote-name', 'I,head'],
  ...['X,request=', 'd,data=', 'data-raw=', 'data-binary=', 'H,header=', 'k,insecure', 'm,max-time=', 'A,user-agent='],
  ...['connect-timeout=', 'w,write-out=', '4,ipv4', '6,ipv6', 'u,user=', 'e,referer=', 'i,include', 'g,globoff'],
  ...['compressed', 'cacert=', 'E,cert=', 'key=', 'b,cookie=', 'c,cookie-jar=', 'F,form=', 'G,get', 'url=', 'json='],
  ...['retry=', 'retry-delay=', 'retry-max-time=', 'retry-connrefused', 'retry-all-errors'],
  ...['N,no-buffer', 'http1.1', 'http2', 'tlsv1.2', 'V,version', 'q,disable', 'no-progress-meter'],
]
/** What else it knows. */
const OTHERS = [
  ...['v,verbose', 'x,proxy='],
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
export const WRONG_USAGE = 2
const SECONDS = /^\d+(?:\.\d*)?$|^\.\d+$/
const NUMBERS: Readonly<Record<string, RegExp>> = {
  m: SECONDS,
  'connect-timeout': SECONDS,
  retry: /^\d{1,9}$/,
  'retry-delay': /^\d{1,9}$/,
  'retry-max-time': /^\d{1,9}$/,
}

export function* readCommandLine(console: Console): Generator<Wait, GivenOptions, void> {
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
  for (const [name, pattern] of Object.entries(NUMBERS)) {
    const value = options.value(name)
    if (value === undefined || pattern.test(value)) continue
    const kind = /^-\d+$/.test(value) ? 'positive' : 'proper'
    return yield* usage(console, `option ${name === 'm' ? '-m' : `--${name}`}: expected a ${kind} numerical parameter`)
  }
  return options
}

export function* usage(console: Console, message?: string): Generator<Wait, never, void> {
  yield* console.say(`${message === undefined ? '' : `curl: ${message}\n`}${HINT}`)
  throw new Exit(WRONG_USAGE)
}
