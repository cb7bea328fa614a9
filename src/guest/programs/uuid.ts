/** Identifiers: uuidgen(1), and what the kernel makes up for those who read it from /proc. */
import { createHash } from 'node:crypto'
import type { Guest } from '../guest.js'
import { tool } from './tool.js'

const NAMESPACES: Readonly<Record<string, string>> = {
  '@dns': '6ba7b8109dad11d180b400c04fd430c8',
  '@url': '6ba7b8119dad11d180b400c04fd430c8',
  '@oid': '6ba7b8129dad11d180b400c04fd430c8',
  '@x500': '6ba7b8149dad11d180b400c04fd430c8',
}

/** A random one: RFC 9562, version 4. */
export function randomUuid(guest: Guest): string {
  return uuidText(guest.random.stream('uuid').bytes(16), 4)
}

function uuidText(bytes: Uint8Array, version: number): string {
  const id = Buffer.from(bytes.subarray(0, 16))
  id[6] = ((id[6] ?? 0) & 0x0f) | (version << 4)
  id[8] = ((id[8] ?? 0) & 0x3f) | 0x80
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

/** util-linux's uuidgen(1). */
export const uuidgen = tool(
  tool => {
    const options = tool.options(['r,random', 'n,namespace=', 'N,name=', 'm,md5', 's,sha1', 'x,hex'], {
      others: ['t,time'],
    })
    const hash = options.last('m', 's')
    if (hash === undefined) {
      tool.print(`${randomUuid(tool.guest)}\n`)
      return
    }
    const [space, name] = [options.value('n'), options.value('N')]
    if (space === undefined || name === undefined) {
      throw tool.usage(`${hash === 'm' ? '--md5' : '--sha1'} requires --namespace and --name arguments`)
    }
    const bytes = Buffer.from(NAMESPACES[space] ?? space.replaceAll('-', ''), 'hex')
    if (bytes.length !== 16) throw tool.usage(`unknown namespace alias: '${space}'`)
    const content = options.has('x') ? Buffer.from(name, 'hex') : Buffer.from(name)
    const digest = createHash(hash === 'm' ? 'md5' : 'sha1')
      .update(bytes)
      .update(content)
      .digest()
    tool.print(`${uuidText(digest, hash === 'm' ? 3 : 5)}\n`)
  },
  { shortName: true },
)
