/** The command line of ping(8). */
import type { Wait } from '../../wait.js'
import type { Console } from '../streaming/console.js'
import type { Family } from './host-names.js'

export interface PingRequest {
  readonly target: string
  readonly family: Family | undefined
  readonly count: bigint | undefined
  /** Nanoseconds, as the next two. */
  readonly interval: bigint
  /** How long the last answer is waited for. */
  readonly linger: bigint
  readonly deadline: bigint | undefined
  readonly size: number
  readonly quiet: boolean
  readonly numeric: boolean
  /** An interface or an address. */
  readonly from: string | undefined
}

const OPTIONS = ['c=', 'i=', 'W=', 'w=', 's=', 'I=', 't=', 'q', 'n', '4', '6', 'V']
const OTHERS = ['a', 'A', 'b', 'B', 'C', 'd', 'D', 'e=', 'f', 'F=', 'h', 'l=', 'L', 'm=', 'M=', 'N=', 'O', 'p=', 'Q=']
const MORE_OTHERS = ['R', 'S=', 'T=', 'U', 'v']

const SECOND = 1e9
const LONGEST = 9_223_372_036_854_775_807n
const LARGEST = 2_147_483_647n
/** What fits into a packet of IPv4. */
const LARGEST_DATA = 65_507
/** Shorter ones are for those who flood. */
const SHORTEST_INTERVAL = 2_000_000n

export function* readPing(console: Console): Generator<Wait, PingRequest | undefined, void> {
  const options = yield* console.options([...OPTIONS, ...OTHERS, ...MORE_OTHERS], { usageCode: 2 })
  const known = new Set(OPTIONS.map(option => option.charAt(0)))
  const other = options.list.find(({ name }) => !known.has(name))
  if (other !== undefined) return yield* refuse(console, `-${other.name}`)
  if (options.has('V')) {
    yield* console.print('ping from iputils 20221126\n')
    yield* console.print('libcap: yes, IDN: yes, NLS: no, error.h: yes, getrandom(): yes, __fpending(): yes\n')
    return undefined
  }
  const integer = function* (name: string, least: bigint, most: bigint) {
    const text = options.value(name)
    return text === undefined ? undefined : yield* readInteger(console, text, least, most)
  }
  const count = yield* integer('c', 1n, LONGEST)
  const size = Number((yield* integer('s', 0n, LARGEST)) ?? 56n)
  const deadline = yield* integer('w', 0n, LARGEST)
  yield* integer('t', 0n, 255n)
  const interval = yield* readSeconds(console, options.value('i') ?? '1')
  const lingerText = options.value('W') ?? '10'
  const linger = yield* readSeconds(console, lingerText)
  if (linger < 0n) return yield* console.fail(`bad linger time: ${lingerText}`, 2)
  if (interval < SHORTEST_INTERVAL) return yield* refuse(console, `-i ${options.value('i')}`)
  if (size > LARGEST_DATA) return yield* refuse(console, `-s ${size}`)
  const [target, ...more] = options.operands
  if (target === undefined) return yield* console.fail('usage error: Destination address required', 1)
  if (more.length > 0) return yield* refuse(console, 'more than one destination')
  return {
    ...{ target, count, interval, linger, size, from: options.value('I') },
    deadline: deadline === undefined ? undefined : deadline * BigInt(SECOND),
    family: options.has('4') ? 4 : options.has('6') ? 6 : undefined,
    quiet: options.has('q'),
    numeric: options.has('n'),
  }
}

function* readInteger(console: Console, text: string, least: bigint, most: bigint): Generator<Wait, bigint, void> {
  if (!/^[+-]?\d+$/.test(text)) return yield* console.fail(`invalid argument: '${text}'`)
  const value = BigInt(text.replace(/^\+/, ''))
  if (value >= least && value <= most) return value
  return yield* console.fail(`invalid argument: '${text}': out of range: ${least} <= value <= ${most}`)
}

function* readSeconds(console: Console, text: string): Generator<Wait, bigint, void> {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return BigInt(Math.round(Math.min(Number(text), 1e9) * SECOND))
  return yield* console.fail(`option argument contains garbage: ${text}`, 2)
}

function* refuse(console: Console, what: string): Generator<Wait, never, void> {
  return yield* console.fail(`mockvm doesn't do ${what} yet`, 2)
}
