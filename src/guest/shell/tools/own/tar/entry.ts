/** Entries of tar archives as GNU tar writes them by default: ustar with names of any length before their entry. */
import { decodeName, encodeName } from '../../../../files/names.js'

export const BLOCK = 512
/** Archives are written in records of so many bytes. */
const RECORD = 10_240
/** Offset and length of the fields of a header. */
const FIELDS = {
  ...{ name: [0, 100], mode: [100, 8], uid: [108, 8], gid: [116, 8], size: [124, 12], mtime: [136, 12] },
  ...{ sum: [148, 8], type: [156, 1], target: [157, 100], magic: [257, 8], owner: [265, 32], group: [297, 32] },
  ...{ major: [329, 8], minor: [337, 8], prefix: [345, 155] },
} as const satisfies Record<string, readonly [number, number]>

const TYPES = {
  ...{ file: '0', link: '1', symlink: '2', character: '3', block: '4', directory: '5', fifo: '6' },
} as const
export type EntryKind = keyof typeof TYPES

export interface Entry {
  /** Of directories with a slash at the end. */
  readonly name: string
  readonly kind: EntryKind
  /** The 12 permission bits. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly owner: string
  readonly group: string
  /** Seconds since the epoch. */
  readonly mtime: number
  /** Of links: where they lead. */
  readonly target: string
  /** Bytes: what the header says, which is more than `content` where the archive ends too early. */
  readonly size: number
  readonly content: Uint8Array
  readonly device?: { readonly major: number; readonly minor: number }
}

export class TarError extends Error {
  readonly reason: 'not-tar' | 'damaged' | 'end'

  constructor(reason: TarError['reason']) {
    super(reason)
    this.reason = reason
  }
}

/** Header and content, with what goes before for names that are too long. */
export function encodeEntry(entry: Entry): Uint8Array {
  const [name, target] = [encodeName(entry.name), encodeName(entry.target)]
  const parts: Uint8Array[] = []
  if (target.length > FIELDS.target[1]) parts.push(...longName('K', target))
  if (name.length > FIELDS.name[1]) parts.push(...longName('L', name))
  const { mode, uid, gid, mtime, owner, group, device, size, content } = entry
  parts.push(header({ name, target, mode, uid, gid, size, mtime, owner, group, type: TYPES[entry.kind], device }))
  return Buffer.concat([...parts, ...padded(content)])
}

/** What stands at the end of an archive that is `size` long without it. */
export function encodeEnd(size: number): Uint8Array {
  const whole = Math.ceil((size + 2 * BLOCK) / RECORD) * RECORD
  return new Uint8Array(whole - size)
}

/** The entries of an archive in order. Throws TarError at what is none. */
export function* decodeEntries(archive: Uint8Array): Generator<Entry, void, void> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength)
  const kinds = new Map(Object.entries(TYPES).map(([kind, type]) => [type as string, kind as EntryKind]))
  let long: { name?: string; target?: string; size?: number; mtime?: number } = {}
  if (bytes.length < BLOCK) throw new TarError('not-tar')
  // What is left at the end and too short for a header is taken for the end.
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const block = bytes.subarray(at, at + BLOCK)
    if (block.every(byte => byte === 0)) return
    if (numberOf(block, 'sum') !== sumOf(block)) throw new TarError(at === 0 ? 'not-tar' : 'damaged')
    const type = String.fromCharCode(block[FIELDS.type[0]] ?? 0)
    const kind = kinds.get(type) ?? 'file'
    const size = kind === 'file' || type === 'L' || type === 'K' ? (long.size ?? numberOf(block, 'size')) : 0
    const start = at + BLOCK
    at = start + Math.ceil(size / BLOCK) * BLOCK
    const isCut = start + size > bytes.length
    const content = bytes.subarray(start, start + size)
    if (type === 'L') long.name = textOf(content)
    else if (type === 'K') long.target = textOf(content)
    else if (type === 'x') long = { ...long, ...extended(content) }
    else if (type !== 'g') {
      yield { ...entryOf(block, kind, content, long), size }
      long = {}
    }
    if (isCut) throw new TarError('end')
  }
}

function entryOf(
  block: Buffer,
  kind: EntryKind,
  content: Uint8Array,
  long: { name?: string; target?: string; mtime?: number },
): Omit<Entry, 'size'> {
  const isPosix = field(block, 'magic').toString('latin1').startsWith('ustar\0')
  const prefix = isPosix ? textOf(field(block, 'prefix')) : ''
  const short = textOf(field(block, 'name'))
  const name = long.name ?? (prefix === '' ? short : `${prefix}/${short}`)
  const isDevice = kind === 'character' || kind === 'block'
  return {
    name,
    // Before ustar a directory was a file whose name ends in a slash.
    kind: kind === 'file' && name.endsWith('/') ? 'directory' : kind,
    mode: numberOf(block, 'mode') & 0o7777,
    uid: numberOf(block, 'uid'),
    gid: numberOf(block, 'gid'),
    owner: textOf(field(block, 'owner')),
    group: textOf(field(block, 'group')),
    mtime: long.mtime ?? numberOf(block, 'mtime'),
    target: long.target ?? textOf(field(block, 'target')),
    content,
    ...(isDevice && { device: { major: numberOf(block, 'major'), minor: numberOf(block, 'minor') } }),
  }
}

/** Records of pax: "LENGTH NAME=VALUE\n". */
function extended(content: Uint8Array): { name?: string; target?: string; size?: number; mtime?: number } {
  const found: { name?: string; target?: string; size?: number; mtime?: number } = {}
  const bytes = Buffer.from(content)
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.subarray(at, at + 20).toString('latin1'), 10)
    if (!(length > 0)) return found
    const record = bytes.subarray(at, at + length - 1)
    const [equals, space] = [record.indexOf(0x3d), record.indexOf(0x20)]
    const key = record.subarray(space + 1, equals).toString('latin1')
    const value = record.subarray(equals + 1)
    if (key === 'path') found.name = decodeName(value)
    else if (key === 'linkpath') found.target = decodeName(value)
    else if (key === 'size') found.size = Number(value.toString('latin1'))
    else if (key === 'mtime') found.mtime = Math.floor(Number(value.toString('latin1')))
    at += length
  }
  return found
}

interface Header {
  readonly name: Uint8Array
  readonly target: Uint8Array
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtime: number
  readonly owner: string
  readonly group: string
  readonly type: string
  readonly device?: Entry['device']
}

function header({ name, target, owner, group, type, device, ...numbers }: Header): Uint8Array {
  const block = Buffer.alloc(BLOCK)
  const put = (where: keyof typeof FIELDS, value: Uint8Array | string) => {
    const [offset, length] = FIELDS[where]
    block.set(Buffer.from(value).subarray(0, length), offset)
  }
  const octal = (where: keyof typeof FIELDS, value: number) => put(where, octalText(value, FIELDS[where][1] - 1))
  put('name', name)
  put('target', target)
  for (const where of ['mode', 'uid', 'gid', 'size', 'mtime'] as const) octal(where, numbers[where])
  put('type', type)
  put('magic', 'ustar  \0')
  put('owner', encodeName(owner))
  put('group', encodeName(group))
  if (device !== undefined) for (const where of ['major', 'minor'] as const) octal(where, device[where])
  put('sum', `${octalText(sumOf(block), 6)}\0 `)
  return block
}

function longName(type: 'K' | 'L', text: Uint8Array): Uint8Array[] {
  const content = Buffer.concat([text, Uint8Array.of(0)])
  const none = { target: new Uint8Array(0), uid: 0, gid: 0, mtime: 0, owner: 'root', group: 'root' }
  return [
    header({ ...none, name: encodeName('././@LongLink'), mode: 0o644, size: content.length, type }),
    ...padded(content),
  ]
}

function padded(content: Uint8Array): Uint8Array[] {
  return [content, new Uint8Array((BLOCK - (content.length % BLOCK)) % BLOCK)]
}

/** All bytes, those of the sum itself as blanks. */
function sumOf(block: Uint8Array): number {
  const [from, length] = FIELDS.sum
  return block.reduce((sum, byte, at) => sum + (at >= from && at < from + length ? 0x20 : byte), 0)
}

function octalText(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0')
}

function field(block: Buffer, where: keyof typeof FIELDS): Buffer {
  const [offset, length] = FIELDS[where]
  return block.subarray(offset, offset + length)
}

function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return decodeName(end === -1 ? bytes : bytes.subarray(0, end))
}

/** In octal digits, or of large ones in binary. */
function numberOf(block: Buffer, where: keyof typeof FIELDS): number {
  const bytes = field(block, where)
  if (((bytes[0] ?? 0) & 0x80) !== 0) return bytes.subarray(1).reduce((value, byte) => value * 256 + byte, 0)
  return Number.parseInt(
    bytes
      .toString('latin1')
      .replace(/[\0 ]+/g, ' ')
      .trim() || '0',
    8,
  )
}
