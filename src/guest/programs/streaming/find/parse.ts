/** The expression of find(1), read from its arguments. */
import type { Wait } from '../../../wait.js'
import { quotedIfNeeded } from '../../quote.js'
import type { Console } from '../console.js'
import { actions } from './actions.js'
import { runBatch } from './execution.js'
import { and, list, not, or, plain, type Test } from './expression.js'
import { nameTests } from './name-tests.js'
import { optionTests } from './option-tests.js'
import { ownerTests } from './owner-tests.js'
import { type Predicate, Reading, type Settings } from './reading.js'
import { statTests } from './stat-tests.js'
import { timeTests } from './time-tests.js'

export interface Search extends Readonly<Settings> {
  readonly test: Test
  /** What is left to be run with what it has been given: -exec … +. */
  readonly finish: () => Generator<Wait, void, void>
}

const PREDICATES: ReadonlyMap<string, Predicate> = new Map([
  ...Object.entries(optionTests),
  ...Object.entries(nameTests),
  ...Object.entries(statTests),
  ...Object.entries(timeTests),
  ...Object.entries(ownerTests),
  ...Object.entries(actions),
])

export function* parse(
  console: Console,
  words: readonly string[],
  follows: Settings['follows'],
): Generator<Wait, Search, void> {
  const reading = new Reading(console, words, follows)
  const whole = words.length === 0 ? plain(() => true) : yield* commas(reading)
  const [left] = reading.words
  if (left !== undefined) {
    yield* console.fail(
      left === ')' ? "invalid expression; you have too many ')'" : `paths must precede expression: ${quotedGnu(left)}`,
    )
  }
  const print: Test = function* (file) {
    yield* console.print(`${file.path}\n`)
    return true
  }
  return {
    ...reading.settings,
    test: reading.acts ? whole : and([whole, print]),
    *finish() {
      for (const batch of reading.batches) yield* runBatch(console, batch)
    },
  }
}

function* commas(reading: Reading): Generator<Wait, Test, void> {
  const parts = [yield* alternatives(reading)]
  while (reading.words[0] === ',') {
    reading.words.shift()
    parts.push(yield* alternatives(reading))
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : list(parts)
}

function* alternatives(reading: Reading): Generator<Wait, Test, void> {
  const parts = [yield* conjunction(reading)]
  while (reading.words[0] === '-o' || reading.words[0] === '-or') {
    const operator = reading.words.shift() ?? ''
    if (reading.words.length === 0 || reading.words.at(0) === ')') {
      yield* reading.console.fail(`expected an expression after '${operator}'`)
    }
    parts.push(yield* conjunction(reading))
  }
  return or(parts)
}

function* conjunction(reading: Reading): Generator<Wait, Test, void> {
  const parts: Test[] = []
  for (;;) {
    const [word] = reading.words
    if (word === undefined || ['-o', '-or', ')', ','].includes(word)) break
    if (word === '-a' || word === '-and') {
      reading.words.shift()
      if (parts.length === 0) {
        yield* reading.console.fail(
          `invalid expression; you have used a binary operator '${word}' with nothing before it.`,
        )
      }
      continue
    }
    parts.push(yield* factor(reading))
  }
  if (parts.length === 0 && reading.words[0] !== undefined) {
    const word = reading.words[0]
    if (word === ')') yield* reading.console.fail("invalid expression; you have too many ')'")
    yield* reading.console.fail(`invalid expression; you have used a binary operator '${word}' with nothing before it.`)
  }
  return and(parts)
}

function* factor(reading: Reading): Generator<Wait, Test, void> {
  const word = reading.words.shift() ?? ''
  if (word === '!' || word === '-not') {
    if (reading.words.length === 0) yield* reading.console.fail(`expected an expression after '${word}'`)
    return not(yield* factor(reading))
  }
  if (word === '(') {
    if (reading.words[0] === ')') {
      yield* reading.console.fail('invalid expression; empty parentheses are not allowed.')
    }
    if (reading.words.length === 0) {
      yield* reading.console.fail(
        "invalid expression; expected to find a ')' but didn't see one. Perhaps you need an extra predicate after '('",
      )
    }
    const inner = yield* commas(reading)
    if (reading.words.shift() !== ')') {
      yield* reading.console.fail("invalid expression; I was expecting to find a ')' somewhere but did not see one.")
    }
    return inner
  }
  if (!word.startsWith('-')) {
    yield* reading.console.fail(`paths must precede expression: ${quotedGnu(word)}`)
  }
  return yield* primary(reading, word)
}

function* primary(reading: Reading, word: string): Generator<Wait, Test, void> {
  const predicate = PREDICATES.get(word)
  if (predicate === undefined) return yield* reading.console.fail(`unknown predicate \`${word}'`)
  return yield* predicate(reading, word)
}

function quotedGnu(word: string): string {
  return `\`${quotedIfNeeded(word)}'`
}
