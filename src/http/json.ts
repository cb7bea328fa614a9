/** JSON as HTTP interfaces write it: no blanks, UTF-8, integers of any size. */

/** What an answer may hold; members that are undefined are left out. */
export type HttpJson =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly HttpJson[]
  | { readonly [name: string]: HttpJson | undefined }

export function writeHttpJson(value: HttpJson): string {
  if (typeof value === 'bigint') return value.toString()
  if (isList(value)) return `[${value.map(writeHttpJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).flatMap(([name, member]) =>
    member === undefined ? [] : `${JSON.stringify(name)}:${writeHttpJson(member)}`,
  )
  return `{${members.join(',')}}`
}

// Array.isArray does not narrow readonly arrays.
const isList: (value: HttpJson) => value is readonly HttpJson[] = Array.isArray as never
