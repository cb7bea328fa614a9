/** What stands behind the colon of `%NAME:…%`: a part of the value, or one text for another. */

/** `~2,3`, `~-4`, `a=b`, `*a=b`; undefined for what is neither. */
export function substitute(value: string, operation: string): string | undefined {
  const [, start, length] = /^~(-?\d*)(?:,(-?\d+))?$/.exec(operation) ?? []
  if (start !== undefined) return part(value, Number(start), length === undefined ? undefined : Number(length))
  const equals = operation.indexOf('=', 1)
  if (operation.startsWith('~') || equals === -1) return undefined
  return replaced(value, operation.slice(0, equals), operation.slice(equals + 1))
}

/** Numbers below zero count from the end. */
function part(value: string, start: number, length?: number): string {
  const from = start < 0 ? Math.max(0, value.length + start) : start
  if (length === undefined) return value.slice(from)
  return value.slice(from, length < 0 ? Math.max(from, value.length + length) : from + length)
}

/** Upper and lower case are the same; with `*` in front all up to it is meant, once. */
function replaced(value: string, old: string, by: string): string {
  const isPrefix = old.startsWith('*')
  const wanted = (isPrefix ? old.slice(1) : old).toLowerCase()
  if (wanted === '') return value
  const lower = value.toLowerCase()
  if (isPrefix) {
    const at = lower.indexOf(wanted)
    return at === -1 ? value : by + value.slice(at + wanted.length)
  }
  let text = ''
  let from = 0
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, from)) {
    text += value.slice(from, at) + by
    from = at + wanted.length
  }
  return text + value.slice(from)
}
