import type { Program } from '../../programs/program.js'
import { lines, notSimulated } from './options.js'
import { filterOf, type Row, rowsOf } from './tasks.js'

const TITLES = ['Image Name', 'PID', 'Session Name', 'Session#', 'Mem Usage'] as const
const NONE = 'INFO: No tasks are running which match the specified criteria.'

export const tasklist: Program = ({ argv, guest }) => {
  let rows = rowsOf(guest)
  let format = 'table'
  let hasTitles = true
  const rest = argv.slice(1)
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const option = word.toLowerCase()
    if (option === '/nh') hasTitles = false
    else if (option === '/fo') format = rest.shift()?.toLowerCase() ?? ''
    else if (option === '/fi') {
      const filter = filterOf(rest.shift() ?? '')
      if (filter === undefined) return notSimulated('of filters only IMAGENAME and PID with eq and ne are simulated')
      rows = rows.filter(filter)
    } else return notSimulated(`tasklist.exe ${word} is not simulated`)
  }
  if (rows.length === 0) return { stdout: lines(NONE) }
  switch (format) {
    case 'csv':
      return { stdout: lines(...(hasTitles ? [csv(TITLES)] : []), ...rows.map(row => csv(cells(row)))) }
    case 'list':
      return { stdout: lines(...rows.flatMap(list)) }
    case 'table':
      return { stdout: lines('', ...(hasTitles ? [table(TITLES), RULE] : []), ...rows.map(row => table(cells(row)))) }
    default:
      return notSimulated('of formats only table, list and csv are simulated')
  }
}

function cells({ process, image, session, sessionNumber, memory }: Row): readonly string[] {
  return [image, `${process.pid}`, session, `${sessionNumber}`, `${`${memory}`.replace(/\B(?=(\d{3})+$)/g, ',')} K`]
}

const RULE = [25, 8, 16, 11, 12].map(width => '='.repeat(width)).join(' ')

function table([image = '', pid = '', session = '', number = '', memory = '']: readonly string[]): string {
  return [
    image.slice(0, 25).padEnd(25),
    pid.padStart(8),
    session.padEnd(16),
    number.padStart(11),
    memory.padStart(12),
  ].join(' ')
}

function csv(values: readonly string[]): string {
  return values.map(value => `"${value}"`).join(',')
}

function list(row: Row): readonly string[] {
  return ['', ...cells(row).map((value, index) => `${`${TITLES[index]}:`.padEnd(14)}${value}`)]
}
