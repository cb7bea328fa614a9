import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, escapePattern, matchPattern } from '../../../../src/guest/shell/pattern.js'

/** The plain recursion that takes exponential time: only for short texts. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '') return text === ''
  const rest = pattern.slice(1)
  if (pattern.startsWith('*')) return matches(rest, text) || (text !== '' && matches(pattern, text.slice(1)))
  if (text === '') return false
  return (pattern.startsWith('?') || pattern[0] === text[0]) && matches(rest, text.slice(1))
}

const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 7 }).map(parts => parts.join(''))
const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map(parts => parts.join(''))

describe('patterns', () => {
  it('match as the plain recursion does', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        expect(matchPattern(p, t)).toBe(matches(p, t))
      }),
    )
  })

  it('find the shortest and the longest match at both ends', () => {
    fc.assert(
      fc.property(pattern, text, (p, t) => {
        const ends = Array.from({ length: t.length + 1 }, (_, end) => end)
        const fromStart = ends.filter(end => matches(p, t.slice(0, end)))
        const toEnd = ends.filter(start => matches(p, t.slice(start)))
        const compiled = compilePattern(p)
        expect(compiled.endFrom(t, 0, false)).toBe(fromStart[0])
        expect(compiled.endFrom(t, 0, true)).toBe(fromStart.at(-1))
        expect(compiled.startOfEnd(t, false)).toBe(toEnd.at(-1))
        expect(compiled.startOfEnd(t, true)).toBe(toEnd[0])
      }),
    )
  })

  it('match nothing but the text when it is escaped', () => {
    const any = fc.string({
      unit: fc.constantFrom('a', '*', '?', '[', ']', '\\', '(', ')', '|', '@', '!', '😀'),
      maxLength: 6,
    })
    fc.assert(
      fc.property(any, any, (one, other) => {
        expect(matchPattern(escapePattern(one), other, { extglob: true })).toBe(one === other)
      }),
    )
  })

  it('know groups: once, at most once, any number of times, at least once, and anything else', () => {
    const extglob = true
    const which = (operator: string, ...texts: string[]) =>
      texts.filter(it => matchPattern(`${operator}(ab|c)`, it, { extglob }))
    const texts = ['', 'ab', 'c', 'abc', 'x', 'abcab']
    expect(which('@', ...texts)).toEqual(['ab', 'c'])
    expect(which('?', ...texts)).toEqual(['', 'ab', 'c'])
    expect(which('*', ...texts)).toEqual(['', 'ab', 'c', 'abc', 'abcab'])
    expect(which('+', ...texts)).toEqual(['ab', 'c', 'abc', 'abcab'])
    expect(which('!', ...texts)).toEqual(['', 'abc', 'x', 'abcab'])
  })

  it('take no more than quadratic time', () => {
    expect(matchPattern(`${'*a'.repeat(20)}b`, 'a'.repeat(2000))).toBe(false)
    expect(matchPattern('*(*(a|b)|+(a))c', 'a'.repeat(60), { extglob: true })).toBe(false)
  })
})
