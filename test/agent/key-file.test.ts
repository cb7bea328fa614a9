import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyFile, KeyFileError } from '../../src/agent/key-file.js'

test('groups, comments, blanks and escapes', () => {
  const file = new KeyFile(
    '# comment\n\n[general]\nmethod= unix-listen \n  path =/a\\sb\\\\c\nverbose = 1 \n[other]\nq=1\n[general]\npath=/z\nempty=\n',
  )
  expect(file.string('general', 'method')).toBe('unix-listen ')
  expect(file.string('general', 'path')).toBe('/z')
  expect(file.string('general', 'empty')).toBe('')
  expect(file.string('general', 'q')).toBe(undefined)
  expect(file.string('nowhere', 'q')).toBe(undefined)
  expect(file.boolean('general', 'verbose')).toBe(true)
  expect(file.boolean('general', 'daemon')).toBe(undefined)
  expect(new KeyFile('[g]\na=\\s\\t\\\\').string('g', 'a')).toBe(' \t\\')
})

// All seen with qemu-ga 7.2.22.
test.each([
  ['verbose=true', 'Key file does not start with a group'],
  ['[general]\nnonsense', 'Key file contains line “nonsense” which is not a key-value pair, group, or comment'],
  ['[general', 'Key file contains line “[general” which is not a key-value pair, group, or comment'],
  ['[general]\n=5', 'Key file contains line “=5” which is not a key-value pair, group, or comment'],
])('%j: %s', (text, message) => {
  expect(() => new KeyFile(text)).toThrow(new KeyFileError(message))
})

test('a value that is no boolean, or has an unknown escape', () => {
  const file = new KeyFile('[general]\nverbose=maybe\npath=a\\qb\nend=a\\')
  const message = (key: string) => `Key file contains key “${key}” which has a value that cannot be interpreted.`
  expect(() => file.boolean('general', 'verbose')).toThrow(new KeyFileError(message('verbose')))
  expect(() => file.string('general', 'path')).toThrow(new KeyFileError(message('path')))
  expect(() => file.string('general', 'end')).toThrow(new KeyFileError(message('end')))
})

test('integers of 32 bits; what is none is 0', () => {
  const integer = (value: string) => new KeyFile(`[g]\na=${value}\n`).integer('g', 'a')
  expect(['7', '+9', '-5', '12 13', '2147483647', '-2147483648'].map(integer)).toEqual([
    ...[7n, 9n, -5n, 12n, 2_147_483_647n, -2_147_483_648n],
  ])
  expect(['', 'abc', '7x', '0x10', '5.5', '2147483648', '-2147483649'].map(integer)).toEqual(Array(7).fill(0n))
  expect(new KeyFile('[g]\n').integer('g', 'a')).toBe(undefined)
})

test('whatever stands in a file is read or refused', () => {
  const piece = fc.constantFrom(...['[g]', '[', ']', '=', 'a', '-', '7', '99999999999', ' ', '\n', '\0', '#', 'é'])
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
      try {
        const value = new KeyFile(pieces.join('')).integer('g', 'a') ?? 0n
        expect(BigInt.asIntN(32, value)).toBe(value)
      } catch (error) {
        expect(error).toBeInstanceOf(KeyFileError)
      }
    }),
    { seed: 41, numRuns: 2000 },
  )
})
