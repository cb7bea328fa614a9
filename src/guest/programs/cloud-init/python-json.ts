/** JSON as Python's json.dumps writes it with its keys in order. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

export function pythonJson(value: Json, indent: number, depth = 0): string {
  if (typeof value === 'string') return asciiString(value)
  if (value === null || typeof value !== 'object') return String(value)
  const pad = ' '.repeat(indent * (depth + 1))
  const isArray = Array.isArray(value)
  const items = isArray
    ? value.map((item: Json) => pythonJson(item, indent, depth + 1))
    : sortedEntries(value as JsonObject).map(([key, item]) => {
        return `${asciiString(key)}: ${pythonJson(item, indent, depth + 1)}`
      })
  const [open, close] = isArray ? '[]' : '{}'
  if (items.length === 0) return `${open}${close}`
  return `${open}\n${pad}${items.join(`,\n${pad}`)}\n${' '.repeat(indent * depth)}${close}`
}

export type JsonObject = { readonly [key: string]: Json }

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function sortedEntries(object: JsonObject): [string, Json][] {
  return Object.entries(object).sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
}

/** Nothing but ASCII. */
function asciiString(text: string): string {
  return JSON.stringify(text).replaceAll(/[\x7f-\uffff]/g, it =>
    it === '\x7f' ? it : `\\u${it.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
