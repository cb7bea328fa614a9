import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeName, encodeName, nameLength } from '../../../src/guest/files/names.js'
import { makeFiles } from './make-files.js'

describe('names of files', () => {
  it('hold U+0000 as the two bytes C0 80', () => {
    const files = makeFiles()
    files.writeFile('/a\0b', 'x')
    expect(files.readdir('/')).toEqual(['a\0b'])
    expect(files.exists('/a')).toBe(false)
    expect(files.exists('/a\uDCC0\uDC80b')).toBe(true)
    expect([...encodeName('a\0')]).toEqual([0x61, 0xc0, 0x80])
  })

  it('are the same in every spelling of the same bytes', () => {
    const files = makeFiles()
    files.writeFile('/caf\uDCC3\uDCA9', 'x')
    expect(files.readFile('/café', 'utf8')).toBe('x')
    expect(files.readdir('/')).toEqual(['café'])
  })

  it('keep bytes that are not UTF-8 apart', () => {
    const files = makeFiles()
    files.writeFile('/\uDCFF', 'ff')
    files.writeFile('/\uDCFE', 'fe')
    expect(files.readdir('/')).toEqual(['\uDCFE', '\uDCFF'])
    expect(files.readFile('/\uDCFF', 'utf8')).toBe('ff')
  })

  it('may be anything that a JavaScript object or memfs might find special', () => {
    const files = makeFiles()
    const names = ['%2f', '...', '__proto__', 'a\\b', 'constructor', 'file:', '\n', '😀']
    for (const name of names) files.writeFile(`/${name}`, name)
    expect(files.readdir('/')).toEqual([...names].sort())
    for (const name of names) expect(files.readFile(`/${name}`, 'utf8')).toBe(name)
  })

  it('come back whole from their bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1 }), bytes => {
        const name = decodeName(bytes)
        expect(encodeName(name)).toEqual(Buffer.from(bytes))
        expect(nameLength(name)).toBe(bytes.length)
      }),
    )
  })
})
