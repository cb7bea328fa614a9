/** Where in a scenario: keys of maps and indexes of lists; of a list of texts the text itself may stand for its index. */
export type Path = readonly (string | number)[]

/** As --set takes it: `mounts[1].size`, `files["/etc/motd"].mode`. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(part)}]`
      return index === 0 ? part : `.${part}`
    })
    .join('')
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

/** What stands at a path; undefined when there is nothing. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data
  for (const part of path) {
    if (Array.isArray(value)) value = value[Number(part)] ?? value.find(element => element === part)
    else if (isMap(value) && Object.hasOwn(value, part)) value = value[part]
    else return undefined
  }
  return value
}

/** A value as an error tells it: `"text"`, `4`, `null`, `a list`, `a map`, `nothing`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (ArrayBuffer.isView(value)) return 'bytes'
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0 ? 'an empty map' : 'a map'
  return String(value)
}
