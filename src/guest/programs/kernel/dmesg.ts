/** util-linux's dmesg(1): what the kernel has said in this boot, as the journal keeps it. */
import type { JournalEntry } from '../../journal.js'
import { calendar } from '../local-time.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'

const OPTIONS = ['f,facility=', 'k,kernel', 'l,level=', 'L,color?', 'P,nopager', 'r,raw', 'S,syslog', 's,buffer-size=']
const MORE = ['t,notime', 'T,ctime', 'time-format=', 'u,userspace', 'x,decode']
const OTHERS = [
  ...['C,clear', 'c,read-clear', 'D,console-off', 'E,console-on', 'F,file=', 'H,human', 'J,json', 'n,console-level='],
  ...['p,force-prefix', 'noescape', 'w,follow', 'W,follow-new', 'd,show-delta', 'e,reltime', 'since=', 'until='],
]
const LEVELS = ['emerg', 'alert', 'crit', 'err', 'warn', 'notice', 'info', 'debug']
const FACILITIES = [
  'kern',
  'user',
  'mail',
  'daemon',
  'auth',
  'syslog',
  'lpr',
  'news',
  'uucp',
  'cron',
  'authpriv',
  'ftp',
]
/** How a time is told by each format. */
const TIMES = ['ctime', 'notime', 'iso']

export const dmesg = tool(
  tool => {
    const options = tool.options([...OPTIONS, ...MORE], { others: OTHERS })
    const [operand] = options.operands
    if (operand !== undefined) throw tool.usage(`unexpected argument: ${operand}`)
    const levels = options
      .value('l')
      ?.split(',')
      .map(name => levelOf(tool, name))
    const facilities = options.value('f')?.split(',')
    const unknown = facilities?.find(name => !FACILITIES.includes(name))
    if (unknown !== undefined) throw tool.fail(`unknown facility '${unknown}'`)
    const time = timeFormat(tool, options.last('t', 'T', 'time-format'), options.value('time-format'))
    const isKernel = !options.has('u') && (facilities?.includes('kern') ?? true)
    const { journal, bootId } = tool.guest
    for (const entry of journal.entries) {
      if (entry.transport !== 'kernel' || entry.bootId !== bootId || !isKernel) continue
      if (levels !== undefined && !levels.includes(entry.priority)) continue
      const decoded = `kern  :${(LEVELS[entry.priority] ?? '').padEnd(6)}: `
      const start = options.has('r') ? `<${entry.priority}>` : options.has('x') ? decoded : ''
      tool.print(`${start}${stamp(tool, entry, options.has('r') ? '' : time)}${entry.message}\n`)
    }
  },
  { shortName: true },
)

function levelOf(tool: Tool, name: string): number {
  const level = LEVELS.indexOf(name)
  if (level === -1) throw tool.fail(`unknown level '${name}'`)
  return level
}

function timeFormat(tool: Tool, option: string | undefined, format = ''): string {
  if (option === undefined) return ''
  const name = option === 't' ? 'notime' : option === 'T' ? 'ctime' : format
  if (['delta', 'reltime'].includes(name)) throw tool.fail(`mockvm doesn't do --time-format ${name} yet`)
  if (!TIMES.includes(name)) throw tool.fail(`unknown time format: ${name}`)
  return name
}

function stamp(tool: Tool, { monotonic, realtime }: JournalEntry, format: string): string {
  const local = calendar(tool.guest, tool.call.env)
  if (format === 'notime') return ''
  if (format === 'ctime') return `[${strftime('%a %b %e %H:%M:%S %Y', local(realtime))}] `
  if (format === 'iso') return `${strftime('%Y-%m-%dT%H:%M:%S,%6N%:z', local(realtime))} `
  const seconds = `${monotonic / 1_000_000_000n}.${String((monotonic % 1_000_000_000n) / 1000n).padStart(6, '0')}`
  return `[${seconds.padStart(12)}] `
}
