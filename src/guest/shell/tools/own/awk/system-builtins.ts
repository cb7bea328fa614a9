/** awk's functions that reach outside: files, commands, and the time. */
import { calendar, SECOND } from '../../../../programs/local-time.js'
import { strftime } from '../../../../programs/strftime.js'
import type { Builtin } from './args.js'
import { toBoolean } from './values.js'

export const systemBuiltins: Readonly<Record<string, Builtin>> = {
  *system({ streams, text }, args) {
    return yield* streams.system(text.toWord(yield* args.text(0)))
  },
  *close({ streams, text }, args) {
    return yield* streams.close(text.toWord(yield* args.text(0)))
  },
  *fflush({ streams }) {
    yield* streams.flush()
    return 0
  },
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  *systime({ console }) {
    return Number(console.task.guest.clock.now() / SECOND)
  },
  *strftime({ console }, args) {
    const { guest, env } = console.task
    const format = args.count > 0 ? yield* args.text(0) : '%c'
    const time = args.count > 1 ? BigInt(Math.trunc(yield* args.number(1))) * SECOND : guest.clock.now()
    return strftime(format, calendar(guest, env, args.count > 2 && toBoolean(yield* args.value(2)))(time))
  },
  *mktime({ console }, args) {
    const { guest, env } = console.task
    const parts = (yield* args.text(0)).trim().split(/\s+/).map(Number)
    const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts
    const utc = BigInt(Date.UTC(year, month - 1, day, hour, minute, second) / 1000)
    return Number(utc) - calendar(guest, env)(utc * SECOND).zone.offset
  },
}
