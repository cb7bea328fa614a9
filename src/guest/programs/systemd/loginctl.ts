/** systemd's loginctl(1): who is logged in, as utmp has it. */
import type { SessionConfig } from '../../config.js'
import type { GivenOptions } from '../options.js'
import { type Tool, tool } from '../tool.js'
import { timestamp } from './moments.js'
import { complain, notSimulated, refuseOptions } from './refuse.js'
import { columns } from './table.js'
import { versionLine } from './version.js'

const OPTIONS = [
  ...['no-pager', 'no-legend', 'no-ask-password', 'p,property=', 'value', 'a,all', 'l,full'],
  ...['kill-whom=', 's,signal=', 'n,lines=', 'o,output=', 'H,host=', 'M,machine=', 'h,help', 'version'],
]
const LEFT_OUT = ['kill-whom', 's', 'n', 'o', 'H', 'M', 'h']
const LEFT_OUT_VERBS = new Set([
  ...['session-status', 'activate', 'lock-session', 'unlock-session', 'lock-sessions', 'unlock-sessions'],
  ...['terminate-session', 'kill-session', 'user-status', 'show-user', 'enable-linger', 'disable-linger'],
  ...['terminate-user', 'kill-user', 'seat-status', 'show-seat', 'attach', 'flush-devices', 'terminate-seat'],
])

interface Session {
  /** logind counts them from 1. */
  readonly id: string
  readonly record: SessionConfig
  readonly uid: number
  readonly seat: string
}

export const loginctl = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true })
  refuseOptions(tool, options, LEFT_OUT)
  const [verb = 'list-sessions', ...operands] = options.operands
  const sessions = sessionsOf(tool)
  if (options.has('version')) tool.print(versionLine(tool))
  else if (verb === 'list-sessions') {
    const rows = sessions.map(({ id, uid, record, seat }) => [id, String(uid), record.user, seat, record.line])
    print(tool, options, ['SESSION', 'UID', 'USER', 'SEAT', 'TTY'], rows, 'sessions', new Set([0, 1]))
  } else if (verb === 'list-users') {
    const users = new Map(sessions.map(({ uid, record }) => [uid, record.user]))
    const rows = [...users].sort(([one], [other]) => one - other).map(([uid, name]) => [String(uid), name, 'no'])
    print(tool, options, ['UID', 'USER', 'LINGER'], rows, 'users', new Set([0]))
  } else if (verb === 'list-seats') {
    const seats = sessions.some(({ seat }) => seat !== '') ? [['seat0']] : []
    print(tool, options, ['SEAT'], seats, 'seats')
  } else if (verb === 'show-session') showSessions(tool, sessions, operands, options)
  else if (LEFT_OUT_VERBS.has(verb)) throw notSimulated(tool, verb)
  else throw complain(tool, `Unknown command verb ${verb}.`)
})

function sessionsOf({ guest }: Tool): readonly Session[] {
  return guest.users.sessions().map((record, index) => {
    const account = guest.users.byName(record.user)
    const seat = /^tty\d+$/.test(record.line) ? 'seat0' : ''
    return { id: String(index + 1), record, uid: account?.uid ?? 0, seat }
  })
}

function print(
  tool: Tool,
  options: GivenOptions,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  what: string,
  alignRight = new Set<number>(),
): void {
  const legend = !options.has('no-legend')
  if (rows.length > 0) tool.print(columns([...(legend ? [header] : []), ...rows], alignRight))
  if (!legend) return
  tool.print(rows.length === 0 ? `No ${what}.\n` : `\n${rows.length} ${what} listed.\n`)
}

function showSessions(
  tool: Tool,
  sessions: readonly Session[],
  operands: readonly string[],
  options: GivenOptions,
): void {
  if (operands.length === 0) throw notSimulated(tool, 'show-session without a session')
  const wanted = options.list.filter(({ name }) => name === 'p').flatMap(({ value = '' }) => value.split(','))
  for (const [index, operand] of operands.entries()) {
    const session = sessions.find(({ id }) => id === operand)
    if (session === undefined) throw complain(tool, `Failed to get session path: No session '${operand}' known`)
    if (index > 0) tool.print('\n')
    for (const [name, value] of propertiesOf(tool, session)) {
      if (wanted.length > 0 ? !wanted.includes(name) : value === '' && !options.has('a')) continue
      tool.print(options.has('value') ? `${value}\n` : `${name}=${value}\n`)
    }
  }
}

function propertiesOf(tool: Tool, { id, record, uid, seat }: Session): readonly (readonly [string, string])[] {
  const isRemote = record.host !== ''
  return [
    ['Id', id],
    ['User', String(uid)],
    ['Name', record.user],
    ['Timestamp', timestamp(tool, record.time * 1000n)],
    ['VTNr', /^tty(\d+)$/.exec(record.line)?.[1] ?? '0'],
    ['Seat', seat],
    ['TTY', record.line],
    ['Remote', isRemote ? 'yes' : 'no'],
    ['RemoteHost', record.host],
    ['Service', isRemote ? 'sshd' : 'login'],
    ['Scope', `session-${id}.scope`],
    ['Leader', String(record.pid)],
    ['Audit', id],
    ['Type', 'tty'],
    ['Class', 'user'],
    ['Active', 'yes'],
    ['State', 'active'],
    ['IdleHint', 'no'],
    ['LockedHint', 'no'],
  ]
}
