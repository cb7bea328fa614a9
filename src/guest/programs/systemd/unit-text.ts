/** `systemctl cat`: the files of units. */
import { unitFragments } from '../../services/read-unit-file.js'
import { unitFileText } from '../../services/unit-file.js'
import type { Tool } from '../tool.js'
import { complain } from './refuse.js'
import { matchingUnits } from './unit-names.js'

export function cat(tool: Tool, operands: readonly string[]): void {
  const named = operands.flatMap(operand => matchingUnits(tool, operand))
  const missing = named.find(({ unit }) => unit === undefined)
  let isFirst = true
  for (const { unit } of named) {
    if (unit === undefined) break
    const written = unitFragments(tool.files, unit.name, unit.path)
    const shown = written.length > 0 ? written : [{ path: unit.path, text: unitFileText(unit) }]
    for (const { path, text } of shown) {
      tool.print(isFirst ? '' : '\n', `# ${path}\n`, text)
      isFirst = false
    }
  }
  if (missing !== undefined) throw complain(tool, `No files found for ${missing.name}.`)
}
