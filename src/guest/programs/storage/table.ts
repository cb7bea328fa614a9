/** Tables as libsmartcols prints them where stdout is no terminal: columns, trees, raw, NAME="value" pairs, JSON. */

/** Of a list: the lines of one cell. */
export type Cell = string | readonly string[] | undefined

export interface Column<Row> {
  /** As the heading has it: "MAJ:MIN". */
  readonly name: string
  readonly right?: boolean
  /** How wide it is if what is in it is no narrower than the heading. */
  readonly hint?: number
  /** The cells stand behind the branches of the tree. */
  readonly tree?: boolean
  /** What JSON makes of it; text if absent. */
  readonly json?: 'number' | 'boolean' | 'list'
  value(row: Row): Cell
}

export interface Node<Row> {
  readonly row: Row
  readonly children: readonly Node<Row>[]
}

export type TableForm = 'columns' | 'raw' | 'pairs' | 'json'

export interface TableStyle {
  readonly form: TableForm
  readonly headings: boolean
  /** Whether branches are drawn with ASCII. */
  readonly ascii: boolean
  /** What the list is called in JSON. */
  readonly name: string
}

interface Line<Row> {
  readonly row: Row
  readonly prefix: string
  /** What stands in its place in further lines of the same row. */
  readonly below: string
}

export function leaf<Row>(row: Row): Node<Row> {
  return { row, children: [] }
}

export function printTable<Row>(
  columns: readonly Column<Row>[],
  nodes: readonly Node<Row>[],
  style: TableStyle,
): string {
  if (style.form === 'json') return json(columns, nodes, style.name)
  if (nodes.length === 0) return ''
  const lines = style.form === 'columns' ? draw(nodes, style.ascii) : plain(nodes)
  if (style.form === 'columns') return align(columns, lines, style.headings)
  const rows = lines.map(({ row }) => columns.map(column => ({ name: column.name, text: joined(column.value(row)) })))
  if (style.form === 'pairs') {
    return rows
      .map(row => `${row.map(({ name, text }) => `${name}="${escaped(text, /["\\$`]/g)}"`).join(' ')}\n`)
      .join('')
  }
  const body = rows.map(row => `${row.map(({ text }) => escaped(text, /[ \\]/g)).join(' ')}\n`)
  return [...(style.headings ? [`${columns.map(({ name }) => name).join(' ')}\n`] : []), ...body].join('')
}

function plain<Row>(nodes: readonly Node<Row>[]): Line<Row>[] {
  return nodes.flatMap(({ row, children }) => [{ row, prefix: '', below: '' }, ...plain(children)])
}

function draw<Row>(nodes: readonly Node<Row>[], ascii: boolean): Line<Row>[] {
  const [branch, corner, bar] = ascii ? ['|-', '`-', '| '] : ['├─', '└─', '│ ']
  const below = (children: readonly Node<Row>[], before: string): Line<Row>[] =>
    children.flatMap(({ row, children: inner }, index) => {
      const last = index === children.length - 1
      const indent = `${before}${last ? '  ' : bar}`
      const under = `${indent}${inner.length > 0 ? bar : '  '}`.trimEnd()
      return [{ row, prefix: `${before}${last ? corner : branch}`, below: under }, ...below(inner, indent)]
    })
  return nodes.flatMap(({ row, children }) => [
    { row, prefix: '', below: children.length > 0 ? bar : '' },
    ...below(children, ''),
  ])
}

function align<Row>(columns: readonly Column<Row>[], lines: readonly Line<Row>[], headings: boolean): string {
  const cells = lines.flatMap(({ row, prefix, below }) => {
    const values = columns.map(column => parts(column.value(row)))
    const height = Math.max(1, ...values.map(list => list.length))
    return Array.from({ length: height }, (_, index) =>
      values.map((list, column) => {
        const text = list[index] ?? ''
        if (!columns[column]?.tree) return text
        return `${index === 0 ? prefix : below}${text}`
      }),
    )
  })
  const widths = columns.map(({ name, hint = 0 }, index) => {
    const data = Math.max(0, ...cells.map(row => [...(row[index] ?? '')].length))
    // Headings count even where they aren't printed.
    return data < name.length ? name.length : Math.max(data, name.length < hint ? hint : 0)
  })
  const all = headings ? [columns.map(({ name }) => name), ...cells] : cells
  const last = columns.length - 1
  const fill = (text: string, index: number) => {
    const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - [...text].length))
    if (columns[index]?.right) return blanks + text
    return index === last ? text : text + blanks
  }
  return all.map(row => `${row.map(fill).join(' ')}\n`).join('')
}

function json<Row>(columns: readonly Column<Row>[], nodes: readonly Node<Row>[], name: string): string {
  const list = (inner: readonly Node<Row>[], depth: number): string => {
    const indent = '   '.repeat(depth)
    const objects = inner.map(({ row, children }) => {
      const members = columns.map(
        column => `${indent}   "${column.name.toLowerCase()}": ${jsonValue(column, row, `${indent}   `)}`,
      )
      if (children.length > 0) members.push(`${indent}   "children": [\n${list(children, depth + 2)}\n${indent}   ]`)
      return `{\n${members.join(',\n')}\n${indent}}`
    })
    return `${indent}${objects.join(',')}`
  }
  const body = nodes.length === 0 ? '\n\n' : `\n${list(nodes, 2)}\n`
  return `{\n   "${name}": [${body}   ]\n}\n`
}

function jsonValue<Row>(column: Column<Row>, row: Row, indent: string): string {
  const value = column.value(row)
  if (column.json === 'list') {
    const items = parts(value).map(item => `${indent}    ${JSON.stringify(item)}`)
    return `[\n${items.length === 0 ? `${indent}    null` : items.join(',\n')}\n${indent}]`
  }
  const text = joined(value)
  if (column.json === 'boolean') return String(text !== '' && !/^(0|no)$/i.test(text))
  if (text === '') return 'null'
  return column.json === 'number' ? text : JSON.stringify(text)
}

function parts(cell: Cell): readonly string[] {
  if (cell === undefined || cell === '') return []
  return typeof cell === 'string' ? [cell] : cell
}

function joined(cell: Cell): string {
  return parts(cell).join('\n')
}

/** As bytes in hexadecimal: "\x20". */
function escaped(text: string, characters: RegExp): string {
  const hex = (character: string) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
  return text.replace(characters, hex).replace(/[\0-\x1f\x7f]/g, hex)
}
