import { describe, expect, test } from 'vitest'
import { readAs } from '../read.js'

/** One error for each token that a byte broke; what else there is, as it is. */
const stray = (...tokens: string[]) => tokens.map(token => `JSON parse error, stray '${token}'`)
const VALUE = 'JSON parse error, expecting value'
const word = (text: string) => `JSON parse error, invalid keyword '${text}'`
const FF = '\udcff'

describe('after a bad byte all is skipped up to a structural sign, a control character or a byte that no UTF-8 has', () => {
  test.each([
    ['PING\n', stray('P')],
    ['@ \t @\n', stray('@')],
    ['@@\x1b', stray('@', '\x1b')],
    ['@\r@', stray('@', '@')],
    ['@a"b\'1 true\x7f\x80\xfd\n', stray('@')],
    ['@{}', [...stray('@'), '{}']],
    ['@[]', [...stray('@'), '[]']],
    ['@}', [...stray('@'), VALUE]],
    ['@]', [...stray('@'), VALUE]],
    ['@,', [...stray('@'), VALUE]],
    ['@:', [...stray('@'), VALUE]],
    ['@\xfe', stray('@', '\udcfe')],
    ['\xff\xff\xff', stray(FF, FF, FF)],
    ['\xef\xbb\xbf{}', [...stray('\udcef'), '{}']],
    ['\xc3\xa9\n', stray('\udcc3')],
    ['\f\v\x7f\n', stray('\f', '\v')],
    ['%d\n', stray('%')],
    // A text of C ends at a NUL.
    ['\0{}', [...stray(''), '{}']],
    ['"a\0', stray('"a')],
  ])('%j', (text, expected) => {
    expect(readAs('5.2', text)).toEqual(expected)
  })
})

describe('numbers', () => {
  test.each([
    ['12', []],
    ['12\n', ['12']],
    ['-0 ', ['0']],
    ['-0.0 ', ['-0']],
    ['1[]', ['1', '[]']],
    ['0e1 ', ['0', word('e'), '1']],
    ['0.5e1 ', ['5']],
    ['01 ', stray('01')],
    ['-01 ', stray('-01')],
    ['+1\n', stray('+')],
    ['.5\n', stray('.')],
    ['1_0\n', ['1', ...stray('_')]],
    // A number that is broken off swallows the byte that broke it, even a brace.
    ['1.}\n', stray('1.}')],
    ['1e}\n', stray('1e}')],
    ['1e+}\n', stray('1e+}')],
    ['-\n', stray('-\n')],
    // A byte from 0x80 on is an error of its own.
    ['12\xff', ['12', ...stray(FF)]],
    ['1e999 ', ['inf']],
    ['-1e999 ', ['-inf']],
  ])('%j', (text, expected) => {
    expect(readAs('5.2', text)).toEqual(expected)
  })
})

describe('keywords', () => {
  test.each([
    ['true', []],
    ['true\n', ['true']],
    ['false1 ', ['false', '1']],
    ['tru\xff', [word('tru'), ...stray(FF)]],
    ['True\n', stray('T')],
    ['nan ', [word('nan')]],
  ])('%j', (text, expected) => {
    expect(readAs('5.2', text)).toEqual(expected)
  })
})

describe('strings are broken by control characters and by bytes that no UTF-8 has', () => {
  test.each([
    ['"a\tb"\n', stray('"a\t')],
    ['"a\nb"\n', stray('"a\n')],
    ["'\x1b'\n", stray("'\x1b")],
    ['"\xfe', stray('"\udcfe')],
    ['"\xff', stray(`"${FF}`)],
    ['"a\x7f"', ['"a\\u007F"']],
    // A backslash takes any other byte along, the quote too.
    ['"\\"\n', stray('"\\"\n')],
    ['"\\\n', stray('"\\\n')],
    ['"\\\xff', stray(`"\\${FF}`)],
    ['"\\\x1f', stray('"\\\x1f')],
  ])('%j', (text, expected) => {
    expect(readAs('5.2', text)).toEqual(expected)
  })
})

test('the token is told in full, however long it is', () => {
  const text = `"${'b'.repeat(2000)}`
  expect(readAs('5.2', `${text}\n`)).toEqual(stray(`${text}\n`))
})
