/** What head(1) and tail(1) have in common: several files, each under its name. */
import { quoted } from './quote.js'
import { openSource, type Source } from './reading.js'
import type { Tool } from './tool.js'

/** Calls `show` for every file, with the error messages of these two programs. */
export function showEach(
  tool: Tool,
  operands: readonly string[],
  headers: boolean,
  show: (source: Source, name: string) => void,
): void {
  let separator = ''
  for (const operand of operands.length === 0 ? ['-'] : operands) {
    const name = operand === '-' ? 'standard input' : operand
    const source = tool.get(
      () => openSource(tool, operand),
      text => `cannot open ${quoted(operand)} for reading: ${text}`,
    )
    if (source === undefined) continue
    if (headers) tool.print(`${separator}==> ${name} <==\n`)
    separator = '\n'
    tool.attempt(
      () => show(source, name),
      text => `error reading ${quoted(name)}: ${text}`,
    )
    source.close()
  }
}
