import { Errno } from '../../errno.js'
import { SIGNALS, signalNumber } from '../signals.js'
import { type Tool, tool } from '../tool.js'
import { extendedRegex } from './extended-regex.js'
import { type ProcessView, processViews } from './process-view.js'
import { sendSignal } from './send-signal.js'

const TERM = 15
const LONGEST_NAME = 15
const OPTIONS = [
  ...['e,exact', 'I,ignore-case', 'g,process-group', 'y,younger-than=', 'o,older-than=', 'i,interactive', 'l,list'],
  ...['q,quiet', 'r,regexp', 's,signal=', 'u,user=', 'v,verbose', 'V,version', 'w,wait', 'n,ns='],
]
const NOT_DONE = ['y', 'o', 'i', 'w', 'n'] as const

/** psmisc's killall(1). */
export const killall = tool(
  tool => {
    const { text, rest } = takeSignal(tool.args)
    const options = tool.options(OPTIONS, { terse: true }, rest)
    if (options.has('V')) {
      tool.stderr.add('killall (PSmisc) 23.6\n')
      return
    }
    if (options.has('l')) {
      tool.print(SIGNALS.join(' ').replace(/(.{1,77})(?: |$)/g, '$1\n'))
      return
    }
    const refused = NOT_DONE.find(name => options.has(name))
    if (refused !== undefined) throw tool.fail(`mockvm doesn't do -${refused} yet`)
    const wanted = options.value('s') ?? text
    const signal = wanted === undefined ? TERM : signalNumber(wanted)
    if (signal === undefined) {
      tool.stderr.add(`${wanted}: unknown signal; killall -l lists signals.\n`)
      throw tool.exit(1)
    }
    const user = options.value('u')
    const uid = user === undefined ? undefined : tool.guest.users.byName(user)?.uid
    if (user !== undefined && uid === undefined) {
      tool.stderr.add(`Cannot find user ${user}\n`)
      throw tool.exit(1)
    }
    if (options.operands.length === 0 && uid === undefined) {
      tool.stderr.add('Usage: killall [OPTION]... [--] NAME...\n')
      throw tool.exit(1)
    }
    const candidates = processViews(tool.guest).filter(
      process => process.pid !== tool.call.pid && (uid === undefined || process.uid === uid),
    )
    const names = options.operands.length === 0 ? [undefined] : options.operands
    for (const name of names) {
      const found = candidates.filter(process => name === undefined || isNamed(tool, process, name, options))
      const reached = found.filter(process => reach(tool, process, signal, options.has('g'), options.has('v')))
      if (found.length === 0 && name !== undefined && !options.has('q')) {
        tool.stderr.add(`${name}: no process found\n`)
      }
      if (reached.length === 0) tool.exitCode = 1
    }
  },
  { shortName: true },
)

interface Given {
  has(name: string): boolean
}

function isNamed(tool: Tool, { comm, process, argv }: ProcessView, name: string, options: Given): boolean {
  if (options.has('r')) {
    const regex = extendedRegex(name, options.has('I') ? 'i' : '')
    if (regex === undefined) {
      tool.stderr.add(`killall: Bad regular expression: ${name}\n`)
      throw tool.exit(1)
    }
    return regex.test(comm)
  }
  if (name.includes('/')) return (process.exe ?? argv[0]) === name
  const [a, b] = options.has('I') ? [comm.toLowerCase(), name.toLowerCase()] : [comm, name]
  // The kernel keeps no more of a name; the rest is in the arguments.
  if (b.length <= LONGEST_NAME || a.length < LONGEST_NAME) return a === b
  if (!b.startsWith(a)) return false
  // That of a script stands behind its interpreter.
  const full = argv.slice(0, 2).map(word => word.slice(word.lastIndexOf('/') + 1))
  return full.some(it => b === (options.has('I') ? it.toLowerCase() : it))
}

function reach(tool: Tool, process: ProcessView, signal: number, asGroup: boolean, isVerbose: boolean): boolean {
  const members = asGroup ? processViews(tool.guest).filter(({ pgid }) => pgid === process.pgid) : [process]
  try {
    for (const { pid } of members) if (pid !== tool.call.pid) sendSignal(tool, pid, signal)
    if (isVerbose) {
      const target = asGroup ? `pgid ${process.pgid}` : process.pid
      tool.stderr.add(`Killed ${process.comm}(${target}) with signal ${signal}\n`)
    }
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (error.code === 'ESRCH') return true
    tool.stderr.add(`${process.comm}(${process.pid}): ${error.text}\n`)
    return false
  }
}

/** `-9`, `-KILL` or `-SIGKILL`, before the first name. */
function takeSignal(args: readonly string[]): { text: string | undefined; rest: readonly string[] } {
  const at = args.findIndex(arg => /^-(?:\d+|[A-Z]{2,}\d*)$/.test(arg))
  if (at === -1) return { text: undefined, rest: args }
  return { text: (args[at] ?? '').slice(1), rest: args.toSpliced(at, 1) }
}
