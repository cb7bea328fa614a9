import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Chance, mangle } from '../../src/faults/mangle.js'
import { Random } from '../../src/guest/random.js'
import type { FaultInput } from '../../src/scenario/actions.js'
import { toFaultRule } from '../../src/scenario/fault-config.js'

function chance(seed = 'seed'): Chance {
  const random = new Random(seed)
  return rule => random.stream(rule)
}

const steps = (data: string, ...rules: FaultInput[]) => mangle(data, rules.map(toFaultRule), chance())
/** What is left of the bytes. */
const left = (data: string, ...rules: FaultInput[]) =>
  steps(data, ...rules)
    .map(it => ('bytes' in it ? it.bytes : 'slowly' in it ? it.slowly : ''))
    .join('')

test('without a rule all is as it was', () => {
  expect(steps('abc')).toEqual([{ bytes: 'abc' }])
})

test.each<[FaultInput, string]>([
  [{ drop: true }, ''],
  [{ bytes: 'x' }, 'x'],
  [{ bytes: '' }, ''],
  [{ truncate: 2 }, 'ab'],
  [{ truncate: -2 }, 'abc'],
  [{ truncate: 0 }, ''],
  [{ truncate: 99 }, 'abcd\n'],
  [{ truncate: -99 }, ''],
  [{ crlf: true }, 'abcd\r\n'],
  [{ crlf: true, truncate: 5 }, 'abcd\r'],
  [{ bytes: 'x\ny\r\n', crlf: true }, 'x\r\ny\r\n'],
  [{ garbage: '#' }, '#abcd\n'],
  [{ garbage: { after: '#', before: '!' } }, '!abcd\n#'],
  [{ duplicate: true }, 'abcd\nabcd\n'],
  [{ duplicate: 3, truncate: 1, garbage: '#' }, '#a#a#a'],
  [{ drop: true, bytes: 'x', garbage: 'y', duplicate: 4 }, ''],
])('%j', (rule, expected) => {
  expect(left('abcd\n', rule)).toBe(expected)
})

test('noise by chance is that many bytes, other ones each time, in a place of its own', () => {
  const it = chance()
  const once = () => mangle('abc', [toFaultRule({ garbage: { before: 20, inside: '#', after: 5 } })], it)
  const texts = Array.from({ length: 50 }, () => {
    const [step] = once()
    return step !== undefined && 'bytes' in step ? step.bytes : ''
  })
  for (const text of texts) expect(text).toHaveLength(20 + 1 + 3 + 5)
  expect(new Set(texts.map(text => text.slice(0, 20))).size).toBe(50)
  expect(new Set(texts.map(text => text.slice(20, 24)))).toEqual(new Set(['#abc', 'a#bc', 'ab#c']))
})

test('noise inside nothing is noise', () => {
  expect(left('', { garbage: { inside: '#' } })).toBe('#')
})

test('what is done is done before, amid and after the bytes, also when they are lost', () => {
  const rules: FaultInput[] = [{ disconnect: 'during' }, { reset: 'after', deaf: '1s' }, { portClosed: true }]
  const during = { act: [{ client: 'disconnect' }] }
  const after = [
    { act: [{ client: 'reset' }] },
    { act: [{ agent: 'deaf' }, { wait: 1_000_000_000n }, { agent: 'listen' }] },
  ]
  const before = { act: [{ port: 'closed' }] }
  expect(steps('abcde', ...rules)).toEqual([before, { bytes: 'ab' }, during, { bytes: 'cde' }, ...after])
  expect(steps('abcde', ...rules, { drop: true })).toEqual([before, during, ...after])
})

test('behind a crash nothing comes', () => {
  const crash = { act: [{ agent: 'crash' }, { wait: 5n }, { agent: 'start' }] }
  const at = (when: 'before' | 'during' | 'after') =>
    steps('abcd', { crash: { when, restart: 5 } }, { disconnect: 'after' })
  expect(at('before')).toEqual([crash])
  expect(at('during')).toEqual([{ bytes: 'ab' }, crash])
  expect(at('after')).toEqual([{ bytes: 'abcd' }, crash, { act: [{ client: 'disconnect' }] }])
})

test('only with a direction a delay is one of the bytes', () => {
  expect(steps('a', { delay: 5 })).toEqual([{ bytes: 'a' }])
  expect(steps('a', { delay: 5, direction: 'reply' }, { delay: 7, direction: 'reply' })).toEqual([
    { wait: 5n },
    { wait: 7n },
    { bytes: 'a' },
  ])
})

test('the first pace is the one', () => {
  expect(steps('ab', { name: 'one', bandwidth: 5 }, { name: 'two', chunks: 1 })).toEqual([
    { slowly: 'ab', pace: { bandwidth: 5n }, chance: 'one' },
  ])
  expect(steps('', { chunks: 1 })).toEqual([])
})

test('rules that neither add nor lose a byte leave all as it was', () => {
  const keeping = fc.array(
    fc.constantFrom<FaultInput>(
      ...[
        { chunks: 3 },
        { bandwidth: 7 },
        { disconnect: 'during' as const },
        { delay: 5, direction: 'reply' as const },
      ],
      ...[{ truncate: 1000 }, { duplicate: 2, truncate: 1000, drop: undefined }].slice(0, 1),
      ...[{ portClosed: true as const }, { reset: 'before' as const }, { deaf: true as const }],
    ),
  )
  const text = fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes).toString('latin1'))
  fc.assert(fc.property(text, keeping, (data, rules) => left(data, ...rules) === data))
})
