import { Errno } from '../errno.js'
import type { Credentials } from '../files/credentials.js'
import { parseDate } from './date-text.js'
import { calendar, SECOND } from './local-time.js'
import type { GivenOptions } from './options.js'
import { quoted } from './quote.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = ['a', 'c,no-create', 'd,date=', 'f', 'm', 'r,reference=', 't=']
/** [[CC]YY]MMDDhhmm[.ss] */
const STAMP = /^(\d{2}|\d{4})?(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{2}))?$/

interface Times {
  readonly atime: bigint
  readonly mtime: bigint
}

export const touch = tool(tool => {
  const options = tool.options(OPTIONS, { others: ['h,no-dereference', 'time='] })
  const times = wantedTimes(tool, options)
  if (options.operands.length === 0) throw tool.usage('missing file operand')
  for (const name of options.operands) touchOne(tool, options, name, times)
})

function touchOne(tool: Tool, options: GivenOptions, name: string, times: Times | undefined): void {
  const { files, cred } = tool
  const path = tool.path(name)
  if (!files.exists(path, cred) && !create(tool, options, name)) return
  const explain = (what: string) => (text: string) => `${what} ${quoted(name)}: ${text}`
  const only = options.has('a') !== options.has('m')
  const stat = tool.get(() => files.stat(path, cred), explain('cannot touch'))
  if (stat === undefined) return
  const now = tool.guest.clock.now()
  const { atime, mtime } = times ?? { atime: now, mtime: now }
  const set = (who?: Credentials) =>
    files.utimes(
      path,
      only && options.has('m') ? stat.atime : atime,
      only && options.has('a') ? stat.mtime : mtime,
      who,
    )
  if (cred.uid === 0 || cred.uid === stat.uid) {
    tool.attempt(() => set(cred), explain('setting times of'))
    return
  }
  // The present may be written by whoever may write the file; any other time, by its owner alone.
  if (!tool.attempt(() => files.access(path, 'w', cred), explain('cannot touch'))) return
  if (times === undefined && !only) set()
  else tool.attempt(() => set(cred), explain('setting times of'))
}

/** What is not there is made, but with -c. Whether it is there now. */
function create(tool: Tool, options: GivenOptions, name: string): boolean {
  const path = tool.path(name)
  try {
    // What can't be opened as a file may still have times: then it is looked at.
    if (options.has('c') || name.endsWith('/')) tool.files.stat(path, tool.cred)
    else tool.files.open(path, { read: false, write: true, create: true }, 0o666, tool.cred).close()
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (options.has('c') && error.code === 'ENOENT') return false
    const step = options.has('c') || name.endsWith('/') ? 'setting times of' : 'cannot touch'
    tool.warn(`${step} ${quoted(name)}: ${error.text}`)
    return false
  }
}

/** Undefined for the present. */
function wantedTimes(tool: Tool, options: GivenOptions): Times | undefined {
  const reference = options.value('r')
  const text = options.value('d')
  const stamp = options.value('t')
  const sources = [reference ?? text, stamp].filter(source => source !== undefined)
  if (sources.length > 1) throw tool.usage('cannot specify times from more than one source')
  const local = calendar(tool.guest, tool.call.env)
  const base = reference === undefined ? undefined : referenceTimes(tool, reference)
  const now = tool.guest.clock.now()
  if (text !== undefined) {
    const at = (from: bigint) => {
      const parsed = parseDate(text, from, local)
      if (parsed === undefined) throw tool.fail(`invalid date format ${quoted(text)}`)
      return parsed
    }
    return { atime: at(base?.atime ?? now), mtime: at(base?.mtime ?? now) }
  }
  if (stamp === undefined) return base
  const [, year = String(local(now).year), month, day, hour, minute, second = '00'] = STAMP.exec(stamp) ?? []
  const full = year.length === 4 ? year : `${Number(year) < 69 ? 20 : 19}${year}`
  const parsed = parseDate(`${full}-${month}-${day} ${hour}:${minute}:${second}`, now, local)
  if (parsed === undefined) throw tool.fail(`invalid date format ${quoted(stamp)}`)
  const time = (parsed / SECOND) * SECOND
  return { atime: time, mtime: time }
}

function referenceTimes(tool: Tool, name: string): Times {
  const stat = tool.get(
    () => tool.files.stat(tool.path(name), tool.cred),
    text => `failed to get attributes of ${quoted(name)}: ${text}`,
  )
  if (stat === undefined) throw tool.exit(1)
  return stat
}
