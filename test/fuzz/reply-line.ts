/** What every reply is, whatever it says. */

/** Printable ASCII without the line feed, after the delimiter of guest-sync-delimited if there is one. */
const LINE = /^\xff?\{[ -~]*\}$/
/** The agent's way to write what no JSON parser takes. */
const INFINITY = /(?<=[[ ])-?inf(?=[,}\]])/g

/** Whether a line, one character a byte, is an object with either `return` or `error`, and perhaps an `id`. */
export function isReply(line: string): boolean {
  if (!LINE.test(line)) return false
  try {
    const value = JSON.parse(line.replace(/^\xff/, '').replace(INFINITY, '0')) as Record<string, unknown>
    const names = Object.keys(value).filter(name => name !== 'id')
    return names.length === 1 && (names[0] === 'return' || isError(value))
  } catch {
    return false
  }
}

function isError({ error }: Record<string, unknown>): boolean {
  const { class: type, desc, ...more } = (error ?? {}) as Record<string, unknown>
  return typeof type === 'string' && typeof desc === 'string' && Object.keys(more).length === 0
}
