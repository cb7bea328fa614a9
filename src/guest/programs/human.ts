/** Sizes for people. */

const UNITS = 'KMGTPEZY'

/** As `ls -h`: powers of 1024, rounded up, one decimal below ten: "1.5K", "12M". */
export function humanSize(bytes: bigint): string {
  if (bytes < 1024n) return String(bytes)
  let unit = 0
  let divisor = 1024n
  while (bytes >= divisor * 1024n) {
    divisor *= 1024n
    unit += 1
  }
  const tenths = ceilDivide(bytes * 10n, divisor)
  if (tenths <= 99n) return `${tenths / 10n}.${tenths % 10n}${UNITS[unit]}`
  const whole = ceilDivide(bytes, divisor)
  return whole === 1024n ? `1.0${UNITS[unit + 1]}` : `${whole}${UNITS[unit]}`
}

/** As util-linux writes it: "1.5 GiB", "0 B". */
export function spacedSize(bytes: bigint): string {
  let unit = -1
  let divisor = 1n
  while (bytes >= divisor * 1024n) {
    divisor *= 1024n
    unit += 1
  }
  if (unit < 0) return `${bytes} B`
  const thousandths = ((bytes % divisor) * 1000n) / divisor
  const tenths = (bytes / divisor) * 10n + (thousandths + 50n) / 100n
  return `${tenths / 10n}${tenths % 10n === 0n ? '' : `.${tenths % 10n}`} ${UNITS[unit]}iB`
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor
}
