/** Tests of find(1) that look at times. */
import type { FileStat } from '../../../files/stat.js'
import type { Wait } from '../../../wait.js'
import { calendar, SECOND } from '../../local-time.js'
import { quoted } from '../../quote.js'
import type { Console } from '../console.js'
import { plain } from './expression.js'
import type { Predicate } from './reading.js'

type Which = 'atime' | 'mtime' | 'ctime'
const MINUTE = 60
const DAY = 86_400

export const timeTests: Readonly<Record<string, Predicate>> = {
  '-mtime': age('mtime', seconds => Math.floor(seconds / DAY)),
  '-atime': age('atime', seconds => Math.floor(seconds / DAY)),
  '-ctime': age('ctime', seconds => Math.floor(seconds / DAY)),
  '-mmin': age('mtime', seconds => Math.ceil(seconds / MINUTE)),
  '-amin': age('atime', seconds => Math.ceil(seconds / MINUTE)),
  '-cmin': age('ctime', seconds => Math.ceil(seconds / MINUTE)),
  '-newer': newer('mtime'),
  '-anewer': newer('atime'),
  '-cnewer': newer('ctime'),
  *'-newermt'(reading, word) {
    const than = yield* date(reading.console, yield* reading.argument(word))
    return plain(({ stat }) => stat.mtime > than)
  },
}

function age(which: Which, units: (seconds: number) => number): Predicate {
  return function* (reading, word) {
    const { clock } = reading.console.task.guest
    const compare = yield* reading.number(word)
    return plain(({ stat }) => compare(units(Number(clock.now() - stat[which]) / Number(SECOND))))
  }
}

/** Than the content of a file. */
function newer(which: keyof Pick<FileStat, Which>): Predicate {
  return function* (reading, word) {
    const { mtime } = yield* reading.stat(word)
    return plain(({ stat }) => stat[which] > mtime)
  }
}

/** Nanoseconds since the epoch. */
function* date(console: Console, text: string): Generator<Wait, bigint, void> {
  const match = /^(?:@(-?\d+)|(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?)$/.exec(text)
  if (match === null)
    return yield* console.fail(`I cannot figure out how to interpret ${quoted(text)} as a date or time`)
  if (match[1] !== undefined) return BigInt(match[1]) * SECOND
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(2).map(part => Number(part ?? 0))
  const utc = BigInt(Date.UTC(year, month - 1, day, hour, minute, second) / 1000)
  return (utc - BigInt(calendar(console.task.guest, console.task.env)(utc * SECOND).zone.offset)) * SECOND
}
