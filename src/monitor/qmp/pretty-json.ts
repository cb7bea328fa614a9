/** JSON as a monitor with pretty=on prints it: every member and element on a line of its own, line feeds between. */
import type { Doubles } from '../../json/dialect.js'
import { qdictEntries } from '../../json/qdict.js'
import { isJsonObject, type JsonValue } from '../../json/value.js'
import { writeJson } from '../../json/write.js'

const INDENT = '    '

/** Empty objects and lists take two lines as well. */
export function writePrettyJson(value: JsonValue, doubles: Doubles, indent = ''): string {
  const inner = indent + INDENT
  if (isJsonObject(value)) {
    const members = qdictEntries(value).map(
      ([name, member]) => `${inner}${writeJson(name)}: ${writePrettyJson(member, doubles, inner)}`,
    )
    return enclosed('{', members, `${indent}}`)
  }
  if (Array.isArray(value)) {
    const elements = value.map(element => inner + writePrettyJson(element as JsonValue, doubles, inner))
    return enclosed('[', elements, `${indent}]`)
  }
  return writeJson(value, doubles)
}

function enclosed(open: string, lines: readonly string[], close: string): string {
  return lines.length === 0 ? `${open}\n${close}` : `${open}\n${lines.join(',\n')}\n${close}`
}
