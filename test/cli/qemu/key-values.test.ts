import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatKeyValues, parseKeyValues } from '../../../src/cli/qemu/key-values.js'

describe('a list of keys and values', () => {
  test.each([
    ['', []],
    [
      'socket,id=a',
      [
        ['backend', 'socket'],
        ['id', 'a'],
      ],
    ],
    [
      'backend=socket,id=a',
      [
        ['backend', 'socket'],
        ['id', 'a'],
      ],
    ],
    [
      'a,,b,id=c',
      [
        ['backend', 'a,b'],
        ['id', 'c'],
      ],
    ],
    [
      'null,path=/tmp/a,,b,server=on',
      [
        ['backend', 'null'],
        ['path', '/tmp/a,b'],
        ['server', 'on'],
      ],
    ],
    [
      'null,path=a=b,id=',
      [
        ['backend', 'null'],
        ['path', 'a=b'],
        ['id', ''],
      ],
    ],
    [
      ',id=a',
      [
        ['backend', ''],
        ['id', 'a'],
      ],
    ],
    ['null,', [['backend', 'null']]],
    [
      'null,path=,,,id=a',
      [
        ['backend', 'null'],
        ['path', ','],
        ['id', 'a'],
      ],
    ],
  ] as const)('%j', (text, pairs) => {
    expect(parseKeyValues(text, 'backend')).toEqual(pairs.map(([key, value]) => ({ key, value })))
  })

  test('has words alone that mean on, and off with no in front', () => {
    expect(parseKeyValues('null,server,nowait', 'backend')).toEqual([
      { key: 'backend', value: 'null' },
      { key: 'server', value: 'on', isShort: true },
      { key: 'wait', value: 'off', isShort: true },
    ])
    expect(parseKeyValues('timestamp')).toEqual([{ key: 'timestamp', value: 'on', isShort: true }])
  })

  test('reads as it was written, whatever the values hold', () => {
    const key = fc.stringMatching(/^[a-z.-]+$/)
    const pairs = fc.array(fc.record({ key, value: fc.string() }))
    fc.assert(
      fc.property(pairs, list => {
        expect(parseKeyValues(formatKeyValues(list))).toEqual(list)
      }),
    )
  })

  test('has a value whose commas are doubled, first or last', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(',', '=', 'a', ' ')), letters => {
        const value = letters.join('')
        const doubled = value.replaceAll(',', ',,')
        expect(parseKeyValues(`id=x,path=${doubled}`)).toEqual([
          { key: 'id', value: 'x' },
          { key: 'path', value },
        ])
      }),
    )
  })
})
