import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BadReply, ReplyReader } from '../../../../src/http/proxmox/agent/reply-reader.js'

const ID = 104205n
const read = (text: string) => new ReplyReader(ID).push(Buffer.from(text, 'latin1'))
const pair = (id: bigint | string, reply: string) => `\xff{"return": ${id}}\n${reply}\n`

describe('the reply', () => {
  test('is the line behind the answer to the sync', () => {
    expect(read(pair(ID, '{"return": 9007199254740993}'))).toEqual({ return: 9007199254740993n })
  })

  test.each([
    ['no 0xFF', `{"return": ${ID}}\n{"return": 1}\n`],
    ['no second line', `\xff{"return": ${ID}}\n`],
    ['a second line that has no end', `\xff{"return": ${ID}}\n{"return": 1}`],
    ['a line that ends in no brace', `\xff{"return": ${ID}}\nlogin:\n{"return": 1}\n`],
    ['a line that is a brace', `\xff}\n${pair(ID, '{"return": 1}').slice(1)}`],
    ['a lower id', pair(ID - 1n, '{"return": 1}')],
    ['an id that Perl takes for less', pair('"abc"', '{"return": 1}')],
    ['an id that Perl takes for 1', pair('true', '{"return": 1}')],
  ])('is not there yet with %s', (_, text) => {
    expect(read(text)).toBeUndefined()
  })

  test('comes after those of others', () => {
    expect(read(`noise}\n\xff\xff${pair(ID - 1n, '{"return": 1}')}${pair(ID, '{"return": 2}')}`)).toEqual({
      return: 2n,
    })
  })

  test('may begin in the piece in which that of another ends', () => {
    const reader = new ReplyReader(ID)
    expect(reader.push(Buffer.from(`${pair(ID - 1n, '{"return": 1}')}\xff{"return": 10`, 'latin1'))).toBeUndefined()
    expect(reader.push(Buffer.from('4205}\n{"return": 2}\n'))).toEqual({ return: 2n })
  })

  test('is passed over with all before it, as soon as a later 0xFF has a pair of lines', () => {
    expect(read(pair(ID, '{"return": 2}') + pair(ID - 1n, '{"return": 1}'))).toBeUndefined()
  })

  test('has bytes for characters where the agent has not escaped them', () => {
    expect(read(pair(ID, '{"return": "\xc3\xa9\\u00e9"}'))).toEqual({ return: 'Ã©é' })
  })

  test.each([
    ['a higher id', pair(ID + 1n, '{"return": 1}'), "got wrong command id '104206' (expected 104205)\n"],
    [
      'an object for an id',
      pair('{}', '{"return": 1}'),
      "got wrong command id 'HASH(0x55d5c8a0e2f8)' (expected 104205)\n",
    ],
    [
      'a list for an id',
      pair('[]', '{"return": 1}'),
      "got wrong command id 'ARRAY(0x55d5c8a0e2f8)' (expected 104205)\n",
    ],
    ['0 for an id', pair('0', '{"return": 1}'), 'received response without command id\n'],
    [
      'no id',
      '\xff{"error": {"class": "GenericError", "desc": "x"}}\n{"return": 1}\n',
      'received response without command id\n',
    ],
    [
      'no JSON',
      '\xffx}\n{"return": 1}\n',
      'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 ' +
        '(before "x}") at /usr/share/perl5/JSON.pm line 190.\n',
    ],
  ])('cannot be found with %s', (_, text, message) => {
    expect(() => read(text)).toThrow(new BadReply(message))
  })

  test('is found in pieces of any size, whatever comes before it', () => {
    const noise = fc.string({ unit: fc.constantFrom('\xff', '}', '\n', '\r', '{', 'a', '\0'), maxLength: 12 })
    fc.assert(
      fc.property(noise, fc.nat(20), fc.boolean(), (before, size, isCrLf) => {
        const text = pair(ID, '{"return": {"a": [1, "}"]}}').replaceAll('\n', isCrLf ? '\r\n' : '\n')
        // A complete pair of lines in the noise would be looked at first.
        const bytes = Buffer.from(before.replaceAll('}', '') + text, 'latin1')
        const reader = new ReplyReader(ID)
        let reply: unknown
        for (let at = 0; at < bytes.length; at += size + 1) {
          expect(reply).toBeUndefined()
          reply = reader.push(bytes.subarray(at, at + size + 1))
        }
        expect(reply).toEqual({ return: { a: [1n, '}'] } })
      }),
    )
  })

  test('of any bytes is either there, or not, or a BadReply', () => {
    const piece = fc.constantFrom('\xff', '\n', '\r\n', '}', '{', '{"return": 104205}', '{"return": 1}', 'x', '\0', '[')
    fc.assert(
      fc.property(
        fc.array(
          fc.array(piece, { maxLength: 8 }).map(parts => parts.join('')),
          { maxLength: 6 },
        ),
        chunks => {
          const reader = new ReplyReader(ID)
          try {
            for (const chunk of chunks) reader.push(Buffer.from(chunk, 'latin1'))
            reader.hasSynced()
          } catch (error) {
            expect(error).toBeInstanceOf(BadReply)
          }
        },
      ),
    )
  })
})

describe('the sync of a connection that has ended', () => {
  test.each([
    ['answered', `\xff{"return": ${ID}}\n`, true],
    ['answered by whatever id', '\xff{"return": 7}\n{"retu', true],
    ['answered by half a line', `\xff{"return": ${ID}`, false],
    ['answered without 0xFF', `{"return": ${ID}}\n`, false],
    ['not answered', '', false],
  ])('was %s', (_, text, expected) => {
    const reader = new ReplyReader(ID)
    expect(reader.push(Buffer.from(text, 'latin1'))).toBeUndefined()
    expect(reader.hasSynced()).toBe(expected)
  })
})
