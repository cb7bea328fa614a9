import { decodeBase64 } from './base64.js'
import { badArgumentValue } from './texts.js'

/** What guest-file-write is to write: so many bytes of what came as base64. Throws QapiError. */
export function bytesToWrite(base64: string, count: bigint | undefined): Uint8Array {
  const bytes = decodeBase64(base64)
  if (count === undefined) return bytes
  if (count < 0n || count > BigInt(bytes.length)) throw badArgumentValue(count, 'count')
  return bytes.subarray(0, Number(count))
}
