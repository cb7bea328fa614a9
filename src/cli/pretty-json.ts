import { isJsonObject, type JsonValue } from '../json/value.js'
import { encodeExact } from '../trace/exact-json.js'

/** JSON for human eyes: members below each other, indented by two blanks; nothing is sorted or rounded. */
export function prettyJson(value: JsonValue, indent = ''): string {
  const deeper = `${indent}  `
  if (isJsonObject(value)) {
    const members = [...value].map(([key, member]) => `${JSON.stringify(key)}: ${prettyJson(member, deeper)}`)
    return block('{', members, '}', indent)
  }
  if (Array.isArray(value)) {
    const elements = value.map(element => prettyJson(element as JsonValue, deeper))
    return block('[', elements, ']', indent)
  }
  return typeof value === 'number' ? String(value) : encodeExact(value)
}

function block(open: string, lines: readonly string[], close: string, indent: string): string {
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map(line => `${indent}  ${line}`).join(',\n')}\n${indent}${close}`
}
