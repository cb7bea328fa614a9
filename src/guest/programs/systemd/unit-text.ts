/** `systemctl cat`: the files of units. */
import { unitFileText } from '../../services/unit-file.js'
import type { Tool } from '../tool.js'
import { complain } from './refuse.js'
import { matchingUnits } from './unit-names.js'

export function cat(tool: Tool, operands: readonly string[]): void {
  const named = operands.flatMap(operand => matchingUnits(tool, operand))
  const missing = named.find(({ unit }) => unit === undefined)
  for (const [index, { unit }] of named.entries()) {
    if (unit === undefined) break
    const written = tool.files.exists(unit.path) ? tool.files.readFile(unit.path, 'utf8') : undefined
    tool.print(index === 0 ? '' : '\n', `# ${unit.path}\n`, written ?? unitFileText(unit))
  }
  if (missing !== undefined) throw complain(tool, `No files found for ${missing.name}.`)
}
