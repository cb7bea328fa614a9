import { describe, expect, it } from 'vitest'
import { codeOf, makeFiles, READ_ONLY, READ_WRITE, WRITE_ONLY } from './make-files.js'

function fifo() {
  const files = makeFiles()
  files.mkfifo('/fifo', 0o666)
  return files
}
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('a fifo', () => {
  it('has an owner and a mode, but no size', () => {
    expect(fifo().stat('/fifo')).toMatchObject({ kind: 'fifo', mode: 0o644, size: 0n, blocks: 0n })
  })

  it('is at its end while nobody writes, and has nothing yet while someone could', () => {
    const files = fifo()
    const reader = files.open('/fifo', READ_ONLY)
    expect(reader.read(10)).toEqual(new Uint8Array(0))
    const writer = files.open('/fifo', WRITE_ONLY)
    expect(codeOf(() => reader.read(10))).toBe('EAGAIN')
    writer.write(Buffer.from('hello'))
    expect(text(reader.read(2))).toBe('he')
    writer.close()
    expect(text(reader.read(10))).toBe('llo')
    expect(reader.read(10)).toEqual(new Uint8Array(0))
  })

  it('can only be opened for writing while someone reads', () => {
    const files = fifo()
    expect(codeOf(() => files.open('/fifo', WRITE_ONLY))).toBe('ENXIO')
    const reader = files.open('/fifo', READ_ONLY)
    const writer = files.open('/fifo', WRITE_ONLY)
    reader.close()
    expect(codeOf(() => writer.write(Buffer.from('x')))).toBe('EPIPE')
  })

  it('has no position and no length', () => {
    const file = fifo().open('/fifo', READ_WRITE)
    expect(codeOf(() => file.seek(0n, 'cur'))).toBe('ESPIPE')
    expect(codeOf(() => file.truncate(0n))).toBe('EINVAL')
  })

  it('holds 65,536 bytes', () => {
    const file = fifo().open('/fifo', READ_WRITE)
    expect(file.write(new Uint8Array(70_000))).toBe(65_536)
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('EAGAIN')
    file.read(4095)
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('EAGAIN')
    file.read(1)
    expect(file.write(new Uint8Array(5000))).toBe(4096)
  })

  it('holds fewer if the pieces do not fill its pages', () => {
    const file = fifo().open('/fifo', READ_WRITE)
    for (let i = 0; i < 16; i += 1) expect(file.write(new Uint8Array(4000))).toBe(4000)
    expect(file.write(new Uint8Array(96))).toBe(96)
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('EAGAIN')
  })

  it('forgets what is in it when the last one closes it', () => {
    const files = fifo()
    const file = files.open('/fifo', READ_WRITE)
    file.write(Buffer.from('lost'))
    file.close()
    expect(files.open('/fifo', READ_ONLY).read(10)).toEqual(new Uint8Array(0))
  })
})
