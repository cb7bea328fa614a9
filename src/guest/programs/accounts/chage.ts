import { calendar } from '../local-time.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { AccountDatabase, PASSWD, type Row, SHADOW } from './account-database.js'
import { days, refuse, shadowOptions, usage } from './fields.js'

const DENIED = 1
const WRONG_USAGE = 2
const NO_LIMIT = 10_000
const DAY = 86_400_000_000_000n
const USAGE = 'Usage: chage [options] LOGIN\n'
/** Fields of /etc/shadow by option. */
const NUMBERS: Readonly<Record<string, number>> = { m: 3, M: 4, W: 5, I: 6 }
const DATES: Readonly<Record<string, number>> = { d: 2, E: 7 }
const OPTIONS = [
  ...['d,lastday=', 'E,expiredate=', 'i,iso8601', 'I,inactive=', 'l,list', 'm,mindays=', 'M,maxdays=', 'R,root='],
  'W,warndays=',
]

/** shadow's chage(1), but for the questions that it asks without options. */
export const chage = tool(
  tool => {
    const options = shadowOptions(tool, OPTIONS, USAGE)
    refuse(tool, options, ['R'])
    const { list, operands } = options
    const changes: [at: number, text: string][] = []
    for (const { name, value = '' } of list) {
      const [date, number] = [DATES[name], NUMBERS[name]]
      if (date !== undefined) {
        try {
          changes.push([date, days(tool, value, WRONG_USAGE)])
        } catch (error) {
          tool.stderr.add(`${USAGE}\n`)
          throw error
        }
      }
      if (number !== undefined && !/^-1$|^\d{1,9}$/.test(value)) {
        throw usage(tool, USAGE, `invalid numeric argument '${value}'`)
      }
      if (number !== undefined) changes.push([number, value === '-1' ? '' : value])
    }
    if (operands.length !== 1) throw usage(tool, USAGE)
    if (options.has('l') && changes.length > 0) throw usage(tool, USAGE, 'do not include "l" with other flags')
    const [name = ''] = operands
    const isRoot = tool.cred.uid === 0
    if (!isRoot && !options.has('l')) throw permissionDenied(tool)
    const database = new AccountDatabase(tool)
    if (database.find(PASSWD, name) === undefined) {
      throw tool.fail(`user '${name}' does not exist in /etc/passwd`, DENIED)
    }
    if (!isRoot && name !== tool.user) throw permissionDenied(tool)
    const row = database.find(SHADOW, name)
    if (options.has('l')) {
      if (row !== undefined) tool.print(report(tool, row, options.has('i')))
      return
    }
    if (changes.length === 0) throw tool.fail("mockvm doesn't ask questions yet: name what is to be changed")
    database.lock()
    if (row !== undefined) for (const [at, text] of changes) row[at] = text
    database.save()
  },
  { shortName: true },
)

function permissionDenied(tool: Tool): Error {
  tool.stderr.add(`${tool.name}: Permission denied.\n`)
  return tool.exit(DENIED)
}

function report(tool: Tool, row: Row, isIso: boolean): string {
  const [, , changed, minimum, maximum, warning, inactive, expires] = row.map(text => (text === '' ? -1 : Number(text)))
  const local = calendar(tool.guest, tool.call.env, true)
  const date = (day: number) => strftime(isIso ? '%F' : '%b %d, %Y', local(BigInt(day) * DAY))
  const isForced = changed === 0
  const ends = (maximum ?? -1) >= 0 && (maximum ?? 0) < NO_LIMIT && (changed ?? -1) >= 0
  const end = (changed ?? 0) + (maximum ?? 0)
  const must = 'password must be changed'
  const rows: [string, string | number][] = [
    [
      'Last password change\t\t\t\t\t',
      isForced ? must : changed === undefined || changed < 0 ? 'never' : date(changed),
    ],
    ['Password expires\t\t\t\t\t', isForced ? must : ends ? date(end) : 'never'],
    [
      'Password inactive\t\t\t\t\t',
      isForced ? must : ends && (inactive ?? -1) >= 0 ? date(end + (inactive ?? 0)) : 'never',
    ],
    ['Account expires\t\t\t\t\t\t', (expires ?? -1) < 0 ? 'never' : date(expires ?? 0)],
    ['Minimum number of days between password change\t\t', minimum ?? -1],
    ['Maximum number of days between password change\t\t', maximum ?? -1],
    ['Number of days of warning before password expires\t', warning ?? -1],
  ]
  return rows.map(([name, value]) => `${name}: ${value}\n`).join('')
}
