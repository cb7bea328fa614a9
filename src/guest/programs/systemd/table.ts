/** Columns as systemd's programs print them where there is no terminal. */

/** Rows of cells, each column as wide as its widest cell; what trails in a row is cut off. */
export function columns(rows: readonly (readonly string[])[], alignRight: ReadonlySet<number> = new Set()): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, width(cell))
  }
  return rows
    .map(row => {
      const cells = row.map((cell, index) => {
        const gap = ' '.repeat((widths[index] ?? 0) - width(cell))
        return alignRight.has(index) ? gap + cell : cell + gap
      })
      return `${cells.join(' ').trimEnd()}\n`
    })
    .join('')
}

/** "Static hostname: debian", the names to the right. */
export function fields(rows: readonly (readonly [name: string, value: string])[], least = 0): string {
  const widest = Math.max(least, ...rows.map(([name]) => width(name)))
  return rows.map(([name, value]) => `${' '.repeat(widest - width(name))}${name}: ${value}\n`).join('')
}

function width(text: string): number {
  return [...text].length
}
