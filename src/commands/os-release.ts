/**
 * os-release(5) as the agent reads it: as one group of a GLib key file, which is not quite how a shell would. One line
 * that is no assignment hides all of it, and so does a byte that is no UTF-8.
 */
import { isUtf8 } from 'node:buffer'

const NUL = 0x00

/** The last one of equal keys wins. */
export function parseOsRelease(bytes: Uint8Array): Map<string, string> {
  const end = bytes.indexOf(NUL)
  const text = end === -1 ? bytes : bytes.subarray(0, end)
  const values = new Map<string, string>()
  if (!isUtf8(text)) return values
  // Not \s: a byte order mark is part of the key.
  for (const line of Buffer.from(text).toString('utf8').split('\n')) {
    if (/^[ \t\r\f\v]*(?:#.*)?$/.test(line)) continue
    // Another group: what follows is not ours.
    if (/^[ \t]*\[[^[\]]*\][ \t]*$/.test(line)) break
    const [, key = '', value = ''] = /^[ \t]*([^=[\]]*?)[ \t]*=[ \t]*(.*)$/.exec(line) ?? []
    if (key === '') return new Map()
    values.set(key, unquote(value))
  }
  return values
}

/** Double quotes end at the next unescaped one; anything else – single quotes too – at the first blank or semicolon. */
function unquote(value: string): string {
  if (!value.startsWith('"')) return value.split(/[ ;]/, 1)[0] ?? ''
  const [whole = '', inner = ''] = /^"((?:\\.|[^"\\])*\\?)/.exec(value) ?? []
  const text = inner.replace(/\\([$'"\\`])/g, '$1')
  // The agent moves the text one place to the left where it stands: without an end, what was behind it stays.
  return value[whole.length] === '"' ? text : text + value.slice(text.length)
}
