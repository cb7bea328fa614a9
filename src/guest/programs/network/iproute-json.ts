/** JSON as the programs of iproute2 write it, in one line or with -p. */
export type JsonValue = string | number | bigint | boolean | readonly JsonValue[] | JsonMap

export interface JsonMap {
  readonly [key: string]: JsonValue
}

export function iprouteJson(value: JsonValue, pretty: boolean): string {
  return pretty ? indented(value, 0) : compact(value)
}

function compact(value: JsonValue): string {
  if (typeof value !== 'object') return scalar(value)
  if (isList(value)) return `[${value.map(compact).join(',')}]`
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${compact(member)}`)
  return `{${members.join(',')}}`
}

/** A list indents what it holds, and so does a map; neither breaks a line for its own sake. */
function indented(value: JsonValue, depth: number): string {
  if (typeof value !== 'object') return scalar(value)
  if (isList(value)) {
    return value.length === 0 ? '[ ]' : `[ ${value.map(item => indented(item, depth + 1)).join(',')} ]`
  }
  const blanks = ' '.repeat(4 * (depth + 1))
  const members = Object.entries(value).map(([key, member]) => {
    return `${blanks}${JSON.stringify(key)}: ${indented(member, depth + 1)}`
  })
  return `{\n${members.join(',\n')}\n${' '.repeat(4 * depth)}}`
}

function scalar(value: string | number | bigint | boolean): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value)
}
