import { describe, expect, it } from 'vitest'
import { codeOf, makeFiles, mount, READ_WRITE, textFile } from './make-files.js'

/** 16 pages, of which 4 are taken. */
const small = () =>
  makeFiles({ mounts: [mount('/'), mount('/small', { size: 65_536n, used: 16_384n, type: 'tmpfs' })] })

describe('space on a file system', () => {
  it('is what is left of its size, in whole blocks', () => {
    const files = small()
    files.writeFile('/small/a', 'x')
    expect(files.statfs('/small/a')).toEqual({ type: 'tmpfs', size: 65_536n, free: 45_056n })
    files.unlink('/small/a')
    expect(files.statfs('/small').free).toBe(49_152n)
  })

  it('ends a write early, and refuses the next', () => {
    const files = small()
    const file = files.open('/small/a', { ...READ_WRITE, create: true })
    expect(file.write(new Uint8Array(60_000))).toBe(49_152)
    expect(codeOf(() => file.write(new Uint8Array(1)))).toBe('ENOSPC')
    expect(codeOf(() => files.writeFile('/small/b', 'x'))).toBe('ENOSPC')
    expect(files.stat('/small/b').size).toBe(0n)
  })

  it('is not needed for overwriting', () => {
    const files = small()
    files.writeFile('/small/a', new Uint8Array(49_152))
    const file = files.open('/small/a', READ_WRITE)
    expect(file.write(new Uint8Array(49_152).fill(1))).toBe(49_152)
  })

  it('is not needed for holes', () => {
    const files = small()
    files.writeFile('/small/a', '')
    files.truncate('/small/a', 1n << 30n)
    expect(files.statfs('/small').free).toBe(49_152n)
  })

  it('comes back when a file is cut off, replaced or removed', () => {
    const files = small()
    files.writeFile('/small/a', new Uint8Array(20_000))
    files.writeFile('/small/b', new Uint8Array(10_000))
    files.rename('/small/a', '/small/b')
    expect(files.statfs('/small').free).toBe(49_152n - 20_480n)
    files.truncate('/small/b', 5000n)
    expect(files.statfs('/small').free).toBe(49_152n - 8192n)
    files.rm('/small/b')
    expect(files.statfs('/small').free).toBe(49_152n)
  })

  it('counts the files of the image', () => {
    const files = makeFiles({
      mounts: [mount('/')],
      image: () => [textFile('/a', 'x'), textFile('/b', 'y'), textFile('/a', 'z')],
    })
    expect(files.statfs('/').free).toBe((1n << 20n) - 8192n)
  })

  it('never ends on a file system without a size', () => {
    const files = makeFiles()
    files.writeFile('/a', new Uint8Array(100_000))
    expect(files.statfs('/')).toEqual({ type: 'ext4', size: 0n, free: 0n })
  })
})
