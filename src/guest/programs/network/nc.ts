import { portName, portNumber } from '../../listening.js'
import type { Wait } from '../../wait.js'
import { type Console, program } from '../streaming/console.js'
import { connect } from './connect.js'
import { type Family, lookupAll } from './host-names.js'

const OPTIONS = ['z', 'v', 'n', 'u', '4', '6', 'w=', 'C', 'D', 'F', 'N', 'U', 'Z', 'd', 'h', 'k', 'l', 'r', 'S', 't']
const OTHERS = ['I=', 'i=', 'M=', 'm=', 'O=', 'P=', 'p=', 'q=', 's=', 'T=', 'V=', 'W=', 'X=', 'x=']
const KNOWN = new Set(['z', 'v', 'n', 'u', '4', '6', 'w'])
const USAGE = `\
usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]
\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]
\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]
\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]
\t  [destination] [port]
`
const TEXTS = {
  ECONNREFUSED: 'failed: Connection refused',
  EHOSTUNREACH: 'failed: No route to host',
  ENETUNREACH: 'failed: Network is unreachable',
  ETIMEDOUT: 'failed: Connection timed out',
  limit: 'timed out: Operation now in progress',
}

interface Request {
  readonly host: string
  readonly protocol: 'tcp' | 'udp'
  readonly family: Family | undefined
  readonly limit: bigint | undefined
  readonly isVerbose: boolean
  readonly isNumeric: boolean
}

/** nc(1) of OpenBSD as Debian has it, which looks who listens (`-z`); it moves no data. */
export const nc = program(
  function* (console) {
    const options = yield* console.options([...OPTIONS, ...OTHERS], { usageCode: 1 })
    const [host, ports] = options.operands
    const other = options.list.find(({ name }) => !KNOWN.has(name))
    if (other !== undefined) return yield* console.fail(`mockvm doesn't do -${other.name} yet`)
    if (host === undefined) {
      yield* console.say(USAGE)
      return { exitCode: 1 }
    }
    if (ports === undefined) return yield* console.fail('missing port number')
    if (!options.has('z')) return yield* console.fail("mockvm doesn't do nc without -z yet")
    const seconds = options.value('w')
    if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) return yield* console.fail(`timeout invalid: ${seconds}`)
    const request: Request = {
      host,
      protocol: options.has('u') ? 'udp' : 'tcp',
      family: options.has('4') ? 4 : options.has('6') ? 6 : undefined,
      limit: seconds === undefined ? undefined : BigInt(seconds) * 1_000_000_000n,
      isVerbose: options.has('v'),
      isNumeric: options.has('n'),
    }
    const [first, last] = yield* readPorts(console, request, ports)
    let isAnyOpen = false
    for (let port = first; port <= last; port++) {
      yield* console.task.work()
      isAnyOpen = (yield* look(console, request, port)) || isAnyOpen
    }
    return { exitCode: isAnyOpen ? 0 : 1 }
  },
  { shortName: true },
)

function* readPorts(
  console: Console,
  { protocol }: Request,
  text: string,
): Generator<Wait, readonly [number, number], void> {
  const ends = /^\d+-\d+$/.test(text) ? text.split('-') : [text]
  const numbers: number[] = []
  for (const end of ends) {
    const named = /^\d+$/.test(end) ? Number(end) : portNumber(console.task.guest, end, protocol)
    if (named === undefined || named === 0) return yield* console.fail(`port number invalid: ${end}`)
    if (named > 65_535) return yield* console.fail(`port number too large: ${end}`)
    numbers.push(named)
  }
  const [first = 0, last = first] = numbers
  return first <= last ? [first, last] : [last, first]
}

/** Whether somebody listens there. */
function* look(console: Console, request: Request, port: number): Generator<Wait, boolean, void> {
  const { host, protocol, family, limit, isVerbose, isNumeric } = request
  const { guest } = console.task
  const found = lookupAll(guest, host, family)
  if ('fault' in found) {
    const texts = { unknown: 'Name or service not known', temporary: 'Temporary failure in name resolution' }
    const text = found.fault === 'family' ? 'Address family for hostname not supported' : texts[found.fault]
    return yield* console.fail(`getaddrinfo for host "${host}" port ${port}: ${text}`)
  }
  for (const { address } of found) {
    const connected = yield* connect(console.task, protocol, address, port, limit)
    const shown = host === address ? host : `${host} (${address})`
    if (connected === 'accepted') {
      const known = isNumeric ? String(port) : portName(guest, port, protocol)
      const service = `[${protocol}/${known === String(port) ? '*' : known}]`
      if (isVerbose) yield* console.say(`Connection to ${shown} ${port} port ${service} succeeded!\n`)
      return true
    }
    // That a datagram was sent back is no failure of connect(2), and nothing is said of it.
    const isSaid = isVerbose && protocol === 'tcp'
    if (isSaid) yield* console.say(`nc: connect to ${shown} port ${port} (${protocol}) ${TEXTS[connected]}\n`)
  }
  return false
}
