import { groupName, userName } from '../accounts.js'
import { calendar, SECOND } from '../local-time.js'
import { type Tool, tool } from '../tool.js'
import { printableText } from './printable.js'
import { ProcessView, processViews, totalMemory } from './process-view.js'
import { readArguments } from './ps-arguments.js'
import type { Viewing } from './ps-column.js'
import { PsError } from './ps-error.js'
import { forestOf } from './ps-forest.js'
import { columnsOf } from './ps-formats.js'
import type { PsRequest, SortKey } from './ps-request.js'
import { cell, tableLine } from './ps-table.js'

/** procps's ps(1), for an output that is no terminal: lines are as long as they need. */
export const ps = tool(
  tool => {
    if (tool.args.some(arg => /^(?:-?V|--version)$/.test(arg))) {
      tool.print(`${tool.name} from procps-ng 4.0.2\n`)
      return
    }
    try {
      list(tool, readArguments(tool.args, tool.guest))
    } catch (error) {
      if (!(error instanceof PsError)) throw error
      if (!error.isUsage) throw tool.fail(error.message)
      tool.stderr.add(`error: ${error.message}\n${USAGE}`)
      throw tool.exit(1)
    }
  },
  { shortName: true },
)

const USAGE = `
Usage:
 ps [options]

 Try 'ps --help <simple|list|output|threads|misc|all>'
  or 'ps --help <s|l|o|t|m|a>'
 for additional help text.

For more details see ps(1).
`

function list(tool: Tool, request: PsRequest): void {
  const columns = columnsOf(request).map(column =>
    request.numeric && column.isName ? { ...column, align: 'right' as const } : column,
  )
  const own = ownProcess(tool)
  const isChosen = selection(request, own)
  const chosen = processViews(tool.guest).filter(isChosen)
  const sorted = sortBy(chosen, request.sort)
  const forest = request.forest && forestOf(sorted, request.forest === 'art')
  const viewing = { ...view(tool, request), nesting: forest?.nesting ?? (() => '') }
  if (request.hasHeader && columns.some(({ header }) => header !== '')) {
    tool.print(
      `${tableLine(
        columns,
        columns.map(({ header }) => header),
        request.width,
      )}\n`,
    )
  }
  for (const process of forest?.processes ?? sorted) {
    const texts = columns.map((column, index) =>
      cell(column, column.show(process, viewing), index === columns.length - 1),
    )
    tool.print(`${tableLine(columns, texts, request.width)}\n`)
  }
  if (chosen.length === 0) tool.exitCode = 1
}

interface Own {
  readonly uid: number
  readonly tty: string
}

/** The one that ps itself is. */
function ownProcess({ guest, call, cred }: Tool): Own {
  const process = guest.processes.get(call.pid)
  return { uid: cred.uid, tty: process === undefined ? '?' : new ProcessView(guest, process).tty }
}

function selection(request: PsRequest, own: Own): (process: ProcessView) => boolean {
  const { isAll, groups, lists, bsd, isBsd, isNegated, onlyRunning, ownTerminal } = request
  const isOwn = ({ uid }: ProcessView) => uid === own.uid
  const hasTerminal = ({ tty }: ProcessView) => tty !== '?'
  const any = [...groups, ...lists]
  if (isAll || bsd.size === 2) any.push(() => true)
  else if (bsd.has('a')) any.push(hasTerminal)
  else if (bsd.has('x')) any.push(isOwn)
  if (ownTerminal) any.push(({ tty }) => tty === own.tty)
  if (any.length === 0) {
    any.push(isBsd ? process => isOwn(process) && hasTerminal(process) : p => isOwn(p) && p.tty === own.tty)
  }
  return process => {
    const isTaken = any.some(takes => takes(process)) !== isNegated
    return isTaken && (!onlyRunning || /[RD]/.test(process.state))
  }
}

function sortBy(processes: readonly ProcessView[], keys: readonly SortKey[]): readonly ProcessView[] {
  if (keys.length === 0) return processes
  return processes.toSorted((a, b) => {
    for (const { column, isReverse } of keys) {
      const value = column.by ?? (process => column.show(process, PLAIN))
      const [first, second] = [value(a), value(b)]
      if (first !== second) return first < second === isReverse ? 1 : -1
    }
    return 0
  })
}

/** For columns that are sorted by their text. */
const PLAIN: Viewing = {
  uid: 0,
  userName: String,
  groupName: String,
  totalMemory: 1n,
  local: () => {
    throw new Error('times are sorted by themselves')
  },
  now: 0n,
  namesOnly: false,
  printable: text => text,
  nesting: () => '',
}

function view(tool: Tool, { namesOnly, numeric }: PsRequest): Omit<Viewing, 'nesting'> {
  const { guest, call, cred } = tool
  const local = calendar(guest, call.env)
  return {
    uid: cred.uid,
    userName: uid => (numeric ? String(uid) : userName(guest, uid)),
    groupName: gid => (numeric ? String(gid) : groupName(guest, gid)),
    totalMemory: totalMemory(guest),
    local: seconds => local(seconds * SECOND),
    now: guest.clock.now() / SECOND,
    namesOnly,
    printable: text => printableText(text, call.env),
  }
}
