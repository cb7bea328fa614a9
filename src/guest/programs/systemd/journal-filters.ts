/** Which entries of the journal are asked for. */
import type { JournalEntry } from '../../journal.js'
import type { Tool } from '../tool.js'
import { fits } from './unit-names.js'

export interface JournalFilter {
  readonly bootId?: string
  readonly units?: readonly string[]
  readonly identifiers?: readonly string[]
  readonly transports?: readonly string[]
  /** Priorities from and to, both included. */
  readonly priorities?: readonly [number, number]
  /** Nanoseconds since the epoch. */
  readonly since?: bigint
  readonly until?: bigint
  /** FIELD=value; several of one field are alternatives. */
  readonly matches?: readonly string[]
  readonly grep?: RegExp
}

export function entriesOf(tool: Tool, filter: JournalFilter): readonly JournalEntry[] {
  const { bootId, units, identifiers, transports, priorities, since, until, matches = [], grep } = filter
  return tool.guest.journal.entries.filter(
    entry =>
      (bootId === undefined || entry.bootId === bootId) &&
      (units === undefined || [entry.unit, entry.about].some(name => name !== undefined && fits(name, units))) &&
      (identifiers === undefined || identifiers.includes(entry.identifier)) &&
      (transports === undefined || transports.includes(entry.transport)) &&
      (priorities === undefined || (entry.priority >= priorities[0] && entry.priority <= priorities[1])) &&
      (since === undefined || entry.realtime >= since) &&
      (until === undefined || entry.realtime <= until) &&
      (grep === undefined || grep.test(entry.message)) &&
      hasMatches(tool, entry, matches),
  )
}

function hasMatches(tool: Tool, entry: JournalEntry, matches: readonly string[]): boolean {
  if (matches.length === 0) return true
  const fields = new Set(fieldsOf(tool, entry).map(([name, value]) => `${name}=${value}`))
  const names = new Set(matches.map(match => match.slice(0, match.indexOf('='))))
  return [...names].every(name => matches.some(match => match.startsWith(`${name}=`) && fields.has(match)))
}

/** The fields of an entry, without those of its place (__CURSOR and the like). */
export function fieldsOf(tool: Tool, entry: JournalEntry): readonly (readonly [name: string, value: string])[] {
  const { priority, identifier, pid, uid = 0, unit, about, transport, message, hostname } = entry
  const machineId = tool.files.exists('/etc/machine-id') ? tool.files.readFile('/etc/machine-id', 'utf8').trim() : ''
  const fields: (readonly [string, string | undefined])[] = [
    ['_BOOT_ID', entry.bootId.replaceAll('-', '')],
    ['_MACHINE_ID', machineId],
    ['_HOSTNAME', hostname],
    ['PRIORITY', String(priority)],
    ['_TRANSPORT', transport],
    ['SYSLOG_IDENTIFIER', identifier],
    ['_PID', pid === undefined ? undefined : String(pid)],
    ['_UID', transport === 'kernel' ? undefined : String(uid)],
    ['_COMM', transport === 'kernel' ? undefined : identifier.slice(0, 15)],
    ['_SYSTEMD_UNIT', about === undefined ? unit : 'init.scope'],
    ['UNIT', about],
    ['SYSLOG_FACILITY', transport === 'kernel' ? '0' : '3'],
    ['MESSAGE', message],
  ]
  return fields.filter((field): field is readonly [string, string] => field[1] !== undefined)
}
