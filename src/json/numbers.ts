/** Integers of QEMU's JSON: int64, then uint64, then double. */

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
