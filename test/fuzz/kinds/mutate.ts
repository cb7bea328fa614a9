/** Bytes made wrong. One character a byte. */
import type { Chance } from '../chance.js'

const PIECES = [
  ...[
    '\xff',
    '\xfe',
    '\x80',
    '\0',
    '\x1b',
    '\x0b',
    '\x0c',
    '\x7f',
    '\xef\xbb\xbf',
    '\xc3\x28',
    '\xed\xa0\x80',
    '\xc0\x80',
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    "'",
    '\\',
    '\\u',
    '\n',
    '\r',
    '\t',
    ' ',
    '{}',
    '[]',
    '""',
    '{"',
    '"}',
    '},{',
    ']}',
  ],
  ...[
    '0',
    '-',
    '1.',
    '1e',
    '1e+',
    '.5',
    '01',
    '-01',
    '0e1',
    '0.5e1',
    '00',
    '1.5.5',
    '--1',
    '+1',
    '1e5e5',
    '0x10',
    '1a',
  ],
  ...[
    'true',
    'false',
    'null',
    'nul',
    'tru',
    'NaN',
    'inf',
    'Infinity',
    'foo',
    'A',
    '@',
    '%',
    '%d',
    '%p',
    '//',
    '/*',
    '#',
  ],
  ...[
    '"execute"',
    '"guest-ping"',
    '"arguments":{}',
    '"id":1',
    '{"execute":"guest-ping"}',
    '{"a":1,"a":2}',
    '{1:2}',
    '{"a" 1}',
  ],
]

type Mutation = (text: string, chance: Chance) => string

const MUTATIONS: readonly Mutation[] = [
  (text, chance) => insert(text, chance.below(text.length + 1), chance.oneOf(PIECES)),
  (text, chance) => insert(text, chance.below(text.length + 1), chance.oneOf(PIECES)),
  (text, chance) => insert(text, chance.below(text.length + 1), String.fromCharCode(chance.below(256))),
  (text, chance) => remove(text, chance.below(text.length), 1),
  (text, chance) => remove(text, chance.below(text.length), 1 + chance.size(12)),
  (text, chance) => text.slice(0, chance.below(text.length)),
  (text, chance) => text.slice(chance.below(text.length)),
  (text, chance) => {
    const at = chance.below(text.length)
    return `${text.slice(0, at)}${String.fromCharCode(chance.below(256))}${text.slice(at + 1)}`
  },
  (text, chance) => {
    const from = chance.below(text.length)
    return insert(text, chance.below(text.length), text.slice(from, from + 1 + chance.size(20)))
  },
  (text, chance) => {
    const [a = 0, b = 0] = [chance.below(text.length), chance.below(text.length)].sort((x, y) => x - y)
    return `${text.slice(0, a)}${text.slice(b)}${text.slice(a, b)}`
  },
  (text, chance) =>
    text.replace(/[{}[\]]/g, bracket => (chance.once(6) ? chance.oneOf(['', '{', '}', '[', ']']) : bracket)),
  (text, chance) => text.replace(/"/g, quote => (chance.once(6) ? chance.oneOf(['', "'", '""', '\\"']) : quote)),
]

export function mutate(text: string, chance: Chance): string {
  let result = text
  for (let left = 1 + chance.size(3); left > 0 && result.length > 0; left--) {
    result = chance.oneOf(MUTATIONS)(result, chance)
  }
  return result
}

function insert(text: string, at: number, piece: string): string {
  return text.slice(0, at) + piece + text.slice(at)
}

function remove(text: string, at: number, count: number): string {
  return text.slice(0, at) + text.slice(at + count)
}
