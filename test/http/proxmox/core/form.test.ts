import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { percentDecode, readForm } from '../../../../src/http/proxmox/form.js'

describe('a form', () => {
  test.each<[string, [string, string | undefined][]]>([
    ['', []],
    ['a=1', [['a', '1']]],
    [
      'a=1&b=2;c=3',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', '3'],
      ],
    ],
    ['a=', [['a', '']]],
    ['a', [['a', undefined]]],
    ['&&a=1&', [['a', '1']]],
    ['a=x+y%20z', [['a', 'x y z']]],
    ['a+b=1', [['a b', '1']]],
    ['a=b=c=d', [['a', 'b']]],
    ['a=MQ==', [['a', 'MQ']]],
    ['a=MQ%3D%3D', [['a', 'MQ==']]],
    ['a=1&a=2&a=3', [['a', '1\x002\x003']]],
    ['a=1&a', [['a', undefined]]],
    ['a&a=1', [['a', '1']]],
    ['command[]=ls', [['command[]', 'ls']]],
    ['a=%C3%A9', [['a', 'é']]],
    ['a=\xc3\xa9', [['a', 'é']]],
    ['a=%FF', [['a', '\ufffd']]],
    ['a=%zz%4', [['a', '%zz%4']]],
    ['%C3%A9=1', [['\xc3\xa9', '1']]],
    ['__proto__=1', [['__proto__', '1']]],
  ])('%j', (text, expected) => {
    expect([...readForm(text)]).toEqual(expected)
  })

  test('what URLSearchParams writes comes out again', () => {
    // Those that come several times stand in one text; a surrogate alone is no character.
    const name = fc.string({ minLength: 1 }).filter(text => /^[\x20-\x7e]+$/.test(text))
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, text), { selector: ([name]) => name }), pairs => {
        expect([...readForm(new URLSearchParams(pairs).toString())]).toEqual(pairs)
      }),
    )
  })

  test('any text is a form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        for (const value of readForm(text).values()) expect(['string', 'undefined']).toContain(typeof value)
      }),
    )
  })
})

test('percent-decoding gives bytes, and leaves alone what is broken', () => {
  expect(percentDecode('/a%2Fb%C3%A9%%2%2g%41')).toBe('/a/b\xc3\xa9%%2%2gA')
})
