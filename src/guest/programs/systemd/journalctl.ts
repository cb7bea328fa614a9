/** systemd's journalctl(1), as 252 prints where there is no terminal. */
import { type JournalEntry, PRIORITIES } from '../../journal.js'
import { unitName } from '../../services/unit.js'
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'
import { entriesOf, fieldsOf, type JournalFilter } from './journal-filters.js'
import { formatOf, printEntries } from './journal-formats.js'
import { parseTimestamp, timestamp } from './moments.js'
import { complain, refuseOptions } from './refuse.js'
import { columns } from './table.js'
import { bytesText } from './unit-cost.js'
import { versionLine } from './version.js'

const OPTIONS = [
  'no-pager',
  'e,pager-end',
  'x,catalog',
  'u,unit=',
  't,identifier=',
  'b,boot?',
  'k,dmesg',
  'p,priority=',
  'S,since=',
  'U,until=',
  'g,grep=',
  'case-sensitive?',
  'o,output=',
  'output-fields=',
  'n,lines?',
  'r,reverse',
  'q,quiet',
  'utc',
  'no-hostname',
  'no-full',
  'l,full',
  'a,all',
  'no-tail',
  'disk-usage',
  'list-boots',
  'system',
  'f,follow',
  'facility=',
  'user-unit=',
  'user',
  'c,cursor=',
  'after-cursor=',
  'show-cursor',
  'cursor-file=',
  'm,merge',
  'D,directory=',
  'file=',
  'root=',
  'M,machine=',
  'N,fields',
  'F,field=',
  'vacuum-size=',
  'vacuum-time=',
  'vacuum-files=',
  'verify',
  'rotate',
  'flush',
  'sync',
  'header',
  'update-catalog',
  'list-catalog',
  'setup-keys',
  'h,help',
  'version',
]
const LEFT_OUT = [
  ...[
    'f',
    'facility',
    'user-unit',
    'user',
    'c',
    'after-cursor',
    'show-cursor',
    'cursor-file',
    'm',
    'D',
    'file',
    'root',
  ],
  ...['M', 'N', 'vacuum-size', 'vacuum-time', 'vacuum-files', 'verify', 'header', 'update-catalog'],
  ...['list-catalog', 'setup-keys', 'h', 'output-fields'],
]
const DEFAULT_LINES = 10
/** A file of the journal takes 8 MiB from the start. */
const FILE_SIZE = 8n << 20n

export const journalctl = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true }, joinOptional(tool.args))
  refuseOptions(tool, options, LEFT_OUT)
  if (options.has('version')) tool.print(versionLine(tool))
  else if (options.has('disk-usage')) {
    tool.print(`Archived and active journals take up ${bytesText(FILE_SIZE)} in the file system.\n`)
  } else if (options.has('list-boots')) listBoots(tool)
  else if (options.has('F')) listValues(tool, options.value('F') ?? '')
  else if (!['rotate', 'flush', 'sync'].some(name => options.has(name))) print(tool, options)
})

/** -n and -b may have their value in the next argument, if it looks like one. */
function joinOptional(args: readonly string[]): readonly string[] {
  const joined: string[] = []
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    const next = args[index + 1] ?? ''
    const takes =
      (/^(?:-[a-z]*n|--lines)$/.test(arg) && /^(?:\d+|all)$/.test(next)) ||
      (/^(?:-[a-z]*b|--boot)$/.test(arg) && /^(?:[+-]?\d+|all|[0-9a-f]{32}(?:[+-]\d+)?)$/.test(next))
    joined.push(takes ? `${arg}${arg.startsWith('--') ? '=' : ''}${next}` : arg)
    if (takes) index++
  }
  return joined
}

function print(tool: Tool, options: GivenOptions): void {
  const format = formatOf(tool, options.value('o') ?? 'short')
  const found = [...entriesOf(tool, filterOf(tool, options))]
  const count = countOf(tool, options)
  const shown = count === undefined ? found : count === 0 ? [] : found.slice(-count)
  if (options.has('r')) shown.reverse()
  printEntries(tool, shown, format, {
    marksBoots: true,
    utc: options.has('utc'),
    noHostname: options.has('no-hostname'),
  })
  if (shown.length === 0 && count !== 0 && !options.has('q') && !format.startsWith('json'))
    tool.print('-- No entries --\n')
  if (found.length === 0 && options.has('g')) throw tool.exit(1)
}

function countOf(tool: Tool, options: GivenOptions): number | undefined {
  if (!options.has('n')) return options.has('e') ? 1000 : undefined
  const text = options.value('n') ?? String(DEFAULT_LINES)
  if (text === 'all') return undefined
  if (!/^\d+$/.test(text)) throw complain(tool, `Failed to parse lines '${text}'`)
  return Number(text)
}

function filterOf(tool: Tool, options: GivenOptions): JournalFilter {
  const all = (name: string) => options.list.filter(it => it.name === name).map(({ value = '' }) => value)
  const [units, identifiers] = [all('u'), all('t')]
  const priorities = priorityRange(tool, options.value('p'))
  const since = moment(tool, options.value('S'))
  const until = moment(tool, options.value('U'))
  const wrong = options.operands.find(operand => !/^[A-Z_][A-Z0-9_]*=/.test(operand))
  if (wrong !== undefined) throw complain(tool, `Failed to add match '${wrong}': Invalid argument`)
  const isOneBoot = options.has('b') || options.has('k')
  const bootId = isOneBoot ? bootOf(tool, options.value('b')) : undefined
  const grep = options.value('g')
  return {
    ...(bootId !== undefined && { bootId }),
    ...(units.length > 0 && { units: units.map(unitName) }),
    ...(identifiers.length > 0 && { identifiers }),
    ...(options.has('k') && { transports: ['kernel'] }),
    ...(priorities !== undefined && { priorities }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(grep !== undefined && { grep: pattern(tool, grep) }),
    matches: options.operands,
  }
}

/** All lower case: capitals don't matter. */
function pattern(tool: Tool, text: string): RegExp {
  try {
    return new RegExp(text, /[A-Z]/.test(text) ? '' : 'i')
  } catch {
    throw complain(tool, `Bad pattern "${text}": invalid regular expression`)
  }
}

function moment(tool: Tool, text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined
  const parsed = parseTimestamp(tool, text)
  if (parsed === undefined) throw complain(tool, `Failed to parse timestamp: ${text}`)
  return parsed
}

/** "err" is all from emerg to err; "warning..err" what lies between. */
function priorityRange(tool: Tool, text: string | undefined): readonly [number, number] | undefined {
  if (text === undefined) return undefined
  const [from = '', to] = text.split('..')
  const level = (word: string) => {
    const number = /^[0-7]$/.test(word) ? Number(word) : LEVELS.indexOf(word)
    if (number < 0) throw complain(tool, `Unknown log level ${word}`)
    return number
  }
  if (to === undefined) return [0, level(from)]
  const [one, other] = [level(from), level(to)]
  return one < other ? [one, other] : [other, one]
}

const LEVELS: readonly string[] = PRIORITIES

interface Boot {
  readonly id: string
  readonly first: JournalEntry
  readonly last: JournalEntry
}

/** The oldest first; the last is this one. */
function boots(tool: Tool): readonly Boot[] {
  const found = new Map<string, Boot>()
  for (const entry of tool.guest.journal.entries) {
    const known = found.get(entry.bootId)
    found.set(entry.bootId, { id: entry.bootId, first: known?.first ?? entry, last: entry })
  }
  return [...found.values()]
}

/** 0, or nothing, is this boot, -1 the one before it; from 1 on they count from the oldest. */
function bootOf(tool: Tool, text = '0'): string | undefined {
  if (text === 'all') return undefined
  const all = boots(tool)
  const known = all.find(({ id }) => id.replaceAll('-', '') === text)
  if (known !== undefined) return known.id
  const number = Number(text)
  if (number === 0) return tool.guest.bootId
  const boot = Number.isNaN(number) ? undefined : all[number > 0 ? number - 1 : all.length - 1 + number]
  if (boot !== undefined) return boot.id
  throw complain(
    tool,
    Number.isNaN(number)
      ? `Failed to parse boot specification: ${text}`
      : 'Data from the specified boot is not available: No such boot ID in journal',
  )
}

function listBoots(tool: Tool): void {
  const all = boots(tool)
  const rows = all.map(({ id, first, last }, index) => [
    String(index - all.length + 1),
    id.replaceAll('-', ''),
    timestamp(tool, first.realtime),
    timestamp(tool, last.realtime),
  ])
  tool.print(columns([['IDX', 'BOOT ID', 'FIRST ENTRY', 'LAST ENTRY'], ...rows], new Set([0])))
}

function listValues(tool: Tool, field: string): void {
  const values = tool.guest.journal.entries.flatMap(entry =>
    fieldsOf(tool, entry).flatMap(([name, value]) => (name === field ? [value] : [])),
  )
  for (const value of new Set(values)) tool.print(`${value}\n`)
}
