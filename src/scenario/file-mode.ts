/** What permissions look like as text; also the pattern of the JSON Schema. */
export const MODE_TEXT = /^0?[0-7]{3,4}$/

/** Permission bits of "0644" (octal) or of a number up to 0o7777; undefined for anything else, and for a decimal 644. */
export function parseMode(value: number | string): number | undefined {
  if (typeof value === 'string') return MODE_TEXT.test(value) ? Number.parseInt(value, 8) : undefined
  return Number.isInteger(value) && value >= 0 && value <= 0o7777 && !isMeantOctal(value) ? value : undefined
}

/** A number whose digits are permissions, as somebody would give them, while its bits are such as nobody would. */
export function isMeantOctal(value: unknown): boolean {
  const digits = String(value)
  if (typeof value !== 'number' || !/^[0-7]{3,4}$/.test(digits)) return false
  return isUsual(Number.parseInt(digits, 8)) && !isUsual(value)
}

/** The owner may read, the group no more than the owner, and others no more than the group. */
function isUsual(mode: number): boolean {
  const [owner, group, other] = [(mode >> 6) & 7, (mode >> 3) & 7, mode & 7]
  return (owner & 4) !== 0 && (group & ~owner) === 0 && (other & ~group) === 0
}
