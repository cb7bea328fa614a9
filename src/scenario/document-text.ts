import { isMap } from './path.js'

/** A scenario's data as text: the same for the same data, and for no others. Not JSON.stringify, which has no bigint. */
export function documentText(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  if (Array.isArray(value)) return `[${value.map(documentText).join(',')}]`
  if (!isMap(value)) return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${documentText(member)}`).join(',')}}`
}
