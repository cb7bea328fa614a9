/** What the arguments of ps(1) come to. */
import type { ProcessView } from './process-view.js'
import type { Column } from './ps-column.js'
import { COLUMNS, OTHER_COLUMNS } from './ps-columns.js'
import { notDone, PsError } from './ps-error.js'

export interface SortKey {
  readonly column: Column
  readonly isReverse: boolean
}

export class PsRequest {
  /** -e, or what comes to the same: all. */
  isAll = false
  /** -a, -d: any of these takes a process in. */
  readonly groups: ((process: ProcessView) => boolean)[] = []
  /** Lists: any of them takes a process in. */
  readonly lists: ((process: ProcessView) => boolean)[] = []
  /** BSD's a (others' processes, too) and x (those without a terminal, too). */
  readonly bsd = new Set<'a' | 'x'>()
  isBsd = false
  isNegated = false
  onlyRunning = false
  ownTerminal = false
  /** -f, -l, -j, -F, and BSD's u, l, j. */
  readonly styles = new Set<string>()
  /** -c, -y, -P. */
  readonly modifiers = new Set<string>()
  readonly columns: Column[] = []
  readonly sort: SortKey[] = []
  hasHeader = true
  forest: 'art' | 'indented' | undefined
  namesOnly = false
  numeric = false
  width = Number.POSITIVE_INFINITY

  addColumns(text: string): void {
    for (const item of items(text, 'improper format list')) this.columns.push(readColumn(item))
  }

  addSort(text: string): void {
    for (const item of items(text, 'improper sort list')) {
      const [, sign = '', name = ''] = /^([+-]?)(.*)$/s.exec(item) ?? []
      const column = COLUMNS.get(name)
      if (column === undefined && OTHER_COLUMNS.has(name)) throw notDone(`sorting by ${name}`)
      if (column === undefined) throw new PsError('unknown sort specifier')
      this.sort.push({ column, isReverse: sign === '-' })
    }
  }
}

/** At commas and blanks; one at the end is no harm. */
function items(text: string, wrong: string): string[] {
  const list = text.trim().split(/[ \t,]/)
  if (list.length > 1 && list.at(-1) === '') list.pop()
  if (list.includes('')) throw new PsError(wrong)
  return list
}

/** "pid", "user:20", "comm=NAME" */
function readColumn(item: string): Column {
  const [, name = '', width, header] = /^([^:=]*)(?::([^=]*))?(?:=(.*))?$/s.exec(item) ?? []
  const column = COLUMNS.get(name)
  if (column === undefined && OTHER_COLUMNS.has(name)) throw notDone(`the column ${name}`)
  if (column === undefined) throw new PsError(`unknown user-defined format specifier "${name}"`)
  if (width !== undefined && !/^0*[1-9]\d{0,6}$/.test(width)) {
    throw new PsError('column widths must be unsigned decimal numbers')
  }
  const wanted = width === undefined ? column.width : Number(width)
  const shown = header ?? column.header
  return { ...column, header: shown, width: width === undefined ? Math.max(wanted, shown.length) : wanted }
}
