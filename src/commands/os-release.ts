/** os-release(5) as the agent reads it, which is not quite how a shell would. */

/** The last one of equal keys wins. Lines that are no assignment are skipped. */
export function parseOsRelease(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const match = /^\s*([A-Za-z0-9_.-]+)\s*=\s*(.*?)\s*$/.exec(line)
    if (match !== null) values.set(match[1] ?? '', unquote(match[2] ?? ''))
  }
  return values
}

/** Double quotes end at the next unescaped one; anything else – single quotes too – at the first blank or semicolon. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value.split(/[\s;]/, 1)[0] ?? ''
  const inner = /^"((?:\\.|[^"\\])*)/.exec(value)?.[1] ?? ''
  return inner.replace(/\\([$'"\\`])/g, '$1')
}
