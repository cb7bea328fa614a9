/** JSON as somebody might write it: values of all kinds, and several ways to write each. One character a byte. */
import type { Chance } from './chance.js'
import { utf8 } from './story.js'

export const INTEGERS: readonly string[] = [
  ...['0', '-0', '1', '-1', '2', '7', '1000', '1001', '4096', '-4096', '65536', '48000000', '50331648', '50331649'],
  ...['2147483647', '2147483648', '-2147483648', '-2147483649', '4294967295', '4294967296'],
  ...['9007199254740993', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809'],
  ...['18446744073709551615', '18446744073709551616', '-18446744073709551616', '100000000000000000000000000'],
]

const DOUBLES = [
  ...['0.0', '-0.0', '1.0', '1.5', '-2.25', '1e3', '1E+2', '0.1', '1e-7', '5e-324', '1e22', '1e308', '1e999', '-1e999'],
  ...['123456789.123456789', '0.30000000000000004', '4.35', '2.675e-5', '1.7976931348623157e308', '9.5e15', '1e16'],
  ...['1e17', '123456789012345678.0', '0.00001', '0.0001', '1e-5', '99999999999999999999.5', '3.0e-310'],
]

const STRINGS = [
  ...[
    '',
    'a',
    'guest-ping',
    'set',
    'cur',
    'end',
    'SET',
    '0',
    'true',
    'null',
    'r',
    'id',
    'YQ==',
    '/',
    '\u0000',
    'a\u0000b',
  ],
  ...[
    '"',
    "'",
    '\\',
    '\n',
    '\t\r\b\f',
    '\x7f',
    'ä',
    '€',
    '\u{1F600}',
    '\u{10FFFF}',
    '\uFFFD',
    '\uFEFF',
    '\u0080',
    '\u2028',
  ],
  ...['x'.repeat(40), 'long '.repeat(60), 'ünïcödé', '/* */', '</script>', '%s %d %n', '$HOME', '@', 'a:b,c'],
]

/** Bytes inside a string that the agent may not take. */
const BAD_STRINGS = [
  ...[
    '\xff',
    '\xfe',
    '\x80',
    '\xc0\x80',
    '\xc0\xaf',
    '\xc1\xbf',
    '\xe0\x80\x80',
    '\xed\xa0\x80',
    '\xf4\x90\x80\x80',
    '\xc3',
  ],
  ...[
    '\xe2\x82',
    '\xf0\x9f\x98',
    '\xef\xbf\xbe',
    '\xef\xb7\x90',
    '\xf8\x88\x80\x80\x80',
    '\x01',
    '\x1f',
    '\n',
    '\t',
    '\0',
  ],
  ...[
    '\\x',
    '\\u',
    '\\u12',
    '\\u123g',
    '\\ud800',
    '\\udc00',
    '\\ud800\\udc00',
    '\\ud83dx',
    '\\ud83d\\u0041',
    '\\ufffe',
  ],
  ...['\\uFDD0', '\\u0000', '\\ud83f\\udffe', '\\a', '\\0', '\\v', '\\\xc3\xa9', '\\\x01', '\\u00e9', '\\/', "\\'"],
]

export function integer(chance: Chance): string {
  if (chance.once(3)) return String(chance.size(1 << 30) - chance.size(1000))
  return chance.oneOf(INTEGERS)
}

export function number(chance: Chance): string {
  if (chance.once(2)) return integer(chance)
  if (chance.once(2)) return chance.oneOf(DOUBLES)
  const digits = (most: number) => chance.text('0123456789', 1 + chance.size(most))
  const exponent = chance.once(2) ? `${chance.oneOf(['e', 'E'])}${chance.oneOf(['', '+', '-'])}${digits(2)}` : ''
  return `${chance.oneOf(['', '-'])}${1 + chance.below(9)}${digits(19)}.${digits(17)}${exponent}`
}

/** A string that is valid, in one of the ways to write it. */
export function stringOf(chance: Chance, text: string): string {
  const quote = chance.once(8) ? "'" : '"'
  const characters = [...text].map(character => {
    if (character === quote || character === '\\') return `\\${character}`
    const code = character.codePointAt(0) ?? 0
    if (code < 0x20 || (chance.once(40) && code < 0x10000)) return `\\u${code.toString(16).padStart(4, '0')}`
    return utf8(character)
  })
  return `${quote}${characters.join('')}${quote}`
}

export function anyString(chance: Chance): string {
  if (chance.once(30)) return `"${'y'.repeat(chance.below(6000))}"`
  if (chance.once(3)) return stringOf(chance, chance.text('abcxyz -_/.0', chance.size(12)))
  return stringOf(chance, chance.oneOf(STRINGS))
}

/** A string that mostly is not valid. */
export function oddString(chance: Chance): string {
  const quote = chance.oneOf(['"', '"', "'"])
  const odd = chance.oneOf(BAD_STRINGS)
  return `${quote}${chance.text('abc', chance.size(4))}${odd}${chance.text('abc', chance.size(4))}${quote}`
}

export function blank(chance: Chance): string {
  return chance.once(12) ? chance.text(' \t\n\r', 1 + chance.size(3)) : ''
}

/** `[name, value]` pairs, both as they are written. */
export function objectOf(chance: Chance, members: readonly (readonly [string, string])[]): string {
  const gap = () => blank(chance)
  const written = members.map(([name, value]) => `${gap()}${name}${gap()}:${gap()}${value}${gap()}`)
  return `{${written.join(',')}}`
}

export function listOf(chance: Chance, elements: readonly string[]): string {
  return `[${elements.map(element => `${blank(chance)}${element}${blank(chance)}`).join(',')}]`
}

/** Any value, nested at most so deep. */
export function anyValue(chance: Chance, depth = 3): string {
  switch (chance.below(depth > 0 ? 9 : 6)) {
    case 0:
      return chance.oneOf(['true', 'false'])
    case 1:
      return 'null'
    case 2:
    case 3:
      return number(chance)
    case 4:
    case 5:
      return anyString(chance)
    case 6:
      return listOf(
        chance,
        chance.list(chance.size(5), () => anyValue(chance, depth - 1)),
      )
    default:
      return objectOf(
        chance,
        chance.list(chance.size(6), () => [memberName(chance), anyValue(chance, depth - 1)] as const),
      )
  }
}

/** Few letters, so that names fall into the same bucket now and then. Seldom the same twice. */
export function memberName(chance: Chance): string {
  if (chance.once(4)) return anyString(chance)
  return stringOf(chance, chance.text('abcdefghijklmnopqrstuvwxyz-_0', 1 + chance.size(8)))
}
