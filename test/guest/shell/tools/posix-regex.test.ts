import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, translate } from '../../../../src/guest/shell/tools/own/posix-regex.js'

/** An expression as each syntax writes it. */
interface Written {
  readonly javascript: string
  readonly extended: string
  readonly basic: string
}

function same(text: string): Written {
  return { javascript: text, extended: text, basic: text }
}

function joined(parts: readonly Written[], separator: Written): Written {
  const join = (syntax: keyof Written) => parts.map(part => part[syntax]).join(separator[syntax])
  return { javascript: join('javascript'), extended: join('extended'), basic: join('basic') }
}

const atom: fc.Arbitrary<Written> = fc.constantFrom(
  ...['a', 'b', 'c', '.', '[ab]', '[^a]', '[a-c]', '[.]', '\\.', '\\*'].map(same),
  { javascript: '[0-9]', extended: '[[:digit:]]', basic: '[[:digit:]]' },
  { javascript: '\\+', extended: '\\+', basic: '+' },
  { javascript: '\\(', extended: '\\(', basic: '(' },
)
const repeat: fc.Arbitrary<Written> = fc.constantFrom(
  ...['', '*'].map(same),
  ...['+', '?'].map(mark => ({ javascript: mark, extended: mark, basic: `\\${mark}` })),
  ...['2', '1,', '0,2'].map(count => ({
    ...{ javascript: `{${count}}`, extended: `{${count}}`, basic: `\\{${count}\\}` },
  })),
)
const OR = { javascript: '|', extended: '|', basic: '\\|' }

// Not deeper, nor texts longer: JavaScript, which is the judge here, tries all the ways that repeated repetitions can match.
const MOST_GROUPS = 2
const LONGEST = 8

const { expression } = fc.letrec<{ expression: Written; sequence: Written; group: Written }>(tie => ({
  group: tie('expression').map(({ javascript, extended, basic }) => ({
    ...{ javascript: `(${javascript})`, extended: `(${extended})`, basic: `\\(${basic}\\)` },
  })),
  sequence: fc
    .array(
      fc
        .tuple(
          fc.oneof({ maxDepth: MOST_GROUPS, depthSize: 'small', withCrossShrink: true }, atom, tie('group')),
          repeat,
        )
        .map(pair => joined(pair, same(''))),
      { minLength: 1, maxLength: 3 },
    )
    .map(parts => joined(parts, same(''))),
  expression: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map(parts => joined(parts, OR)),
}))

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '+', '(', '*'), maxLength: LONGEST })

test.each(['basic', 'extended'] as const)('what both have in common matches in %s syntax as in JavaScript', syntax => {
  fc.assert(
    fc.property(expression, text, (written, subject) => {
      const ours = new RegExp(translate(written[syntax], { isExtended: syntax === 'extended' }), 'su').exec(subject)
      const theirs = new RegExp(written.javascript, 'su').exec(subject)
      expect(ours === null ? null : [ours.index, ...ours]).toEqual(theirs === null ? null : [theirs.index, ...theirs])
    }),
  )
})

test('what would take JavaScript too long is found at the same place, and is as long or longer', () => {
  fc.assert(
    fc.property(expression, text, ({ javascript }, subject) => {
      const ours = compile(javascript, 'su').exec(subject)
      const theirs = new RegExp(javascript, 'su').exec(subject)
      expect(ours?.index).toBe(theirs?.index)
      expect(ours?.[0].length ?? 0).toBeGreaterThanOrEqual(theirs?.[0].length ?? 0)
    }),
  )
})
