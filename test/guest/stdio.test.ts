import { describe, expect, it } from 'vitest'
import type { Files } from '../../src/guest/files/files.js'
import { Stream } from '../../src/guest/stdio.js'
import { codeOf, makeFiles, mount, READ_ONLY, READ_WRITE, WRITE_ONLY } from './files/make-files.js'

const bytes = (size: number, value = 1) => new Uint8Array(size).fill(value)
const text = (stream: Stream, length: number) => Buffer.from(stream.fread(length).bytes).toString()

function writer(files: Files, path = '/file', append = false) {
  const file = files.open(path, { ...WRITE_ONLY, create: true, append })
  return new Stream(file, { read: false, write: true, append })
}

function reader(files: Files, path = '/file') {
  return new Stream(files.open(path, READ_ONLY), { read: true, write: false, append: false })
}

function updater(files: Files, path = '/file', append = false) {
  const file = files.open(path, { ...READ_WRITE, create: true, append })
  return new Stream(file, { read: true, write: true, append })
}

describe('writing to a stream', () => {
  it.each([
    [1, 0n],
    [4095, 0n],
    [4096, 4096n],
    [4097, 4096n],
    [8192, 8192n],
    [10_000, 8192n],
  ])('of %d bytes at once puts %s on the disk', (size, onDisk) => {
    const files = makeFiles()
    expect(writer(files).fwrite(bytes(size))).toEqual({ count: size })
    expect(files.stat('/file').size).toBe(onDisk)
  })

  it('keeps what exactly fills the buffer until the next byte', () => {
    const files = makeFiles()
    const stream = writer(files)
    stream.fwrite(bytes(96))
    stream.fwrite(bytes(4000))
    expect(files.stat('/file').size).toBe(0n)
    stream.fwrite(bytes(1))
    expect(files.stat('/file').size).toBe(4096n)
    stream.fclose()
    expect(files.stat('/file').size).toBe(4097n)
  })

  it('writes before it seeks', () => {
    const files = makeFiles()
    const stream = writer(files)
    stream.fwrite(Buffer.from('abc'))
    stream.fseek(1n, 'set')
    stream.fwrite(Buffer.from('-'))
    stream.fflush()
    expect(files.readFile('/file', 'utf8')).toBe('a-c')
  })

  it('counts what is pending in its position, from the end in append mode', () => {
    const files = makeFiles()
    files.writeFile('/file', 'hello')
    const append = writer(files, '/file', true)
    expect(append.ftell()).toBe(0n)
    append.fwrite(Buffer.from('!'))
    expect(append.ftell()).toBe(6n)
    const write = writer(files, '/other')
    write.fwrite(Buffer.from('abc'))
    expect(write.ftell()).toBe(3n)
  })

  it('loses what could not be written, and says so when it was tried', () => {
    const files = makeFiles({ mounts: [mount('/', { size: 8192n })] })
    const stream = writer(files)
    expect(stream.fwrite(bytes(4000))).toEqual({ count: 4000 })
    for (let i = 0; i < 2; i += 1) expect(stream.fwrite(bytes(4096))).toEqual({ count: 4096 })
    expect(stream.fwrite(bytes(4096))).toMatchObject({ count: 96, errno: { code: 'ENOSPC' } })
    expect(stream.error).toBe(true)
    expect(files.stat('/file').size).toBe(8192n)
  })

  it('fails on a stream for reading', () => {
    const files = makeFiles()
    files.writeFile('/file', 'x')
    expect(reader(files).fwrite(bytes(1))).toMatchObject({ count: 0, errno: { code: 'EBADF' } })
  })
})

describe('reading from a stream', () => {
  it('serves what was read ahead although the file has changed', () => {
    const files = makeFiles()
    files.writeFile('/file', 'a'.repeat(5000))
    const stream = reader(files)
    expect(text(stream, 1)).toBe('a')
    files.writeFile('/file', 'b'.repeat(5000))
    expect(text(stream, 4096)).toBe(`${'a'.repeat(4095)}b`)
    stream.fseek(0n, 'set')
    expect(text(stream, 1)).toBe('b')
    files.writeFile('/file', 'c'.repeat(5000))
    stream.fseek(4000n, 'set')
    expect(text(stream, 1)).toBe('b')
  })

  it('raises the flag of the end only when it comes up short', () => {
    const files = makeFiles()
    files.writeFile('/file', 'abc')
    const stream = reader(files)
    expect(text(stream, 3)).toBe('abc')
    expect(stream.eof).toBe(false)
    expect(text(stream, 1)).toBe('')
    expect(stream.eof).toBe(true)
    files.writeFile('/file', 'd', { append: true })
    expect(text(stream, 1)).toBe('')
    stream.clearerr()
    expect(text(stream, 1)).toBe('d')
  })

  it('gives back the position to the file when it is flushed', () => {
    const files = makeFiles()
    files.writeFile('/file', 'abcdef')
    const stream = reader(files)
    text(stream, 2)
    files.writeFile('/file', 'ABCDEF')
    stream.fflush()
    expect(stream.ftell()).toBe(2n)
    expect(text(stream, 2)).toBe('CD')
  })

  it('has a buffer of 1,024 bytes in /proc', () => {
    const tree = {
      lookup: (path: string) => (path === 'x' ? ({ kind: 'file', read: () => 'x'.repeat(3000) } as const) : undefined),
    }
    const files = makeFiles({ trees: new Map([['/proc', tree]]), mounts: [mount('/proc')] })
    const file = files.open('/proc/x', READ_ONLY)
    const stream = new Stream(file, { read: true, write: false, append: false })
    stream.fread(1)
    expect(file.seek(0n, 'cur')).toBe(1024n)
  })

  it('fails on a stream for writing, and on a directory', () => {
    const files = makeFiles()
    expect(writer(files).fread(1)).toMatchObject({ errno: { code: 'EBADF' } })
    expect(reader(files, '/').fread(1)).toMatchObject({ errno: { code: 'EISDIR' } })
  })
})

describe('seeking in a stream', () => {
  it('fails below the start and leaves the position', () => {
    const files = makeFiles()
    files.writeFile('/file', 'abcdef')
    const stream = reader(files)
    text(stream, 2)
    expect(codeOf(() => stream.fseek(-3n, 'cur'))).toBe('EINVAL')
    expect(stream.ftell()).toBe(2n)
    stream.fseek(-1n, 'end')
    expect(text(stream, 9)).toBe('f')
  })

  it('goes beyond the end', () => {
    const files = makeFiles()
    const stream = updater(files)
    stream.fseek((1n << 40n) + 5n, 'set')
    stream.fwrite(Buffer.from('x'))
    stream.fclose()
    expect(files.stat('/file').size).toBe((1n << 40n) + 6n)
  })

  it('fails without an errno at offset -1 of a device that takes any offset', () => {
    const zero = { kind: 'character', major: 1, minor: 5, mode: 0o666, read: (size: number) => bytes(size, 0) } as const
    const tree = { lookup: (path: string) => (path === 'zero' ? zero : undefined) }
    const files = makeFiles({ trees: new Map([['/dev', tree]]), mounts: [mount('/dev')] })
    const stream = reader(files, '/dev/zero')
    expect(stream.fseek(-1n, 'set')).toBe(false)
    expect(stream.fseek(-5n, 'set')).toBe(true)
    expect(stream.ftell()).toBe(4091n)
  })
})

describe('a closed stream', () => {
  it('answers everything with EBADF', () => {
    const stream = updater(makeFiles())
    stream.fclose()
    expect(stream.fread(1)).toMatchObject({ errno: { code: 'EBADF' } })
    expect(stream.fwrite(bytes(1))).toMatchObject({ errno: { code: 'EBADF' } })
    expect(codeOf(() => stream.fseek(0n, 'set'))).toBe('EBADF')
    expect(codeOf(() => stream.ftell())).toBe('EBADF')
    expect(codeOf(() => stream.fflush())).toBe('EBADF')
    expect(codeOf(() => stream.fclose())).toBe('EBADF')
  })
})
