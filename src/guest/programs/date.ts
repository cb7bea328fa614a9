import { parseDate } from './date-text.js'
import { type Calendar, calendar, SECOND } from './local-time.js'
import { quoted } from './quote.js'
import { strftime } from './strftime.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = [
  'd,date=',
  's,set=',
  'r,reference=',
  'u,utc,universal',
  'R,rfc-email,rfc-2822',
  'I,iso-8601?',
  'rfc-3339=',
]
const DEFAULT = '%a %b %e %H:%M:%S %Z %Y'
const ISO: Readonly<Record<string, string>> = {
  hours: '%Y-%m-%dT%H%:z',
  minutes: '%Y-%m-%dT%H:%M%:z',
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%dT%H:%M:%S%:z',
  ns: '%Y-%m-%dT%H:%M:%S,%N%:z',
}
const RFC_3339: Readonly<Record<string, string>> = {
  date: '%Y-%m-%d',
  seconds: '%Y-%m-%d %H:%M:%S%:z',
  ns: '%Y-%m-%d %H:%M:%S.%N%:z',
}
/** POSIX's way to set the clock: MMDDhhmm[[CC]YY][.ss] */
const STAMP = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2}|\d{4})?(?:\.(\d{2}))?$/

export const date = tool(tool => {
  const options = tool.options(OPTIONS, { others: ['debug', 'f,file=', 'resolution'] })
  const [operand, extra] = options.operands
  if (extra !== undefined) throw tool.usage(`extra operand ${quoted(extra)}`)
  const local = calendar(tool.guest, tool.call.env, options.has('u'))
  const set = options.value('s')
  const asked = ['d', 'r'].filter(name => options.has(name))
  if (asked.length > 1) throw tool.usage('the options to specify dates for printing are mutually exclusive')
  if (asked.length > 0 && set !== undefined) {
    throw tool.usage('the options to print and set the time may not be used together')
  }
  const formats = options.list.flatMap(({ name, value }) => namedFormat(tool, name, value) ?? [])
  if (operand?.startsWith('+')) formats.push(operand.slice(1))
  else if (operand !== undefined && (asked.length > 0 || set !== undefined)) throw lacksPlus(tool, operand)
  if (formats.length > 1) throw tool.fail('multiple output formats specified')
  const stamp = operand === undefined || operand.startsWith('+') ? undefined : operand
  const moment = shownMoment(tool, local, options.value('d') ?? set, options.value('r'), stamp)
  if (set !== undefined || stamp !== undefined) {
    if (tool.cred.uid === 0) tool.guest.setTime(moment)
    else tool.warn('cannot set date: Operation not permitted')
  }
  tool.print(`${strftime(formats[0] ?? DEFAULT, local(moment))}\n`)
})

function shownMoment(
  tool: Tool,
  local: Calendar,
  text: string | undefined,
  reference: string | undefined,
  stamp: string | undefined,
): bigint {
  const now = tool.guest.clock.now()
  if (reference !== undefined) {
    const stat = tool.get(
      () => tool.files.stat(tool.path(reference), tool.cred),
      text => `${reference}: ${text}`,
    )
    if (stat === undefined) throw tool.exit(1)
    return stat.mtime
  }
  const moment =
    stamp !== undefined ? parseStamp(stamp, now, local) : text === undefined ? now : parseDate(text, now, local)
  if (moment === undefined) throw tool.fail(`invalid date ${quoted(stamp ?? text ?? '')}`)
  return moment
}

function parseStamp(stamp: string, now: bigint, local: Calendar): bigint | undefined {
  const match = STAMP.exec(stamp)
  if (match === null) return undefined
  const [, month, day, hour, minute, year = String(local(now).year), second = '00'] = match
  const century = year.length === 4 ? year : `${Number(year) < 69 ? 20 : 19}${year}`
  const moment = parseDate(`${century}-${month}-${day} ${hour}:${minute}:${second}`, now, local)
  return moment === undefined ? undefined : (moment / SECOND) * SECOND
}

function namedFormat(tool: Tool, name: string, value: string | undefined): string | undefined {
  if (name === 'R') return '%a, %d %b %Y %H:%M:%S %z'
  if (name !== 'I' && name !== 'rfc-3339') return undefined
  const formats = name === 'I' ? ISO : RFC_3339
  const word = value ?? 'date'
  const found = Object.keys(formats).find(key => word !== '' && key.startsWith(word))
  if (found !== undefined) return formats[found]
  tool.warn(`invalid argument ${quoted(word)} for '--${name === 'I' ? 'iso-8601' : name}'`)
  tool.stderr.add(
    `Valid arguments are:\n${Object.keys(formats)
      .map(key => `  - '${key}'\n`)
      .join('')}`,
  )
  throw tool.usage(undefined)
}

function lacksPlus(tool: Tool, operand: string): Error {
  return tool.usage(
    `the argument ${quoted(operand)} lacks a leading '+';\n` +
      'when using an option to specify date(s), any non-option\n' +
      "argument must be a format string beginning with '+'",
  )
}
