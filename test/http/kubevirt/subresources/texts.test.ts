import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { goQuote } from '../../../../src/http/kubevirt/subresources/go-quote.js'
import { prettyJson } from '../../../../src/http/kubevirt/subresources/pretty-json.js'

describe('%q of Go', () => {
  test.each([
    ['plain', '"plain"'],
    [`it's "so"`, String.raw`"it's \"so\""`],
    ['C:\\', String.raw`"C:\\"`],
    ['a\nb\tc\r\x07\b\f\v', String.raw`"a\nb\tc\r\a\b\f\v"`],
    ['\0\x1f\x7f', String.raw`"\x00\x1f\x7f"`],
    ['häß 世界 😀', '"häß 世界 😀"'],
    ['\u00a0\u200b\u2028\ufeff', String.raw`"\u00a0\u200b\u2028\ufeff"`],
    ['\ud800', '"\ufffd"'],
  ])('%j', (text, quoted) => {
    expect(goQuote(text)).toBe(quoted)
  })

  test('of what can be printed is as in JSON', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(goQuote(text)).toBe(JSON.stringify(text))
      }),
    )
  })
})

describe('JSON in the layout of virt-api', () => {
  test('one blank more than it is deep, but for the first line', () => {
    expect(prettyJson({ b: [1, {}], a: [] })).toBe('{\n  "b": [\n   1,\n   {}\n  ],\n  "a": []\n }')
  })

  test('is the same as JSON, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = prettyJson(value as never)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(text).not.toMatch(/[<>&\u2028\u2029]/)
        expect(
          text
            .split('\n')
            .slice(1)
            .every(line => line.startsWith(' ')),
        ).toBe(true)
      }),
    )
  })
})
