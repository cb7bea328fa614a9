import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compress, expand, GzipError } from '../../../../src/guest/shell/tools/own/gzip/member.js'
import {
  decodeEntries,
  type Entry,
  encodeEnd,
  encodeEntry,
  TarError,
} from '../../../../src/guest/shell/tools/own/tar/entry.js'
import { runIn, treeGuest } from './tree.js'

const component = fc.string({ unit: fc.constantFrom('a', 'b', 'é', ' ', '\\', '日'), minLength: 1, maxLength: 60 })
const name = fc.array(component, { minLength: 1, maxLength: 5 }).map(parts => parts.join('/'))
const owner = {
  uid: fc.nat(2 ** 20),
  gid: fc.nat(2 ** 20),
  owner: fc.constantFrom('', 'root'),
  group: fc.constant('adm'),
}
const common = { mode: fc.nat(0o7777), mtime: fc.nat(2 ** 32), ...owner }
const NOTHING = { size: 0, content: new Uint8Array(0) }

const entry: fc.Arbitrary<Entry> = fc.oneof(
  fc
    .record({ ...common, name, content: fc.uint8Array({ maxLength: 1200 }) })
    .map(given => ({ ...given, kind: 'file' as const, target: '', size: given.content.length })),
  fc.record({ ...common, name, target: name }).map(given => ({ ...given, ...NOTHING, kind: 'symlink' as const })),
  fc.record({ ...common, name, target: name }).map(given => ({ ...given, ...NOTHING, kind: 'link' as const })),
  fc
    .record({ ...common, name })
    .map(given => ({ ...given, ...NOTHING, kind: 'directory' as const, name: `${given.name}/`, target: '' })),
)

function archive(entries: readonly Entry[]): Uint8Array {
  const whole = Buffer.concat(entries.map(encodeEntry))
  return Buffer.concat([whole, encodeEnd(whole.length)])
}

function plain({ content, ...rest }: Entry): object {
  return { ...rest, content: Buffer.from(content).toString('hex') }
}

test('what is written into a tar archive is read from it', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), entries => {
      const bytes = archive(entries)
      expect(bytes.length % 10_240).toBe(0)
      expect([...decodeEntries(bytes)].map(plain)).toEqual(entries.map(plain))
    }),
  )
})

test('a tar archive that is cut off tells its first entries', () => {
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 3 }), fc.nat(), (entries, cut) => {
      const bytes = archive(entries)
      const names: string[] = []
      try {
        for (const each of decodeEntries(bytes.subarray(0, cut % bytes.length))) names.push(each.name)
      } catch (error) {
        expect(error).toBeInstanceOf(TarError)
      }
      expect(names).toEqual(entries.slice(0, names.length).map(each => each.name))
    }),
  )
})

test('bytes that are no tar archive are refused or read, and nothing else', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), bytes => {
      try {
        expect([...decodeEntries(bytes)]).toEqual([])
      } catch (error) {
        expect(error).toBeInstanceOf(TarError)
      }
    }),
  )
})

test('files go through tar as they are', () => {
  const file = fc.record({ content: fc.uint8Array({ maxLength: 1500 }), mode: fc.nat(0o777), mtime: fc.nat(2 ** 31) })
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 4 }), fc.boolean(), (files, isGzip) => {
      const guest = treeGuest({})
      guest.files.mkdir('/w/from')
      guest.files.mkdir('/w/to')
      for (const [index, { content, mode, mtime }] of files.entries()) {
        guest.files.writeFile(`/w/from/${index}`, content, { mode })
        guest.files.chmod(`/w/from/${index}`, mode)
        guest.files.utimes(`/w/from/${index}`, 0n, BigInt(mtime) * 1_000_000_000n)
      }
      const z = isGzip ? 'z' : ''
      const ran = runIn(guest, ['bash', '-c', `tar c${z} -C from . | tar x${z} -C to`])
      expect(ran).toEqual({ stdout: '', stderr: '', exitCode: 0 })
      for (const [index, { content, mode, mtime }] of files.entries()) {
        const stat = guest.files.stat(`/w/to/${index}`)
        expect([stat.mode, stat.mtime]).toEqual([mode, BigInt(mtime) * 1_000_000_000n])
        expect(Buffer.from(guest.files.readFile(`/w/to/${index}`))).toEqual(Buffer.from(content))
      }
    }),
    { numRuns: 20 },
  )
})

test('what gzip compresses it expands, member by member', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array(), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      (parts, level) => {
        const bytes = Buffer.concat(parts.map(part => compress(part, level, { name: Buffer.from('a'), mtime: 1 })))
        expect(expand(bytes)).toEqual({ bytes: Buffer.concat(parts), hasGarbage: false })
      },
    ),
  )
})

test('of compressed bytes that are cut off, what had come is known', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.nat(), (bytes, cut) => {
      const whole = compress(bytes, 6)
      try {
        expand(whole.subarray(0, cut % whole.length))
        expect.unreachable()
      } catch (error) {
        if (!(error instanceof GzipError)) throw error
        expect(error.reason).toBe('end')
        expect(Buffer.from(error.bytes)).toEqual(Buffer.from(bytes.subarray(0, error.bytes.length)))
      }
    }),
  )
})
