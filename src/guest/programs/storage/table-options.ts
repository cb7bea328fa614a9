/** What the programs that print tables with libsmartcols have in common on their command lines. */
import type { GivenOptions } from '../options.js'
import type { Tool } from '../tool.js'
import type { Column, TableForm } from './table.js'

/** Complains about the first of those options that was given: the real program knows them, this one doesn't. */
export function refuse(tool: Tool, options: GivenOptions, names: readonly string[]): void {
  for (const name of names) {
    if (options.has(name)) throw tool.fail(`mockvm doesn't do ${name.length === 1 ? '-' : '--'}${name} yet`)
  }
}

/** Complains when more than one of them was given; `shown` is what the complaint calls them all. */
export function exclude(tool: Tool, options: GivenOptions, names: readonly string[], shown: string): void {
  if (names.filter(name => options.has(name)).length > 1) throw tool.fail(`mutually exclusive arguments: ${shown}`)
}

/** The columns of "NAME,size" or, behind a plus sign, those after the usual ones. */
export function chooseColumns<Row>(
  tool: Tool,
  text: string | undefined,
  known: readonly Column<Row>[],
  usual: readonly string[],
  undone: readonly string[] = [],
): readonly Column<Row>[] {
  const given = text === undefined ? [] : text.replace(/^\+/, '').split(',')
  const names = text === undefined || text.startsWith('+') ? [...usual, ...given] : given
  return names.map(name => {
    const found = known.find(column => column.name === name.toUpperCase())
    if (found !== undefined) return found
    if (undone.includes(name.toUpperCase())) throw tool.fail(`mockvm doesn't do the column ${name.toUpperCase()} yet`)
    throw tool.fail(`unknown column: ${name}`)
  })
}

export function formOf(options: GivenOptions): TableForm {
  if (options.has('J')) return 'json'
  if (options.has('P')) return 'pairs'
  return options.has('r') ? 'raw' : 'columns'
}

/** Whether the process's locale has no letters but those of ASCII. */
export function isAscii({ call: { env } }: Tool): boolean {
  const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(value => value !== undefined && value !== '') ?? 'C'
  return !/utf-?8/i.test(locale)
}
