/** Tests of find(1) that look at times. */
import type { FileStat } from '../../../files/stat.js'
import type { Wait } from '../../../wait.js'
import { parseDate } from '../../date-text.js'
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
  const { guest, env } = console.task
  const moment = parseDate(text, guest.clock.now(), calendar(guest, env))
  if (moment !== undefined) return moment
  return yield* console.fail(`I cannot figure out how to interpret ${quoted(text)} as a date or time`)
}
