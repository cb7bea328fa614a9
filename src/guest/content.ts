import type { Content } from './config.js'
import { FillReader, fillOf, type RandomBytes } from './files/fill.js'

/** The first `limit` bytes of a content; `label` names its stream of chance. */
export function contentBytes(content: Content, limit: number, label: string, random: RandomBytes): Uint8Array {
  if (content.kind === 'bytes') return content.bytes.subarray(0, limit)
  const size = content.size < BigInt(limit) ? Number(content.size) : limit
  const bytes = new Uint8Array(size)
  new FillReader(random).read(fillOf(content, label), 0n, bytes)
  return bytes
}
