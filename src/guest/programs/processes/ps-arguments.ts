/** The arguments of ps(1): UNIX options with a dash, BSD's without, long ones with two; BSD's in place of UNIX' if need be. */
import type { Guest } from '../../guest.js'
import { notDone, PsError } from './ps-error.js'
import { byCommand, byGroup, byParent, byPid, bySession, bySessionOrGroup, byTerminal, byUser } from './ps-lists.js'
import { PsRequest } from './ps-request.js'

interface WithValue {
  /** What must follow, in the complaint. */
  readonly what: string
  take(request: PsRequest, value: string, guest: Guest): void
}

const list = (what: string, read: typeof byPid): WithValue => ({
  what: `list of ${what} must follow`,
  take: (request, value, guest) => request.lists.push(read(value, guest)),
})
const format: WithValue = {
  what: 'format specification must follow',
  take: (request, value) => request.addColumns(value),
}
const sort: WithValue = {
  what: 'long sort specification must follow',
  take: (request, value) => request.addSort(value),
}
const columns: WithValue = {
  what: 'number of columns must follow',
  take(request, value) {
    if (!/^0*[1-9]\d{0,8}$/.test(value)) {
      throw new PsError('number of columns must follow --cols, --width, or --columns')
    }
    request.width = Number(value)
  },
}
const rows: WithValue = { what: 'number of rows must follow', take: () => {} }

const UNIX_VALUES: Readonly<Record<string, WithValue>> = {
  C: list('command names', byCommand),
  G: list('real groups', byGroup),
  U: list('real users', byUser),
  g: list('session leaders OR effective group names', bySessionOrGroup),
  o: format,
  p: list('process IDs', byPid),
  q: { ...list('process IDs', byPid), what: 'List of process IDs must follow' },
  s: list('session IDs', bySession),
  t: list('terminals (pty, tty...)', byTerminal),
  u: list('users', byUser),
}

const BSD_VALUES: Readonly<Record<string, WithValue>> = {
  U: list('users', byUser),
  k: { ...sort, what: "long sort specification must follow 'k'" },
  o: format,
  p: list('process IDs', byPid),
  q: { ...list('process IDs', byPid), what: 'List of process IDs must follow' },
  t: list('terminals (pty, tty...)', byTerminal),
}

const LONG_VALUES: Readonly<Record<string, WithValue>> = {
  Group: list('real groups', byGroup),
  User: list('real users', byUser),
  cols: columns,
  columns,
  format,
  group: list('effective groups', byGroup),
  lines: rows,
  pid: list('process IDs', byPid),
  ppid: list('process IDs', byParent),
  'quick-pid': { ...list('process IDs', byPid), what: 'List of process IDs must follow' },
  rows,
  sid: { ...list('', bySession), what: 'some sid thing(s) must follow' },
  sort,
  tty: list('ttys', byTerminal),
  user: list('effective users', byUser),
  width: columns,
}

const isLeader = ({ sid, pid }: { sid: number; pid: number }) => sid === pid

const UNIX: Readonly<Record<string, (request: PsRequest) => void>> = {
  A: request => (request.isAll = true),
  F: request => request.styles.add('F').add('f'),
  H: request => (request.forest = 'indented'),
  N: request => (request.isNegated = true),
  P: request => request.modifiers.add('P'),
  a: request => request.groups.push(process => process.tty !== '?' && !isLeader(process)),
  c: request => request.modifiers.add('c'),
  d: request => request.groups.push(process => !isLeader(process)),
  e: request => (request.isAll = true),
  f: request => request.styles.add('f'),
  j: request => request.styles.add('j'),
  l: request => request.styles.add('l'),
  w: () => {},
  y: request => request.modifiers.add('y'),
}

const BSD: Readonly<Record<string, (request: PsRequest) => void>> = {
  A: request => (request.isAll = true),
  S: () => {},
  T: request => (request.ownTerminal = true),
  a: request => request.bsd.add('a'),
  c: request => (request.namesOnly = true),
  f: request => (request.forest = 'art'),
  g: () => {},
  h: request => (request.hasHeader = false),
  j: request => request.styles.add('bsd j'),
  l: request => request.styles.add('bsd l'),
  n: request => (request.numeric = true),
  r: request => (request.onlyRunning = true),
  u: request => request.styles.add('bsd u'),
  w: () => {},
  x: request => request.bsd.add('x'),
}

const LONG: Readonly<Record<string, (request: PsRequest) => void>> = {
  cumulative: () => {},
  deselect: request => (request.isNegated = true),
  forest: request => (request.forest = 'art'),
  headers: () => {},
  heading: () => {},
  headings: () => {},
  'no-header': request => (request.hasHeader = false),
  'no-headers': request => (request.hasHeader = false),
  'no-heading': request => (request.hasHeader = false),
  'no-headings': request => (request.hasHeader = false),
  noheader: request => (request.hasHeader = false),
  noheaders: request => (request.hasHeader = false),
  noheading: request => (request.hasHeader = false),
  noheadings: request => (request.hasHeader = false),
}

/** Right for the real one. */
const NOT_DONE = { unix: 'LMOTZm', bsd: 'HLMOXZemsv', long: ['context', 'info', 'help'] } as const

/** Throws PsError: of UNIX' reading, if BSD's fails as well. */
export function readArguments(args: readonly string[], guest: Guest): PsRequest {
  try {
    return read(args, guest, false)
  } catch (error) {
    if (!(error instanceof PsError && error.isUsage)) throw error
    try {
      return read(args, guest, true)
    } catch (again) {
      throw again instanceof PsError ? error : again
    }
  }
}

function read(args: readonly string[], guest: Guest, asBsd: boolean): PsRequest {
  const request = new PsRequest()
  const pending = [...args]
  for (let arg = pending.shift(); arg !== undefined; arg = pending.shift()) {
    if (arg.startsWith('--') && arg !== '--') readLong(arg.slice(2))
    else if (/^\d/.test(arg)) {
      request.isBsd = true
      request.lists.push(byPid(arg, guest))
    } else if (arg.startsWith('-') && !asBsd) readCluster(arg.slice(1), '-', UNIX, UNIX_VALUES)
    else {
      request.isBsd = true
      readCluster(arg.replace(/^-/, ''), '', BSD, BSD_VALUES)
    }
  }
  return request

  function readCluster(
    cluster: string,
    dash: '-' | '',
    flags: Readonly<Record<string, (request: PsRequest) => void>>,
    values: Readonly<Record<string, WithValue>>,
  ): void {
    if (cluster === '' && dash === '-') throw new PsError('unsupported SysV option')
    for (let rest = cluster; rest !== ''; rest = rest.slice(1)) {
      const letter = rest.charAt(0)
      const option = own(values, letter)
      if (option !== undefined) {
        const value = rest.slice(1) || pending.shift()
        if (value === undefined || value === '') throw missing(option, `${dash}${letter}`)
        option.take(request, value, guest)
        return
      }
      const flag = own(flags, letter)
      if (flag === undefined) throw unknown(letter, dash)
      flag(request)
    }
  }

  function readLong(text: string): void {
    const [name = ''] = text.split('=', 1)
    const inline = text.length > name.length ? text.slice(name.length + 1) : undefined
    const option = own(LONG_VALUES, name)
    if (option !== undefined) {
      const value = inline ?? pending.shift()
      if (value === undefined || value === '') throw missing(option, `--${name}`)
      option.take(request, value, guest)
      return
    }
    if ((NOT_DONE.long as readonly string[]).includes(name)) throw notDone(`--${name}`)
    const flag = own(LONG, name)
    if (flag === undefined) throw new PsError('unknown gnu long option')
    if (inline !== undefined) throw new PsError(`option --${name} does not take an argument`)
    flag(request)
  }
}

function missing({ what }: WithValue, option: string): PsError {
  if (what.endsWith("'")) return new PsError(what)
  if (what.startsWith('number of columns')) return new PsError(`${what} --cols, --width, or --columns`)
  return new PsError(`${what} ${option}${what.startsWith('List') ? '.' : ''}`)
}

function unknown(letter: string, dash: '-' | ''): PsError {
  if (dash === '-') {
    return NOT_DONE.unix.includes(letter) ? notDone(`-${letter}`) : new PsError('unsupported SysV option')
  }
  return NOT_DONE.bsd.includes(letter)
    ? notDone(`${letter} (BSD syntax)`)
    : new PsError('unsupported option (BSD syntax)')
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
