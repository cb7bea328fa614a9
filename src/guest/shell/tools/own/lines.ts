/** Lines as the small text tools see them: each character is a byte, and the newline at the end may be missing. */
import { collect, openSource } from '../../../programs/reading.js'
import type { Tool } from '../../../programs/tool.js'

/** All of an operand as Latin-1. Throws Errno. */
export function contentOf(tool: Tool, operand: string): string {
  const source = openSource(tool, operand)
  try {
    return collect(tool, source).toString('latin1')
  } finally {
    source.close()
  }
}

/** Without their ends. */
export function linesOf(content: string, end = '\n'): string[] {
  const lines = content.split(end)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

export function printLatin1(tool: Tool, text: string): void {
  tool.print(Buffer.from(text, 'latin1'))
}
