/** What permissions look like as text; also the pattern of the JSON Schema. */
export const MODE_TEXT = /^0?[0-7]{3,4}$/

/** Permission bits of "0644" (octal) or of a number up to 0o7777; undefined for anything else. */
export function parseMode(value: number | string): number | undefined {
  if (typeof value === 'string') return MODE_TEXT.test(value) ? Number.parseInt(value, 8) : undefined
  return Number.isInteger(value) && value >= 0 && value <= 0o7777 ? value : undefined
}
