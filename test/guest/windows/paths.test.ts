import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSameName, isValidName } from '../../../src/guest/windows/names.js'
import { placeOf, WindowsPaths } from '../../../src/guest/windows/paths.js'
import { Win32Error } from '../../../src/guest/windows/win32-error.js'

const GUID = '279e790b-c8f7-433a-88f2-3f375b5536a1'
const VOLUMES = [
  { name: `\\\\?\\Volume{00000000-0000-4000-8000-000000000000}\\`, path: 'C:\\' },
  { name: `\\\\?\\Volume{${GUID}}\\` },
  { name: `\\\\?\\Volume{00000000-0000-4000-8000-000000000002}\\`, path: 'D:\\' },
  { name: `\\\\?\\Volume{00000000-0000-4000-8000-000000000003}\\`, path: 'D:\\mnt\\data\\' },
].map((volume, index) => ({ ...volume, fileSystem: 'NTFS', place: placeOf(volume.path, index) }))

const paths = new WindowsPaths(VOLUMES, 'C:\\Windows\\System32')
const EMPTY = { has: () => false, names: () => [] }
const inTree = (path: string) => paths.inTree(paths.parse(path), EMPTY)

function refusal(path: string): string {
  try {
    paths.parse(path)
  } catch (error) {
    if (error instanceof Win32Error) return error.text
    throw error
  }
  return 'nothing'
}

describe('a path leads', () => {
  test.each([
    ['C:\\a\\b.txt', '/C:/a/b.txt'],
    ['c:/a\\b', '/C:/a/b'],
    ['C:\\', '/C:'],
    ['C:\\\\a\\\\\\b\\', '/C:/a/b'],
    ['C:\\a\\.\\b\\..\\c', '/C:/a/c'],
    ['C:\\..\\..\\a', '/C:/a'],
    ['C:\\a. .\\b...', '/C:/a/b'],
    ['\\a', '/C:/a'],
    ['/a', '/C:/a'],
    ['a.txt', '/C:/Windows/System32/a.txt'],
    ['..\\Temp\\x', '/C:/Windows/Temp/x'],
    ['C:a.txt', '/C:/Windows/System32/a.txt'],
    ['D:a.txt', '/D:/a.txt'],
    ['\\\\?\\C:\\a b. \\c', '/C:/a b. /c'],
    ['\\\\.\\C:\\a', '/C:/a'],
    [`\\\\?\\Volume{${GUID}}\\x\\y`, '/?/1/x/y'],
    [`\\\\?\\volume{${GUID.toUpperCase()}}\\x`, '/?/1/x'],
    ['\\\\?\\Volume{00000000-0000-4000-8000-000000000000}\\x', '/C:/x'],
    ['\\\\?\\Volume{00000000-0000-4000-8000-000000000003}\\x', '/D:/mnt/data/x'],
    ['NUL', '/NUL'],
    ['C:\\a\\nul.txt', '/NUL'],
    ['\\\\.\\NUL', '/NUL'],
    ['C:\\a\\nullify', '/C:/a/nullify'],
  ])('%s to %s', (path, place) => {
    expect(inTree(path)).toBe(place)
  })
})

describe('a path leads nowhere', () => {
  const PATH = 'The system cannot find the path specified.'
  const FILE = 'The system cannot find the file specified.'
  const NAME = 'The filename, directory name, or volume label syntax is incorrect.'
  test.each([
    ['', PATH],
    ['Q:\\a', PATH],
    ['\\\\?\\Volume{00000000-0000-0000-0000-000000000009}\\a', PATH],
    ['\\\\?\\nothing', PATH],
    ['C:\\a?', NAME],
    ['C:\\a\\b:stream', NAME],
    ['C:\\a\tb', NAME],
    ['C:\\a|b\\c', NAME],
    ['\\\\?\\C:\\a/b', NAME],
    [`C:\\${'x'.repeat(256)}`, NAME],
    ['\\\\.\\pipe\\spoolss', FILE],
    ['COM1', FILE],
    ['\\\\server\\share\\a', 'The network path was not found.'],
  ])('%j: %s', (path, text) => {
    expect(refusal(path)).toBe(text)
  })
})

test('names are found as they are spelt on the disk, whatever the letters', () => {
  const tree = new Map([
    ['/C:', ['Users', 'ÄRGER']],
    ['/C:/Users', ['Public']],
  ])
  const view = { has: (path: string) => tree.has(path), names: (path: string) => tree.get(path) ?? [] }
  expect(paths.toTree('c:\\USERS\\public\\New.txt', view)).toBe('/C:/Users/Public/New.txt')
  expect(paths.toTree('C:\\ärger', view)).toBe('/C:/ÄRGER')
})

test('a path of the tree is left as it is, and shown as Windows has it', () => {
  expect(paths.toTree('/C:/a', EMPTY)).toBe('/C:/a')
  expect(paths.toTree('/?/1/a', EMPTY)).toBe('/?/1/a')
  expect(paths.fromTree('/C:')).toBe('C:\\')
  expect(paths.fromTree('/D:/mnt/data/x')).toBe('D:\\mnt\\data\\x')
  expect(paths.fromTree('/?/1')).toBe(`\\\\?\\Volume{${GUID}}\\`)
  expect(paths.fromTree('/?/1/a/b')).toBe(`\\\\?\\Volume{${GUID}}\\a\\b`)
})

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .filter(
    it => isValidName(it) && !/[\\/]|^\.+$|[. ]$/.test(it) && !/^(?:con|prn|aux|nul|com\d|lpt\d)(?: *\.|$)/i.test(it),
  )

test('where a path leads is the same with any slashes, in any letters for the drive, and after a round trip', () => {
  fc.assert(
    fc.property(
      fc.array(name, { minLength: 1, maxLength: 5 }),
      fc.array(fc.constantFrom('\\', '/')),
      (names, slashes) => {
        const place = `/C:/${names.join('/')}`
        const mixed = names.map((it, index) => (slashes[index] ?? '\\') + it).join('')
        expect(inTree(`C:${mixed}`)).toBe(place)
        expect(inTree(`c:${mixed}`)).toBe(place)
        expect(inTree(paths.fromTree(place))).toBe(place)
        expect(inTree(`\\\\?\\${paths.fromTree(place)}`)).toBe(place)
      },
    ),
  )
})

test('whatever a path is, it leads below a volume or is refused, and what it leads to leads there again', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('C', 'D', ':', '\\', '/', '.', ' ', '?', 'a', 'NUL', '*') }),
      path => {
        const place = refusal(path) === 'nothing' ? inTree(path) : undefined
        if (place === undefined) return
        expect(place).toMatch(/^\/(?:[CD]:|\?\/1|NUL)(?:$|\/)/)
        expect(place).not.toMatch(/\/(?:\.{1,2})(?:\/|$)|\/\//)
        expect(paths.toTree(place, EMPTY)).toBe(place)
      },
    ),
  )
})

test('two spellings of a name are the same exactly if their letters are', () => {
  expect(isSameName('Straße.TXT', 'STRAßE.txt')).toBe(true)
  expect(isSameName('Straße', 'STRASSE')).toBe(false)
  fc.assert(fc.property(fc.string(), text => isSameName(text, text.toLowerCase()) || /[^\0-\x7f]/.test(text)))
})
