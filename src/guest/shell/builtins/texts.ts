/** Values as builtins print them, so that a shell reads the same again. */
import { shellQuote, singleQuote } from '../quote.js'
import type { Shell } from '../shell.js'

/** 'it'"'"'s': of dash. */
function singleQuotedOfDash(text: string): string {
  const quoted = `'${text.replace(/'+/g, quotes => `'"${quotes}"'`)}'`
  return text.endsWith("'") ? quoted.slice(0, -2) : quoted
}

/** In single quotes, whatever it is. */
export function inQuotes({ dialect }: Shell, text: string): string {
  if (!dialect.isBash) return singleQuotedOfDash(text)
  return text === "'" ? "''\\'''" : singleQuote(text)
}

/** As `set` lists a value: bash quotes it where that is needed. */
export function listedValue(shell: Shell, text: string): string {
  if (!shell.dialect.isBash) return singleQuotedOfDash(text)
  return text === '' ? '' : shellQuote(text, 'trace')
}
