/** util-linux' logger(1): lines for the journal. */
import { PRIORITIES } from '../../journal.js'
import { readAll } from '../reading.js'
import { strftime } from '../strftime.js'
import { type Tool, tool } from '../tool.js'
import { localTime } from './moments.js'
import { refuseOptions } from './refuse.js'

const OPTIONS = [
  ...['e,skip-empty', 'f,file=', 'i', 'id?', 'p,priority=', 'prio-prefix', 's,stderr', 'S,size=', 't,tag='],
  ...['n,server=', 'P,port=', 'T,tcp', 'd,udp', 'rfc3164', 'rfc5424?', 'octet-count', 'no-act', 'u,socket='],
  ...['socket-errors?', 'journald?', 'msgid=', 'sd-id=', 'sd-param=', 'h,help', 'V,version'],
]
const LEFT_OUT = [
  ...['prio-prefix', 'S', 'n', 'P', 'T', 'd', 'rfc3164', 'rfc5424', 'octet-count', 'u', 'journald', 'msgid'],
  ...['sd-id', 'sd-param', 'h'],
]
const FACILITIES = [
  ...['kern', 'user', 'mail', 'daemon', 'auth', 'syslog', 'lpr', 'news', 'uucp', 'cron', 'authpriv', 'ftp'],
  ...['', '', '', '', 'local0', 'local1', 'local2', 'local3', 'local4', 'local5', 'local6', 'local7'],
]
/** Other names of the same. */
const SYNONYMS: Readonly<Record<string, string>> = { warn: 'warning', error: 'err', panic: 'emerg', security: 'auth' }
const USER = 1
const NOTICE = 5

export const logger = tool(
  tool => {
    const options = tool.options(OPTIONS)
    refuseOptions(tool, options, LEFT_OUT)
    if (options.has('V')) {
      tool.print('logger from util-linux 2.38.1\n')
      return
    }
    const { facility, level } = priorityOf(tool, options.value('p'))
    const identifier = options.value('t') ?? tool.user
    const file = options.value('f')
    const text = options.operands.length > 0 ? options.operands.join(' ') : undefined
    const lines = text === undefined ? linesOf(tool, file) : [text]
    const id = options.has('i') || options.has('id') ? Number(options.value('id') ?? tool.call.pid) : undefined
    const unit = unitOf(tool)
    for (const message of lines) {
      if (message === '' && options.has('e')) continue
      const header = `<${facility * 8 + level}>${strftime('%b %e %H:%M:%S', localTime(tool)(tool.guest.clock.now()))}`
      const speaker = `${identifier}${id === undefined ? '' : `[${id}]`}`
      if (options.has('s')) tool.stderr.add(`${header} ${speaker}: ${message}\n`)
      if (options.has('no-act')) continue
      tool.guest.journal.log({
        ...{ identifier, pid: id ?? tool.call.pid, uid: tool.cred.uid, priority: level, transport: 'syslog', message },
        ...(unit !== undefined && { unit }),
      })
    }
  },
  { shortName: true },
)

function linesOf(tool: Tool, file: string | undefined): readonly string[] {
  const text = file === undefined ? Buffer.from(tool.call.stdin).toString('utf8') : readAll(tool, file).toString('utf8')
  return text
    .replace(/\n$/, '')
    .split('\n')
    .slice(text === '' ? 1 : 0)
}

/** "local0.err", "err", "13"; user.notice without it. */
function priorityOf(tool: Tool, text: string | undefined): { facility: number; level: number } {
  if (text === undefined) return { facility: USER, level: NOTICE }
  const [one = '', other] = text.includes('.') ? text.split('.', 2) : [undefined, text]
  const facility = one === undefined || one === '' ? USER : numberOf(one, FACILITIES)
  if (facility === undefined) throw tool.fail(`unknown facility name: ${one}`)
  const level = numberOf(other ?? '', PRIORITIES)
  if (level === undefined) throw tool.fail(`unknown priority name: ${other}`)
  return { facility, level: level % 8 }
}

function numberOf(word: string, names: readonly string[]): number | undefined {
  if (/^\d+$/.test(word)) return Number(word)
  const index = word === '' ? -1 : names.indexOf(SYNONYMS[word] ?? word)
  return index === -1 ? undefined : index
}

/** What the agent starts belongs to the agent's unit. */
function unitOf({ guest, call }: Tool): string | undefined {
  return guest.services.list().find(unit => guest.services.processesOf(unit).some(({ pid }) => pid === call.pid))?.name
}
