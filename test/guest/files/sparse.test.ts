import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Content } from '../../../src/guest/config.js'
import { makeFiles, READ_ONLY, READ_WRITE, WRITE_ONLY } from './make-files.js'

function withFill(size: bigint, fill: (Content & { kind: 'fill' })['fill']) {
  const content = { kind: 'fill', size, fill } as const
  return makeFiles({
    image: () => [{ kind: 'file', path: '/file', mode: 0o644, owner: 0, group: 0, content }],
  })
}

describe('a sparse file', () => {
  it('costs nothing for what was never written', () => {
    const files = makeFiles()
    const file = files.open('/file', { ...READ_WRITE, create: true })
    file.seek(1n << 40n, 'set')
    file.write(Buffer.from('end'))
    expect(files.stat('/file')).toMatchObject({ size: (1n << 40n) + 3n, blocks: 8n })
    file.seek(-8n, 'end')
    expect(Buffer.from(file.read(100)).toString('latin1')).toBe('\0\0\0\0\0end')
  })

  it('may be terabytes of zeros', () => {
    const files = withFill(8n << 40n, 'zero')
    const file = files.open('/file', READ_ONLY)
    file.seek(-3n, 'end')
    expect(file.read(10)).toEqual(new Uint8Array(3))
    expect(files.stat('/file')).toMatchObject({ size: 8n << 40n, blocks: 0n })
  })

  it('may repeat a text', () => {
    const files = withFill(10n, { text: 'abc' })
    expect(files.readFile('/file', 'utf8')).toBe('abcabcabca')
    const file = files.open('/file', WRITE_ONLY)
    file.seek(4n, 'set')
    file.write(Buffer.from('--'))
    expect(files.readFile('/file', 'utf8')).toBe('abca--abca')
  })

  it('may be of chance, which is the same wherever reading starts', () => {
    const size = 200_000
    const whole = withFill(BigInt(size), 'random').readFile('/file')
    const file = withFill(BigInt(size), 'random').open('/file', READ_ONLY)
    for (const at of [150_000, 65_530, 4095, 0, 199_990]) {
      file.seek(BigInt(at), 'set')
      expect(file.read(100)).toEqual(whole.slice(at, at + 100))
    }
  })

  it('loses its fill where it is cut off, and gets zeros when it grows again', () => {
    const files = withFill(10_000n, { text: 'x' })
    files.truncate('/file', 5000n)
    files.truncate('/file', 9000n)
    const bytes = files.readFile('/file')
    expect(bytes.length).toBe(9000)
    expect(bytes.lastIndexOf(0x78)).toBe(4999)
    expect(files.stat('/file').blocks).toBe(16n)
  })

  it('holds the same as a dense one after the same writes', () => {
    const offset = fc.oneof(fc.nat(20_000), fc.constantFrom(0, 4095, 4096, 8192, 12_288))
    const step = fc.oneof(
      fc.record({ write: offset, size: fc.nat(9000), value: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ truncate: offset }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), steps => {
        const files = makeFiles()
        const file = files.open('/sparse', { ...READ_WRITE, create: true })
        file.truncate(1n << 30n)
        file.truncate(0n)
        const ordinary = files.open('/ordinary', { ...READ_WRITE, create: true })
        let model = Buffer.alloc(0)
        for (const one of steps) {
          if ('truncate' in one) {
            for (const open of [file, ordinary]) open.truncate(BigInt(one.truncate))
            model = Buffer.concat([model, Buffer.alloc(20_000)]).subarray(0, one.truncate)
          } else if (one.size > 0) {
            for (const open of [file, ordinary]) {
              open.seek(BigInt(one.write), 'set')
              open.write(new Uint8Array(one.size).fill(one.value))
            }
            const end = one.write + one.size
            const grown = Buffer.alloc(Math.max(model.length, end))
            model.copy(grown)
            model = grown.fill(one.value, one.write, end)
          }
        }
        expect(Buffer.compare(files.readFile('/sparse'), model)).toBe(0)
        expect(Buffer.compare(files.readFile('/ordinary'), model)).toBe(0)
      }),
    )
  })
})
