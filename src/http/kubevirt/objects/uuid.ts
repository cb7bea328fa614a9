/** Ids that are the same whenever the same happens: nothing in them is left to chance. */
import { createHash } from 'node:crypto'

/** KubeVirt's, of which it makes the ids of firmwares. */
const FIRMWARE = '6a1a24a1-4061-4607-8bf4-a3963d0c5895'

/** Looks as a random one (version 4). */
export function uuidOf(...parts: readonly (string | number)[]): string {
  return shaped(createHash('sha256').update(JSON.stringify(parts)).digest(), 4)
}

/** What KubeVirt gives to the firmware of a VM with that name: a UUID of version 5, RFC 9562. */
export function firmwareUuid(name: string): string {
  const space = Buffer.from(FIRMWARE.replaceAll('-', ''), 'hex')
  return shaped(createHash('sha1').update(space).update(name).digest(), 5)
}

function shaped(hash: Buffer, version: number): string {
  const bytes = Buffer.from(hash.subarray(0, 16))
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
