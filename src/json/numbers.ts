/** Numbers of QEMU's JSON: int64, then uint64, then double; and how a double is printed. */

const INT64_MIN = -(2n ** 63n)
const UINT64_MAX = 2n ** 64n - 1n
/** Of 18446744073709551615, and of -9223372036854775808. */
const MAX_INTEGER_LENGTH = 20

/** The value of an integer token: bigint while it fits int64 or uint64, else a double. `-0` is the integer 0. */
export function parseInteger(digits: string): bigint | number {
  // Past 20 digits it is a double for certain, and BigInt takes long over millions of them.
  if (digits.length > MAX_INTEGER_LENGTH) return Number(digits)
  const value = BigInt(digits)
  return value >= INT64_MIN && value <= UINT64_MAX ? value : Number(digits)
}

/**
 * A double as agents up to 5.2 print it: `%f`, that is six decimals, then trailing zeros and a trailing point are cut.
 * Not a finite number: `inf`, `-inf`, `nan` – which is no JSON; the real agent sends it as it is.
 */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const digits = millionths(Math.abs(value)).toString().padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return sign + digits.slice(0, -6) + (fraction === '' ? '' : `.${fraction}`)
}

/** value × 10^6 as an integer, ties to even: exact, where Number.prototype.toFixed rounds ties up and ends at 10^21. */
function millionths(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8))
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const biased = Number(raw >> 52n)
  const mantissa = (raw & (2n ** 52n - 1n)) | (biased === 0 ? 0n : 2n ** 52n)
  const exponent = Math.max(biased, 1) - 1075
  const scaled = mantissa * 1_000_000n
  if (exponent >= 0) return scaled << BigInt(exponent)
  const unit = 1n << BigInt(-exponent)
  const floor = scaled / unit
  const twiceRest = (scaled % unit) * 2n
  const up = twiceRest > unit || (twiceRest === unit && floor % 2n === 1n)
  return up ? floor + 1n : floor
}
