/** How journalctl prints entries: the output modes of its option -o. */
import type { JournalEntry } from '../../journal.js'
import { strftime } from '../strftime.js'
import type { Tool } from '../tool.js'
import { fieldsOf } from './journal-filters.js'
import { localTime } from './moments.js'
import { complain, notSimulated } from './refuse.js'

const SHORT = '%b %d %H:%M:%S'
/** How the line of an entry begins. */
const STAMPS: Readonly<Record<string, (tool: Tool, entry: JournalEntry, utc: boolean) => string>> = {
  short: (tool, { realtime }, utc) => strftime(SHORT, localTime(tool, utc)(realtime)),
  'short-full': (tool, { realtime }, utc) => strftime('%a %Y-%m-%d %H:%M:%S %Z', localTime(tool, utc)(realtime)),
  'short-iso': (tool, { realtime }, utc) => strftime('%Y-%m-%dT%H:%M:%S%z', localTime(tool, utc)(realtime)),
  'short-iso-precise': (tool, { realtime }, utc) => strftime('%Y-%m-%dT%H:%M:%S.%6N%z', localTime(tool, utc)(realtime)),
  'short-precise': (tool, { realtime }, utc) => strftime(`${SHORT}.%6N`, localTime(tool, utc)(realtime)),
  'short-unix': (_, { realtime }) => `${realtime / 1_000_000_000n}.${microseconds(realtime)}`,
  'short-monotonic': (_, { monotonic }) =>
    `[${`${monotonic / 1_000_000_000n}.${microseconds(monotonic)}`.padStart(12)}]`,
  'with-unit': (tool, { realtime }, utc) => strftime('%a %Y-%m-%d %H:%M:%S %Z', localTime(tool, utc)(realtime)),
}
const OTHERS = ['cat', 'json', 'json-pretty', 'json-sse', 'json-seq', 'verbose']
const LEFT_OUT = ['export']

function microseconds(nanoseconds: bigint): string {
  return String((nanoseconds % 1_000_000_000n) / 1000n).padStart(6, '0')
}

/** Checks the name of a mode. */
export function formatOf(tool: Tool, name: string): string {
  if (LEFT_OUT.includes(name)) throw notSimulated(tool, `-o ${name}`)
  if (!Object.hasOwn(STAMPS, name) && !OTHERS.includes(name)) throw complain(tool, `Unknown output format '${name}'.`)
  return name
}

export interface PrintSettings {
  /** A line says so where another boot begins. */
  readonly marksBoots: boolean
  readonly utc?: boolean
  readonly noHostname?: boolean
}

export function printEntries(
  tool: Tool,
  entries: readonly JournalEntry[],
  format: string,
  settings: PrintSettings,
): void {
  let boot: string | undefined
  for (const entry of entries) {
    const isOther = boot !== undefined && boot !== entry.bootId
    if (isOther && settings.marksBoots && !format.startsWith('json') && format !== 'cat') {
      tool.print(`-- Boot ${entry.bootId.replaceAll('-', '')} --\n`)
    }
    boot = entry.bootId
    tool.print(entryText(tool, entry, format, settings))
  }
}

function entryText(tool: Tool, entry: JournalEntry, format: string, settings: PrintSettings): string {
  switch (format) {
    case 'cat':
      return `${entry.message}\n`
    case 'json':
      return `${JSON.stringify(jsonOf(tool, entry))}\n`
    case 'json-sse':
      return `data: ${JSON.stringify(jsonOf(tool, entry))}\n\n`
    case 'json-seq':
      return `\x1e${JSON.stringify(jsonOf(tool, entry))}\n`
    case 'json-pretty':
      return `${prettyJson(jsonOf(tool, entry))}\n`
    case 'verbose':
      return verbose(tool, entry, settings.utc ?? false)
    default:
      return shortText(tool, entry, format, settings)
  }
}

function shortText(
  tool: Tool,
  entry: JournalEntry,
  format: string,
  { utc = false, noHostname }: PrintSettings,
): string {
  const { hostname, identifier, pid, message, unit, about } = entry
  const speaker = format === 'with-unit' ? (about === undefined ? (unit ?? identifier) : 'init.scope') : identifier
  const stamp = STAMPS[format]?.(tool, entry, utc) ?? ''
  const start = `${stamp}${noHostname ? '' : ` ${hostname}`} ${speaker}${pid === undefined ? '' : `[${pid}]`}: `
  return `${start}${message.split('\n').join(`\n${' '.repeat([...start].length)}`)}\n`
}

/** Where an entry is, so that it can be found again: s is the file, i its number there, b the boot. */
function cursor(tool: Tool, { number, bootId, monotonic, realtime }: JournalEntry): string {
  const file = Buffer.from(tool.guest.randomBytes('journal-file', 16)).toString('hex')
  const hash = Buffer.from(tool.guest.randomBytes(`journal-entry/${number}`, 8)).toString('hex')
  const hex = (value: bigint) => value.toString(16)
  return `s=${file};i=${hex(BigInt(number))};b=${bootId.replaceAll('-', '')};m=${hex(monotonic / 1000n)};t=${hex(realtime / 1000n)};x=${hash.replace(/^0+(?=.)/, '')}`
}

function jsonOf(tool: Tool, entry: JournalEntry): Readonly<Record<string, string>> {
  return {
    __CURSOR: cursor(tool, entry),
    __REALTIME_TIMESTAMP: String(entry.realtime / 1000n),
    __MONOTONIC_TIMESTAMP: String(entry.monotonic / 1000n),
    ...Object.fromEntries(fieldsOf(tool, entry)),
  }
}

function prettyJson(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields).map(([name, value]) => `\t${JSON.stringify(name)} : ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}`
}

function verbose(tool: Tool, entry: JournalEntry, utc: boolean): string {
  const stamp = strftime('%a %Y-%m-%d %H:%M:%S.%6N %Z', localTime(tool, utc)(entry.realtime))
  const lines = fieldsOf(tool, entry).map(([name, value]) => `    ${name}=${value}\n`)
  return `${stamp} [${cursor(tool, entry)}]\n${lines.join('')}`
}
