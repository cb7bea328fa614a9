/** The line of powershell.exe that a scenario may hold its `match` against. */
import { decodedCommand } from './options.js'

/** A `match` that fits these arguments, as a string of YAML. */
export function proposedLine(argv: readonly string[]): string {
  const [, ...args] = decodedCommand(argv) ?? argv
  // Blanks at the end of a pattern count for nothing.
  return JSON.stringify(`powershell.exe ${args.join(' ')}`.replace(/\s+$/, '*'))
}
