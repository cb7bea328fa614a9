/** The numbers command by command and version by version, for a terminal. */
import { compareVersions } from '../../src/qapi/version.js'
import type { Pair, SessionResult } from './compare.js'
import { type Cell, type Counts, countCells } from './counts.js'
import { inOrder } from './subject.js'

const PAIRS: readonly Pair[] = ['mockvm with recording', 'real agent with recording', 'mockvm with real agent']

/** For each pair: a table of its own, as wide as its versions. */
export function table(results: readonly SessionResult[]): string {
  const cells = countCells(results)
  return PAIRS.filter(pair => cells.some(cell => cell.pair === pair))
    .map(pair => tableOf(pair, cells))
    .join('\n')
}

function tableOf(pair: Pair, all: readonly Cell[]): string {
  const cells = all.filter(cell => cell.pair === pair)
  const versions = [...new Set(cells.map(({ version }) => version))].sort(compareVersions)
  const subjects = inOrder(cells.map(({ subject }) => subject))
  const rows = subjects.map(subject => [
    subject,
    ...versions.map(version => show(cells.find(cell => cell.subject === subject && cell.version === version))),
  ])
  return align([[`${pair}: compared/differs/volatile/not run`, ...versions], ...rows])
}

function show(counts: Counts | undefined): string {
  if (counts === undefined) return '-'
  const { compared, differ, volatile, notRun } = counts
  return [compared, differ, volatile, notRun].join('/')
}

/** The first column to the left, the others to the right. */
function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row.map((text, column) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0)))
  return rows.map(row => `${line(row).join('  ')}\n`).join('')
}
