import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkScript } from '../../../src/guest/shell/run/grammar/check.js'

const piece = fc.constantFrom(
  ...[
    'if',
    'then',
    'fi',
    'for',
    'x',
    'in',
    'do',
    'done',
    'case',
    'esac',
    'a',
    '{',
    '}',
    '(',
    ')',
    '((',
    '))',
    '[[',
    ']]',
  ],
  ...[
    ';',
    ';;',
    '&',
    '&&',
    '|',
    '|&',
    '&>',
    '>',
    '<',
    '<<E',
    '<<<',
    '\n',
    'E\n',
    ' ',
    ' ',
    '"',
    "'",
    '`',
    '$(',
    '${',
    '$((',
    '\\',
    '#',
  ],
  ...['select', 'function', 'coproc', 'time', '!', '=', '+=', '[', ']', "$'", '*(', '<('],
)
const text = fc.array(piece, { maxLength: 30 }).map(pieces => pieces.join(''))

describe.each([
  ['bash', true],
  ['dash', false],
] as const)('the grammar of %s', (_, isBash) => {
  test('reads any text to an end, and keeps its lines', () => {
    fc.assert(
      fc.property(text, given => {
        const { text: read, failure } = checkScript(given, isBash)
        const lines = given.split('\n').length
        if (failure === undefined) expect(read.split('\n')).toHaveLength(lines)
        else expect(failure.line).toBeGreaterThan(0)
      }),
    )
  })

  test('takes what stands before the line with a mistake', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b c', 'if a; then b; fi', 'x=1 y', 'a | b', 'a && b')), lines => {
        const whole = lines.map(line => `${line}\n`).join('')
        expect(checkScript(`${whole}a )\nb`, isBash)).toEqual({
          text: whole,
          failure: { line: lines.length + 1, token: ')' },
          unended: [],
        })
      }),
    )
  })
})

test.each([
  ["echo $'a'", "echo \\$'a'"],
  ['a &> b', 'a & > b'],
  ['[[ a ]]', '\\[[ a ]]'],
  ['((a))', '( (a))'],
  ['a[1]=2', 'a\\[1]=2'],
  ['a+=2', 'a\\+=2'],
  ['echo "$(time a)"', 'echo "$(\\time a)"'],
  ['cat <<E\n[[ a ]] &> b\nE\n', 'cat <<E\n[[ a ]] &> b\nE\n'],
])('what dash reads differently is written so that bash reads it as dash does: %s', (given, written) => {
  expect(checkScript(given, false)).toEqual({ text: written, unended: [] })
})

test.each([
  ['select x in a; do b; done', 'for select:x in a; do b; done'],
  ['for x in a; { b; }', 'for x in a; do b; done'],
])('what the parser does not know of bash is written so that it does: %s', (given, written) => {
  expect(checkScript(given, true)).toEqual({ text: written, unended: [] })
})

test('a here-document that nothing ends is told of', () => {
  expect(checkScript('a\ncat <<-"E F"\nb', true).unended).toEqual([{ delimiter: 'E F', stripsTabs: true, line: 2 }])
})
