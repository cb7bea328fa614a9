import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeBase64, encodeBase64 } from '../../src/commands/base64.js'
import { QapiError } from '../../src/qapi/errors.js'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The rule once more, as plainly as it can be said: undefined where there is a character that must not be. */
function model(text: string): number[] | undefined {
  const bytes: number[] = []
  let group = ''
  for (const character of text) {
    if (character === '\n') continue
    if (!LETTERS.includes(character) && character !== '=') return undefined
    group += character
    if (group.length < 4) continue
    let bits = 0
    for (const letter of group) bits = bits * 64 + (letter === '=' ? 0 : LETTERS.indexOf(letter))
    bytes.push((bits >> 16) & 0xff)
    if (group[2] !== '=') bytes.push((bits >> 8) & 0xff)
    if (group[3] !== '=') bytes.push(bits & 0xff)
    group = ''
  }
  return bytes
}

function decode(text: string): number[] | undefined {
  try {
    return [...decodeBase64(text)]
  } catch (error) {
    if (error instanceof QapiError && error.desc === 'Base64 data contains invalid characters') return undefined
    throw error
  }
}

test('any text is decoded as the rule says', () => {
  const characters = fc.constantFrom(...LETTERS, '=', '=', '=', '=', '\n', '\n')
  const bad = fc.constantFrom(' ', '\r', '-', '_', '$', '\0', 'é', '\u{1f600}')
  const text = fc.array(fc.oneof({ weight: 200, arbitrary: characters }, { weight: 1, arbitrary: bad }), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(text, characters => {
      expect(decode(characters.join(''))).toEqual(model(characters.join('')))
    }),
    { seed: 3, numRuns: 2000 },
  )
})

test('what was encoded is decoded to the same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), bytes => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
      expect(decode(encodeBase64(bytes))).toEqual([...bytes])
    }),
    { seed: 4, numRuns: 200 },
  )
})
