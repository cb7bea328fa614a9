import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromCommandLine, toCommandLine } from '../../../src/guest/windows/command-line.js'

test.each([
  [['a', 'b'], 'a b'],
  [['a b'], '"a b"'],
  [['a\tb'], '"a\tb"'],
  [['a"b'], 'a\\"b'],
  [['a\\"b'], 'a\\\\\\"b'],
  [['C:\\x y\\'], '"C:\\x y\\\\"'],
  [['C:\\x\\'], 'C:\\x\\'],
  [['', 'a', ''], ' a '],
  [['dir & echo %PATH%'], '"dir & echo %PATH%"'],
])('GLib writes %j as %s', (argv, line) => {
  expect(toCommandLine(argv)).toBe(line)
})

test.each([
  ['prog a  b', ['prog', 'a', 'b']],
  ['"C:\\Program Files\\x.exe" -a', ['C:\\Program Files\\x.exe', '-a']],
  ['prog "a b" c', ['prog', 'a b', 'c']],
  ['prog ""', ['prog', '']],
  ['prog a\\\\"b c"', ['prog', 'a\\b c']],
  ['prog a\\\\\\"b', ['prog', 'a\\"b']],
  ['prog "a ""b"" c"', ['prog', 'a "b" c']],
  ['prog C:\\a\\', ['prog', 'C:\\a\\']],
  ['', ['']],
])('the C runtime reads %s', (line, argv) => {
  expect(fromCommandLine(line)).toEqual(argv)
})

const argument = fc.string({ unit: fc.constantFrom('a', ' ', '\t', '"', '\\', 'é', '%', "'") })

test('what GLib writes the C runtime reads again, but for empty arguments, which are gone', () => {
  fc.assert(
    fc.property(fc.array(argument), args => {
      const [, ...read] = fromCommandLine(toCommandLine(['prog.exe', ...args]))
      expect(read).toEqual(args.filter(it => it !== ''))
    }),
    { numRuns: 1000 },
  )
})
