/** Which processes pgrep(1) and pkill(1) mean. */
import { Errno } from '../../errno.js'
import type { GivenOptions } from '../options.js'
import { readAll } from '../reading.js'
import type { Tool } from '../tool.js'
import { extendedRegex } from './extended-regex.js'
import { type ProcessView, processViews } from './process-view.js'

export const WRONG_USAGE = 2
export const FATAL = 3

/** Those that both programs have. */
export const MATCHING = [
  ...['c,count', 'f,full', 'g,pgroup=', 'G,group=', 'i,ignore-case', 'n,newest', 'o,oldest', 'O,older='],
  ...['P,parent=', 's,session=', 't,terminal=', 'u,euid=', 'U,uid=', 'x,exact', 'F,pidfile=', 'L,logpidfile'],
  ...['r,runstates=', 'A,ignore-ancestors', 'cgroup=', 'ns=', 'nslist='],
]

const NOT_DONE = ['L', 'cgroup', 'ns', 'nslist'] as const
const LONGEST_NAME = 15

type Criterion = (process: ProcessView) => boolean

/** What is printed below a complaint. */
export function hint(tool: Tool): string {
  return `Try \`${tool.name} --help' for more information.\n`
}

/** In the order of their pids. `isInverse`: those that don't match. */
export function matching(tool: Tool, options: GivenOptions, isInverse: boolean): readonly ProcessView[] {
  const refused = NOT_DONE.find(name => options.has(name))
  if (refused !== undefined)
    throw tool.fail(`mockvm doesn't do ${refused.length === 1 ? '-' : '--'}${refused} yet`, FATAL)
  const { operands } = options
  const criteria = criteriaOf(tool, options)
  const isRestricted = criteria.length > 0 || options.has('n') || options.has('o')
  if (operands.length > 1) throw complaint(tool, 'only one pattern can be provided')
  if (operands.length === 0 && !isRestricted) throw complaint(tool, 'no matching criteria specified')
  if (options.has('n') && options.has('o')) throw complaint(tool, undefined)
  const [pattern] = operands
  if (pattern !== undefined) criteria.push(byPattern(tool, options, pattern))
  const ancestors = options.has('A') ? ancestorsOf(tool) : []
  const found = processViews(tool.guest).filter(process => {
    if (process.pid === tool.call.pid || ancestors.includes(process.pid)) return false
    return criteria.every(fits => fits(process)) !== isInverse
  })
  if (!options.has('n') && !options.has('o')) return found
  const [first, ...rest] = found
  if (first === undefined) return []
  const sign = options.has('n') ? 1n : -1n
  // Of those that began in the same tick the last one counts as newest, the first one as oldest.
  const isBetter = (a: ProcessView, b: ProcessView) => (a.startTicks - b.startTicks) * sign > (sign > 0n ? -1n : 0n)
  return [rest.reduce((best, process) => (isBetter(process, best) ? process : best), first)]
}

function criteriaOf(tool: Tool, options: GivenOptions): Criterion[] {
  const { guest, call } = tool
  const self = guest.processes.get(call.pid)
  const ids = (name: string, what: string, own: number, get: (process: ProcessView) => number) => {
    const text = options.value(name)
    if (text === undefined) return []
    const numbers = text.split(',').map(item => {
      if (!/^\d+$/.test(item)) throw tool.fail(`${what}: ${item}`, WRONG_USAGE)
      return Number(item) === 0 ? own : Number(item)
    })
    return [(process: ProcessView) => numbers.includes(get(process))]
  }
  const named = (name: string, what: string, find: (name: string) => number | undefined, get: Getter) => {
    const text = options.value(name)
    if (text === undefined) return []
    const numbers = text.split(',').map(item => {
      const id = find(item) ?? (/^\d+$/.test(item) ? Number(item) : undefined)
      if (id === undefined) throw tool.fail(`invalid ${what} name: ${item}`, WRONG_USAGE)
      return id
    })
    return [(process: ProcessView) => numbers.includes(get(process))]
  }
  const userId = (name: string) => guest.users.byName(name)?.uid
  const groupId = (name: string) => guest.users.groups().find(group => group.name === name)?.gid
  const terminals = options.value('t')?.split(',')
  const states = options.value('r')
  const older = options.value('O')
  const file = options.value('F')
  const pid = file === undefined ? undefined : pidIn(tool, file)
  return [
    ...ids('g', 'invalid process group', self?.pgid ?? call.pid, ({ pgid }) => pgid),
    ...ids('s', 'invalid session id', self?.sid ?? call.pid, ({ sid }) => sid),
    ...ids('P', 'not a number', 0, ({ ppid }) => ppid),
    ...named('u', 'user', userId, ({ uid }) => uid),
    ...named('U', 'user', userId, ({ uid }) => uid),
    ...named('G', 'group', groupId, ({ gid }) => gid),
    ...(terminals === undefined ? [] : [({ tty }: ProcessView) => terminals.includes(tty)]),
    ...(states === undefined ? [] : [({ state }: ProcessView) => states.includes(state)]),
    ...(older === undefined ? [] : [({ elapsed }: ProcessView) => elapsed >= BigInt(/^\d+$/.exec(older)?.[0] ?? 0)]),
    ...(pid === undefined ? [] : [(process: ProcessView) => process.pid === pid]),
  ]
}

type Getter = (process: ProcessView) => number

function byPattern(tool: Tool, options: GivenOptions, pattern: string): Criterion {
  const isFull = options.has('f')
  const whole = options.has('x') ? `^(${pattern})$` : pattern
  const regex = extendedRegex(whole, options.has('i') ? 'i' : '')
  if (regex === undefined) throw tool.fail('regex error: Invalid regular expression', WRONG_USAGE)
  if (!isFull && /^\w+$/.test(pattern) && pattern.length > LONGEST_NAME) {
    tool.stderr.add(
      `${tool.name}: pattern that searches for process name longer than 15 characters will result in zero matches\n` +
        `Try \`${tool.name} -f' option to match against the complete command line.\n`,
    )
  }
  return ({ argv, comm }) => regex.test(isFull && argv.length > 0 ? argv.join(' ') : comm)
}

function pidIn(tool: Tool, file: string): number {
  const text = readPid(tool, file)
  if (!/^\s*[1-9]\d*\s*$/.test(text)) {
    tool.warn('pidfile not valid', FATAL)
    tool.stderr.add(hint(tool))
    throw tool.exit(1)
  }
  return Number(text)
}

function readPid(tool: Tool, file: string): string {
  try {
    return file === '-' ? readAll(tool, '-').toString('utf8') : tool.files.readFile(tool.path(file), 'utf8')
  } catch (error) {
    if (error instanceof Errno) return ''
    throw error
  }
}

function ancestorsOf({ guest, call }: Tool): number[] {
  const pids: number[] = []
  for (let process = guest.processes.get(call.pid); process !== undefined && !pids.includes(process.ppid); ) {
    pids.push(process.ppid)
    process = guest.processes.get(process.ppid)
  }
  return pids
}

function complaint(tool: Tool, message: string | undefined): Error {
  if (message !== undefined) {
    tool.warn(message, WRONG_USAGE)
    tool.stderr.add(hint(tool))
  } else tool.stderr.add(`\nUsage:\n ${tool.name} [options] <pattern>\n`)
  return tool.exit(WRONG_USAGE)
}
