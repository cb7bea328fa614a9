import { Errno } from '../../errno.js'
import { signalNumber } from '../signals.js'
import { tool } from '../tool.js'
import { MATCHING, matching, WRONG_USAGE } from './matching.js'
import { printableText } from './printable.js'
import { sendSignal } from './send-signal.js'

const TERM = 15
const SETTINGS = { usageCode: WRONG_USAGE, terse: true } as const

/** procps's pgrep(1). */
export const pgrep = tool(
  tool => {
    const own = ['d,delimiter=', 'l,list-name', 'a,list-full', 'v,inverse', 'w,lightweight', 'V,version', 'signal=']
    const options = tool.options([...MATCHING, ...own], SETTINGS)
    if (options.has('V')) {
      tool.print(`${tool.name} from procps-ng 4.0.2\n`)
      return
    }
    if (options.has('w')) throw tool.fail("mockvm doesn't do -w yet", WRONG_USAGE)
    const found = matching(tool, options, options.has('v'))
    if (found.length === 0) tool.exitCode = 1
    if (options.has('c')) {
      tool.print(`${found.length}\n`)
      return
    }
    const texts = found.map(process => {
      if (options.has('a')) return `${process.pid} ${printableText(process.commandLine, tool.call.env)}`
      if (options.has('l')) return `${process.pid} ${printableText(process.comm, tool.call.env)}`
      return String(process.pid)
    })
    if (texts.length > 0) tool.print(`${texts.join(options.value('d') ?? '\n')}\n`)
  },
  { shortName: true },
)

/** procps's pkill(1). */
export const pkill = tool(
  tool => {
    const { signal, rest } = takeSignal(tool.args)
    const own = ['e,echo', 'q,queue=', 'V,version', 'signal=']
    const options = tool.options([...MATCHING, ...own], SETTINGS, rest)
    if (options.has('V')) {
      tool.print(`${tool.name} from procps-ng 4.0.2\n`)
      return
    }
    if (options.has('q')) throw tool.fail("mockvm doesn't do -q yet", WRONG_USAGE)
    const text = options.value('signal')
    const number = text === undefined ? signal : signalNumber(text)
    if (number === undefined) throw tool.fail(`Unknown signal "${text}".`, WRONG_USAGE)
    let reached = 0
    for (const { pid, comm } of matching(tool, options, false)) {
      try {
        sendSignal(tool, pid, number)
        reached++
        if (options.has('e')) tool.print(`${comm} killed (pid ${pid})\n`)
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        if (error.code !== 'ESRCH') tool.stderr.add(`${tool.name}: killing pid ${pid} failed: ${error.text}\n`)
      }
    }
    if (options.has('c')) tool.print(`${reached}\n`)
    if (reached === 0) tool.exitCode = 1
  },
  { shortName: true },
)

/** `-9`, `-KILL` or `-SIGKILL`, wherever it stands before a `--`. */
function takeSignal(args: readonly string[]): { signal: number; rest: readonly string[] } {
  const end = args.indexOf('--')
  const candidates = end === -1 ? args : args.slice(0, end)
  const at = candidates.findIndex(arg => /^-[A-Z0-9]/.test(arg) && signalNumber(arg.slice(1)) !== undefined)
  const signal = at === -1 ? undefined : signalNumber((args[at] ?? '').slice(1))
  return signal === undefined ? { signal: TERM, rest: args } : { signal, rest: args.toSpliced(at, 1) }
}
