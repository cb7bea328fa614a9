/** What the options of shadow-utils may hold. Each throws what ends the program. */
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'

export const WRONG_USAGE = 2
export const WRONG_ARGUMENT = 3
const LARGEST_ID = 4_294_967_294
const DAY_MS = 86_400_000

/** Complains, and shows how it is called. */
export function usage(tool: Tool, lines: string, message?: string, exitCode = WRONG_USAGE): Error {
  if (message !== undefined) tool.warn(message, exitCode)
  tool.stderr.add(`${lines}\n`)
  return tool.exit(exitCode)
}

/** Reads the arguments; what it is called with is shown below getopt's complaint. */
export function shadowOptions(
  tool: Tool,
  declared: readonly string[],
  lines: string,
  usageCode = WRONG_USAGE,
): GivenOptions {
  try {
    return tool.options(declared, { usageCode, terse: true })
  } catch (error) {
    tool.stderr.add(`${lines}\n`)
    throw error
  }
}

/** What the real one has and this one hasn't. */
export function refuse(tool: Tool, options: GivenOptions, names: readonly string[]): void {
  const name = names.find(name => options.has(name))
  if (name !== undefined) throw tool.fail(`mockvm doesn't do -${name.length > 1 ? '-' : ''}${name} yet`)
}

export function id(tool: Tool, what: 'user' | 'group', text: string): number {
  if (!/^\d+$/.test(text) || Number(text) > LARGEST_ID) throw tool.fail(`invalid ${what} ID '${text}'`, WRONG_ARGUMENT)
  return Number(text)
}

/** A number of days, or a date as 2027-01-31; '' for none. */
export function days(tool: Tool, text: string, exitCode = WRONG_ARGUMENT): string {
  if (text === '' || text === '-1') return ''
  if (/^\d{1,7}$/.test(text)) return String(Number(text))
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? []
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)))
  const isDate = year !== '' && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  if (!isDate) throw tool.fail(`invalid date '${text}'`, exitCode)
  return String(date.getTime() / DAY_MS)
}

/** -1 is written as nothing. */
export function dayCount(tool: Tool, text: string): string {
  if (!/^-1$|^\d{1,9}$/.test(text)) throw tool.fail(`invalid numeric argument '${text}'`, WRONG_ARGUMENT)
  return text === '-1' ? '' : text
}

/** Days since the epoch. */
export function today({ guest }: Tool): string {
  return String(guest.clock.now() / BigInt(DAY_MS) / 1_000_000n)
}

export function isField(text: string): boolean {
  return !/[:\n]/.test(text)
}

/** A shell may be missing, but must be an absolute path. */
export function shell(tool: Tool, text: string): string {
  if (text !== '' && (!/^[/*]/.test(text) || !isField(text))) throw tool.fail(`invalid shell '${text}'`, WRONG_ARGUMENT)
  const isThere = text === '' || text.startsWith('*') || (tool.files.exists(text) && isExecutable(tool, text))
  if (!isThere || (tool.files.exists(text) && tool.files.stat(text).kind === 'directory')) {
    if (text !== '/sbin/nologin') tool.stderr.add(`${tool.name}: Warning: missing or non-executable shell '${text}'\n`)
  }
  return text
}

function isExecutable({ files }: Tool, path: string): boolean {
  return (files.stat(path).mode & 0o111) !== 0
}
