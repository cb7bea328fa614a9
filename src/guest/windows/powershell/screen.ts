/** Standard output: strings as lines, objects as the tables that PowerShell makes of them. */
import type { Wait } from '../../wait.js'
import { formatDate } from './date-format.js'
import type { Session, Sink } from './session.js'
import { itemsOf, Moment, Thing, textOf, type Value } from './values.js'

export class Screen implements Sink {
  readonly isScreen = true
  readonly #session: Session
  /** Objects of one type in a row, which share a table. */
  #group: Thing[] = []

  constructor(session: Session) {
    this.#session = session
  }

  *put(value: Value): Generator<Wait, void, void> {
    for (const item of itemsOf(value)) {
      if (item instanceof Thing && !isPlain(item)) {
        if (kindOf(this.#group[0]) !== kindOf(item)) yield* this.flush()
        this.#group.push(item)
        continue
      }
      yield* this.flush()
      yield* this.#session.write(1, linesOf(item))
    }
  }

  /** What is kept back for the table is printed. */
  *flush(): Generator<Wait, void, void> {
    const group = this.#group
    this.#group = []
    if (group.length > 0) yield* this.#session.write(1, tableOf(group))
  }
}

/** As Out-String and a file get them. */
export function linesOfAll(values: readonly Value[]): readonly string[] {
  const lines: string[] = []
  let group: Thing[] = []
  const end = () => {
    if (group.length > 0) lines.push(...tableOf(group))
    group = []
  }
  for (const item of values.flatMap(itemsOf)) {
    if (item instanceof Thing && !isPlain(item)) {
      if (kindOf(group[0]) !== kindOf(item)) end()
      group.push(item)
    } else {
      end()
      lines.push(...linesOf(item))
    }
  }
  end()
  return lines
}

/** One that is shown as its text. */
function isPlain({ type }: Thing): boolean {
  return type === 'Enum' || type === 'DateTime' || type === 'Error' || type === 'Exception'
}

function kindOf(thing: Thing | undefined): string {
  if (thing === undefined || thing.type !== 'PSCustomObject')
    return thing?.type.replace(/^(?:File|Folder)$/, 'Item') ?? ''
  return thing.entries.map(([name]) => name).join()
}

function linesOf(value: Value): readonly string[] {
  if (value instanceof Moment) return ['', formatDate('F', value.time) ?? '', '', '']
  if (value instanceof Uint8Array) return [...value].map(byte => `${byte}`)
  return [textOf(value)]
}

function tableOf(group: readonly Thing[]): readonly string[] {
  switch (group[0]?.type) {
    case 'Service':
      return ['', ...rows(['Status', 'Name', 'DisplayName'], group, [8, 18, 38]), '', '']
    case 'File':
    case 'Folder':
      return listing(group)
    case 'Process':
      return ['', ...rows(['Id', 'ProcessName'], group), '', '']
    case 'Hashtable':
      return ['', ...pairs(group), '', '']
    case 'Version':
      return ['', ...rows(['Major', 'Minor', 'Build', 'Revision'], group, [6, 6, 6, 8]), '', '']
  }
  const names = group[0]?.entries.map(([name]) => name) ?? []
  if (names.length > MOST_COLUMNS) return ['', ...group.flatMap(thing => [...list(thing), '']), '']
  return ['', ...rows(names, group), '', '']
}

/** Objects with more are listed, a property a line. */
const MOST_COLUMNS = 4

function list(thing: Thing): readonly string[] {
  const width = Math.max(...thing.entries.map(([name]) => name.length))
  return thing.entries.map(([name, value]) => `${name.padEnd(width)} : ${textOf(value)}`)
}

/** Numbers stand on the right. What is too wide for its column ends in three dots. */
function rows(names: readonly string[], group: readonly Thing[], widths: readonly number[] = []): readonly string[] {
  const cells = group.map(thing => names.map(name => textOf(thing.get(name))))
  const isRight = names.map(name => group.every(thing => typeof thing.get(name) === 'number') && widths.length === 0)
  const wide = names.map((name, at) => widths[at] ?? Math.max(name.length, ...cells.map(row => row[at]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => {
        const width = wide[at] ?? 0
        const cut = cell.length > width ? `${cell.slice(0, Math.max(0, width - 3))}...` : cell
        return isRight[at] ? cut.padStart(width) : cut.padEnd(width)
      })
      .join(' ')
      .trimEnd()
  return [line(names), line(names.map(name => '-'.repeat(name.length))), ...cells.map(line)]
}

const NAME_WIDTH = 30

function pairs(tables: readonly Thing[]): readonly string[] {
  const line = (name: string, value: string) => `${name.padEnd(NAME_WIDTH)} ${value}`.trimEnd()
  const entries = tables.flatMap(table => table.entries)
  return [line('Name', 'Value'), line('----', '-----'), ...entries.map(([name, value]) => line(name, textOf(value)))]
}

function listing(group: readonly Thing[]): readonly string[] {
  const lines: string[] = []
  let folder: string | undefined
  for (const thing of group) {
    const at = textOf(thing.get('Directory'))
    if (at !== folder) {
      lines.push(...(folder === undefined ? [] : ['']), '', `    Directory: ${at}`, '', '')
      lines.push('Mode                 LastWriteTime         Length Name')
      lines.push('----                 -------------         ------ ----')
      folder = at
    }
    lines.push(itemLine(thing))
  }
  return ['', ...lines.slice(0), '', '']
}

function itemLine(thing: Thing): string {
  const time = thing.get('LastWriteTime')
  const date = time instanceof Moment ? (formatDate('d', time.time) ?? '') : ''
  const clock = time instanceof Moment ? (formatDate('t', time.time) ?? '') : ''
  const when = `${date.padStart(10)}  ${clock.padStart(8)}`
  const size = textOf(thing.get('Length')).padStart(14)
  return `${textOf(thing.get('Mode')).padEnd(14)}${when} ${size} ${textOf(thing.get('Name'))}`
}
