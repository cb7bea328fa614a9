import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitFields } from '../../../../src/guest/shell/expand/fields.js'
import { expandedPiece, quotedPiece } from '../../../../src/guest/shell/expand/pieces.js'

const letters = (...units: string[]) => fc.array(fc.constantFrom(...units), { maxLength: 10 }).map(it => it.join(''))
const texts = (text: string, ifs: string) => splitFields([expandedPiece(text)], ifs).map(field => field.text)

describe('field splitting', () => {
  it('at blanks alone is what is between runs of them', () => {
    fc.assert(
      fc.property(letters('a', 'b', ' ', '\t'), text => {
        expect(texts(text, ' \t')).toEqual(text.split(/[ \t]+/).filter(part => part !== ''))
      }),
    )
  })

  it('at another character has a field before each of them', () => {
    fc.assert(
      fc.property(letters('a', 'b', ':'), text => {
        const parts = text.split(':')
        expect(texts(text, ':')).toEqual(parts.at(-1) === '' ? parts.slice(0, -1) : parts)
      }),
    )
  })

  it('takes blanks around another character as part of it', () => {
    fc.assert(
      fc.property(letters('a', ' ', ':'), text => {
        const parts = text.replace(/^ +| +$/g, '').split(/ *: *| +/)
        expect(texts(text, ' :')).toEqual(parts.at(-1) === '' ? parts.slice(0, -1) : parts)
      }),
    )
  })

  it('leaves alone what is quoted, and all when IFS is empty', () => {
    fc.assert(
      fc.property(letters('a', ' ', ':'), text => {
        expect(splitFields([quotedPiece(text)], ' :').map(field => field.text)).toEqual([text])
        expect(texts(text, '')).toEqual(text === '' ? [] : [text])
      }),
    )
  })
})
