/**
 * The order in which Linux lists a directory of sysfs: by a hash of the names. It shows as the order of memory blocks
 * (3, 12, 1, 10, …) and of vCPUs (1, 0) in replies. Arithmetic modulo 2^64, as fs/kernfs/dir.c does.
 */
const MASK = 2n ** 64n - 1n
const GOLDEN_RATIO_64 = 0x61c8864680b583ebn

export function kernfsOrder<T>(entries: readonly T[], name: (entry: T) => string): T[] {
  return entries
    .map(entry => ({ entry, hash: kernfsHash(name(entry)) }))
    .sort((a, b) => a.hash - b.hash)
    .map(({ entry }) => entry)
}

function kernfsHash(name: string): number {
  let sum = 0n
  for (const byte of Buffer.from(name)) {
    const character = BigInt(byte)
    sum = ((sum + (character << 4n) + (character >> 4n)) * 11n) & MASK
  }
  const hash = Number((((sum * GOLDEN_RATIO_64) & MASK) >> 32n) & 0x7fffffffn)
  // 0 and 1 stand for "." and "..".
  return hash < 2 ? hash + 2 : hash
}
