/** The text of a part of a script, as just-bash writes it. */
import { loadJustBash } from '../just-bash.js'
import type { CommandNode } from '../syntax-tree.js'

export function sourceOf(command: CommandNode): string {
  const pipeline = { type: 'Pipeline' as const, commands: [command], negated: false }
  const statement = { type: 'Statement' as const, pipelines: [pipeline], operators: [], background: false }
  return loadJustBash().serialize({ type: 'Script', statements: [statement] })
}
