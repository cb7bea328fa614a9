/** Sizes as util-linux prints them in columns: "19.9G", "128M", "0B". */

const UNITS = 'KMGTPE'

/** One decimal, rounded to the nearest; none where it is 0. */
export function shortSize(bytes: bigint): string {
  let unit = -1
  let divisor = 1n
  while (bytes >= divisor * 1024n && unit < UNITS.length - 1) {
    divisor *= 1024n
    unit += 1
  }
  if (unit < 0) return `${bytes}B`
  let whole = bytes / divisor
  let tenths = (((bytes % divisor) * 1000n) / divisor + 50n) / 100n
  if (tenths === 10n) {
    whole += 1n
    tenths = 0n
  }
  return `${whole}${tenths === 0n ? '' : `.${tenths}`}${UNITS[unit]}`
}

export function sizeText(bytes: bigint, exact: boolean): string {
  return exact ? String(bytes) : shortSize(bytes)
}
