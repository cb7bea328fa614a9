import { encodeText } from './text.js'

/**
 * The order in which QEMU's dictionaries give their members. They keep no insertion order: 512 buckets, walked in
 * turn; within a bucket the member inserted last comes first. It shows in every reply, and it decides which of several
 * bad members an error names.
 */
const BUCKETS = 512

const known = new Map<string, number>()
const KNOWN_LIMIT = 4096

/** The bucket of a key: a hash of its UTF-8 bytes in 32-bit arithmetic. */
export function qdictBucket(key: string): number {
  const cached = known.get(key)
  if (cached !== undefined) return cached
  const bytes = encodeText(key)
  let hash = Math.imul(bytes.length, 0x238f13af)
  for (const [index, byte] of bytes.entries()) hash = (hash + (byte << ((index * 5) % 24))) | 0
  const bucket = (Math.imul(hash, 1103515243) + 12345) & (BUCKETS - 1)
  if (known.size < KNOWN_LIMIT) known.set(key, bucket)
  return bucket
}

/** The entries of an object (in order of insertion) in the order that QEMU walks them. */
export function qdictEntries<T>(inserted: Iterable<readonly [string, T]>): (readonly [string, T])[] {
  const entries = [...inserted]
  if (entries.length < 2) return entries
  // Array.prototype.sort is stable, so reversing first puts the last inserted in front within its bucket.
  return entries.reverse().sort(([a], [b]) => qdictBucket(a) - qdictBucket(b))
}
