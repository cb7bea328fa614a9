import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyFile, KeyFileError, toKeyFileValue } from '../../src/agent/key-file.js'

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
  ['[g]\n\t nonsense \r\n', 'Key file contains line “\t nonsense ” which is not a key-value pair, group, or comment'],
  ['[g]\nnon\0=sense', 'Key file contains line “non\ufffd=sense” which is not a key-value pair, group, or comment'],
  ['[g]x', 'Key file contains line “[g]x” which is not a key-value pair, group, or comment'],
  ['[[g]]', 'Key file contains line “[[g]]” which is not a key-value pair, group, or comment'],
  ['[g]\r', 'Key file contains line “[g]\r” which is not a key-value pair, group, or comment'],
  ['\u00a0[g]', 'Key file contains line “\u00a0[g]” which is not a key-value pair, group, or comment'],
  ['\v\n[g]', 'Key file contains line “\v” which is not a key-value pair, group, or comment'],
  ['[]', 'Invalid group name: '],
  ['[a[b]', 'Invalid group name: a[b'],
  ['[g\x7f]', 'Invalid group name: g\x7f'],
  ['[g]\n[g]=5', 'Invalid key name: [g]'],
  ['[g]\na[d e]=5', 'Invalid key name: a[d e]'],
  ['[g]\na [de]=5', 'Invalid key name: a [de]'],
  ['a[=5\n[g]', 'Key file does not start with a group'],
  ['[g]\nEncoding=latin1', 'Key file contains unsupported encoding “latin1”'],
])('%j: %s', (text, message) => {
  expect(() => new KeyFile(text)).toThrow(new KeyFileError(message))
})

// All seen with qemu-ga 7.2.22.
test.each([
  ['a=\u00a0b', '\u00a0b'],
  ['a=\vb', '\vb'],
  ['a= \t\r\fb', 'b'],
  ['\t a\t\f= b ', 'b '],
  ['a=b\r', 'b\r'],
  ['a=b\u2028c', 'b\u2028c'],
  ['a=b\0c', 'b'],
  ['a=b\na[C]=c\na[dé]=d', 'b'],
  ['a\u00a0=b', undefined],
  ['\va=b', undefined],
])('%j gives %j', (line, value) => {
  expect(new KeyFile(`[g]\n${line}\r\n`).string('g', 'a')).toBe(value)
})

test.each(['true ', '1\t', 'true\r\r'])('%j is true', value => {
  expect(new KeyFile(`[g]\na=${value}\r\n`).boolean('g', 'a')).toBe(true)
})

test.each(['true\v', 'true\u00a0', '1\\s', 'True', ''])('%j is no boolean', value => {
  expect(() => new KeyFile(`[g]\na=${value}\n`).boolean('g', 'a')).toThrow(KeyFileError)
})

test('only the first group tells the encoding', () => {
  expect(new KeyFile('[g]\nEncoding=utf-8\n[h]\nEncoding=x\n').string('h', 'Encoding')).toBe('x')
})

test('what is written is read again', () => {
  const letter = fc.constantFrom(' ', '\t', '\n', '\r', '\f', '\\', 's', 'é', '=', '#')
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 8 }), pieces => {
      const text = `x${pieces.join('')}`
      for (const it of [text, text.slice(1).replace(/^[ \t\n\r]*\f+/, '')]) {
        expect(new KeyFile(`[g]\na=${toKeyFileValue(it)}\n`).string('g', 'a')).toBe(it)
      }
    }),
    { seed: 42, numRuns: 2000 },
  )
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
