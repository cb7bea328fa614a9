import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillVariables, parseExecLine, quoteWord, splitWords } from '../../../src/guest/services/exec-line.js'

test.each([
  ['-/opt/demo "a b" c', { argv: ['/opt/demo', 'a b', 'c'], ignoresFailure: true }],
  ['@!/bin/x \'it is\' \\x41 "q\\"q"', { argv: ['/bin/x', 'it is', 'A', 'q"q'], ignoresFailure: false }],
  ['-', undefined],
  ['', undefined],
])('%j is %j', (line, expected) => {
  expect(parseExecLine(line)).toEqual(expected)
})

test('words that are quoted are read back', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), words => {
      // A line of a unit file ends at a line feed, whatever stands before it.
      fc.pre(words.every(word => !/[\0\r]/.test(word)))
      expect(splitWords(words.map(quoteWord).join(' '))).toEqual(words)
    }),
  )
})

test('no line is an error', () => {
  fc.assert(
    fc.property(fc.string(), fc.dictionary(fc.string(), fc.string()), (line, variables) => {
      const { argv = [] } = parseExecLine(line) ?? {}
      expect(fillVariables(argv, variables).every(word => typeof word === 'string')).toBe(true)
    }),
  )
})

test('a variable that is a word becomes its words, one in braces stays together', () => {
  const braced = (name: string) => `\${${name}}`
  const variables = { MANY: 'a "b c"', ONE: 'x y' }
  expect(
    fillVariables(
      ['/bin/x', '$MANY', braced('ONE'), `p${braced('ONE')}s`, '$NONE', braced('NONE'), '$$ONE'],
      variables,
    ),
  ).toEqual([...['/bin/x', 'a', 'b c', 'x y', 'px ys', '', '$ONE']])
})
