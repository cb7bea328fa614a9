import { ipFamily } from '../../ip-address.js'
import type { Wait } from '../../wait.js'
import { type Console, program } from '../streaming/console.js'
import { lookup, nameOf } from './host-names.js'
import { broadcastOf, links } from './link.js'
import { type PingRequest, readPing } from './ping-options.js'
import { milliseconds, PingStatistics } from './ping-statistics.js'
import { NEIGHBOUR_TIME, type Reach, reach } from './reach.js'

const SIGINT = 2
const FAULTS = {
  unknown: 'Name or service not known',
  temporary: 'Temporary failure in name resolution',
  family: 'Address family for hostname not supported',
}

interface Target {
  readonly address: string
  readonly reach: Reach
  readonly title: string
  /** Addresses are shown without names. */
  readonly numeric: boolean
}

/** ping(8) of iputils 20221126. The guest itself answers, and nobody else. */
export const ping = program(function* (console) {
  const request = yield* readPing(console)
  if (request === undefined) return undefined
  const target = yield* findTarget(console, request)
  const statistics = new PingStatistics(request.target, request.size)
  yield* console.print(`PING ${target.title}\n`)
  yield* console.flush()
  console.task.dispositions.set(SIGINT, 'catch')
  yield* run(console, request, target, statistics)
  yield* console.print(statistics.text())
  console.exitCode = statistics.received === 0n ? 1 : 0
  return undefined
})

function* findTarget(console: Console, request: PingRequest): Generator<Wait, Target, void> {
  const { guest } = console.task
  const { target, family, size, from } = request
  const found = lookup(guest, target, family)
  if ('fault' in found) return yield* console.fail(`${target}: ${FAULTS[found.fault]}`, 2)
  const { address } = found
  const device = from !== undefined && ipFamily(from) === 0 ? from : undefined
  if (device !== undefined && guest.interfaces.find(device) === undefined) {
    return yield* console.fail(`SO_BINDTODEVICE ${device}: No such device`, 2)
  }
  const isOwn = (text: string) => reach(guest, text).kind === 'self'
  if (from !== undefined && device === undefined && !isOwn(from)) {
    return yield* console.fail('bind: Cannot assign requested address', 2)
  }
  const there = reach(guest, address, device ?? (isOwn(address) ? undefined : found.scope))
  // That there is no neighbour comes from lo, and not from the interface that is listened on.
  const way: Reach = device !== undefined && there.kind === 'neighbour' ? { ...there, kind: 'beyond' } : there
  if (way.kind === 'nowhere') return yield* console.fail('connect: Network is unreachable', 2)
  if (links(guest).some(({ kind, addresses }) => addresses.some(it => broadcastOf(kind, it) === address))) {
    return yield* console.fail('Do you want to ping broadcast? Then -b. If not, check your local firewall rules', 2)
  }
  const numeric = request.numeric || ipFamily(target.split('%')[0] ?? '') !== 0
  const source = from === undefined ? '' : ` from ${device === undefined ? from : way.source} ${device ?? ''}:`
  const isV6 = address.includes(':')
  const scoped = found.scope === undefined ? address : `${address}%${found.scope}`
  const shown = isV6 ? `${target}(${numeric ? scoped : `${nameOf(guest, address) ?? target} (${address})`})` : target
  const bytes = isV6 ? `${size} data bytes` : `${size}(${size + 28}) bytes of data.`
  const title = `${shown}${isV6 ? '' : ` (${address})`}${source} ${bytes}`
  return { address: scoped, reach: { ...way, source: ownSource(request, way) }, title, numeric }
}

function ownSource({ from }: PingRequest, { source }: Reach): string {
  return from !== undefined && ipFamily(from) !== 0 ? from : source
}

/** Sends, hears and gives up. What isn't answered waits until the kernel has found out that there is no neighbour. */
function* run(
  console: Console,
  request: PingRequest,
  target: Target,
  statistics: PingStatistics,
): Generator<Wait, void, void> {
  const { task } = console
  const { count, interval, linger, deadline } = request
  const { clock } = task.guest
  const start = clock.inGuest()
  const now = () => clock.inGuest() - start
  /** Of the packets that wait for a neighbour: when it is known that there is none. */
  let asked: bigint | undefined
  let next = 0n
  let interrupt = () => {}
  task.signalled.wait(() => interrupt())
  /** Time passes, or the signal comes that ends it. */
  const pass = function* (duration: bigint): Generator<Wait, void, void> {
    yield resume => {
      const timer = clock.after(duration, resume)
      interrupt = () => {
        timer.cancel()
        resume()
      }
    }
    interrupt = () => {}
  }
  for (;;) {
    const isSending = count === undefined || statistics.transmitted < count
    if (isSending && now() >= next) {
      statistics.transmitted++
      statistics.lastSent = now()
      next = now() + interval
      if (target.reach.kind === 'self') yield* answer(console, request, target, statistics)
      else if (target.reach.kind === 'neighbour') asked ??= now() + NEIGHBOUR_TIME
      continue
    }
    if (!isSending && statistics.outstanding === 0n) return
    const limits = [
      isSending ? next : statistics.lastSent + linger,
      ...(asked === undefined ? [] : [asked]),
      ...(deadline === undefined ? [] : [deadline]),
    ]
    const until = limits.reduce((least, limit) => (limit < least ? limit : least))
    yield* pass(until - now())
    if (task.pending.includes(SIGINT)) return
    if (asked !== undefined && now() >= asked) {
      asked = undefined
      yield* unreachable(console, request, target, statistics)
      // One that is to stop at a time is content with any answer.
      if (deadline !== undefined) return
    }
    if (deadline !== undefined && now() >= deadline) return
    if (!isSending && now() >= statistics.lastSent + linger) return
  }
}

function* answer(
  console: Console,
  { size, quiet }: PingRequest,
  target: Target,
  statistics: PingStatistics,
): Generator<Wait, void, void> {
  const { guest } = console.task
  const microseconds = 24 + guest.random.stream('ping').below(32)
  statistics.reply(microseconds)
  if (quiet) return
  const time = statistics.isTimed ? ` time=${milliseconds(microseconds)} ms` : ''
  const who = named(console, target, target.address)
  yield* console.print(`${size + 8} bytes from ${who}: icmp_seq=${sequence(statistics.transmitted)} ttl=64${time}\n`)
  yield* console.flush()
}

function* unreachable(
  console: Console,
  { quiet }: PingRequest,
  target: Target,
  statistics: PingStatistics,
): Generator<Wait, void, void> {
  const { source, device } = target.reach
  const isV6 = source.includes(':')
  const who = isV6 && /^fe80/.test(source) ? `${source}%${device}` : named(console, target, source)
  const text = isV6 ? 'Destination unreachable: Address unreachable' : 'Destination Host Unreachable'
  while (statistics.outstanding > 0n) {
    const number = statistics.received + statistics.errors + 1n
    statistics.error()
    if (!quiet) yield* console.print(`From ${who} icmp_seq=${sequence(number)} ${text}\n`)
  }
  yield* console.flush()
}

/** It has 16 bits. */
function sequence(number: bigint): bigint {
  return number & 0xffffn
}

function named({ task }: Console, { numeric }: Target, address: string): string {
  const name = numeric ? undefined : nameOf(task.guest, address)
  return name === undefined ? address : `${name} (${address})`
}
