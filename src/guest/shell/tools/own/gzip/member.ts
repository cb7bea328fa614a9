/** The gzip format (RFC 1952): members of deflated bytes, one after the other. */
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

const HEADER = 10
const TRAILER = 8
const UNIX = 3
const FLAG = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const

export interface MemberInfo {
  /** The base name that the file had. */
  readonly name?: Uint8Array
  /** Seconds since the epoch; 0 for none. */
  readonly mtime?: number
}

/** Not gzip at all, cut short, or with other bytes in it than its sums say. */
export class GzipError extends Error {
  readonly reason: 'format' | 'end' | 'sum' | 'length' | 'data'
  /** What could be expanded before that was seen. */
  readonly bytes: Uint8Array

  constructor(reason: GzipError['reason'], bytes: Uint8Array = new Uint8Array(0)) {
    super(reason)
    this.reason = reason
    this.bytes = bytes
  }
}

/** One member. `level`: 1 to 9. */
export function compress(bytes: Uint8Array, level: number, { name, mtime = 0 }: MemberInfo = {}): Uint8Array {
  const head = Buffer.alloc(HEADER)
  head.set([0x1f, 0x8b, 8, name === undefined ? 0 : FLAG.name])
  head.writeUInt32LE(mtime, 4)
  // What the level tells: the slowest, or the fastest.
  head.set([level === 9 ? 2 : level === 1 ? 4 : 0, UNIX], 8)
  const tail = Buffer.alloc(TRAILER)
  tail.writeUInt32LE(crc32(bytes), 0)
  tail.writeUInt32LE(bytes.length % 2 ** 32, 4)
  const names = name === undefined ? [] : [name, Uint8Array.of(0)]
  return Buffer.concat([head, ...names, deflateRawSync(bytes, { level }), tail])
}

export interface Expanded {
  readonly bytes: Uint8Array
  /** What follows is none, and not zeros either. */
  readonly hasGarbage: boolean
}

/** All members. Throws GzipError. */
export function expand(given: Uint8Array): Expanded {
  const all = Buffer.from(given)
  const parts: Uint8Array[] = []
  let at = 0
  while (at === 0 || isGzip(all.subarray(at))) {
    const start = endOfHeader(all, at)
    const { buffer, engine } = inflate(all.subarray(start))
    parts.push(buffer)
    at = start + engine.bytesWritten
    // Bytes that end too early are all taken, so that no trailer is left.
    if (all.length < at + TRAILER) throw new GzipError('end', Buffer.concat(parts))
    if (all.readUInt32LE(at) !== crc32(buffer)) throw new GzipError('sum', Buffer.concat(parts))
    if (all.readUInt32LE(at + 4) !== buffer.length % 2 ** 32) throw new GzipError('length', Buffer.concat(parts))
    at += TRAILER
  }
  const hasGarbage = all.subarray(at).some(byte => byte !== 0)
  return { bytes: Buffer.concat(parts), hasGarbage }
}

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function endOfHeader(all: Buffer, start: number): number {
  if (all.length < start + 2) throw new GzipError('end')
  if (!isGzip(all.subarray(start))) throw new GzipError('format')
  if (all.length < start + HEADER) throw new GzipError('end')
  const flags = all[start + 3] ?? 0
  let at = start + HEADER
  if ((flags & FLAG.extra) !== 0) {
    if (all.length < at + 2) throw new GzipError('end')
    at += 2 + all.readUInt16LE(at)
  }
  for (const flag of [FLAG.name, FLAG.comment]) {
    if ((flags & flag) === 0) continue
    const end = all.indexOf(0, at)
    if (end === -1) throw new GzipError('end')
    at = end + 1
  }
  return (flags & FLAG.headerCrc) !== 0 ? at + 2 : at
}

function inflate(bytes: Uint8Array): { buffer: Buffer; engine: { bytesWritten: number } } {
  try {
    // With `info` it tells how much it took, which the types don't know of; what ends too early is no error to it.
    const result = inflateRawSync(bytes, { info: true, finishFlush: constants.Z_SYNC_FLUSH } as never)
    return result as unknown as { buffer: Buffer; engine: { bytesWritten: number } }
  } catch {
    throw new GzipError('data')
  }
}
