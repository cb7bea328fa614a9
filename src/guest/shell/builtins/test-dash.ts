/** The expressions of dash's `test`: one grammar for any number of words, in which a missing word is false. */
import { TestError } from '../../programs/test-error.js'
import type { Shell } from '../shell.js'
import { binary, isBinary, isUnary, unary } from './test-questions.js'

export class DashTest {
  readonly #shell: Shell
  #words: readonly string[]
  /** The word that was read last. */
  #at = 0

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell
    this.#words = words
  }

  evaluate(): boolean {
    const { length } = this.#words
    if (length === 0) return false
    const isComparison = length === 3 && isBinary(this.#words[1], this.#shell)
    if (!isComparison && (length === 3 || length === 4) && this.#words[0] === '(' && this.#words.at(-1) === ')') {
      this.#words = this.#words.slice(1, -1)
    }
    const result = isComparison ? this.#binary() : this.#or()
    const [left, ...more] = this.#words.slice(this.#at)
    if (left !== undefined && more.length > 0) throw new TestError(`${left}: unexpected operator`)
    return result
  }

  #or(): boolean {
    let result = false
    for (;;) {
      const isTrue = this.#and()
      result ||= isTrue
      if (this.#words[this.#at + 1] !== '-o') return result
      this.#at += 2
    }
  }

  #and(): boolean {
    let result = true
    for (;;) {
      const isTrue = this.#not()
      result &&= isTrue
      if (this.#words[this.#at + 1] !== '-a') return result
      this.#at += 2
    }
  }

  #not(): boolean {
    if (this.#words[this.#at] !== '!' || this.#isOperand()) return this.#primary()
    if (this.#words[this.#at + 1] !== undefined) this.#at++
    else return true
    return !this.#not()
  }

  #primary(): boolean {
    const word = this.#words[this.#at]
    if (word === undefined) return false
    const next = this.#words[this.#at + 1]
    if (word === '(' && next !== undefined) {
      this.#at++
      if (this.#words[this.#at] === ')') return false
      const result = this.#or()
      this.#at++
      if (this.#words[this.#at] !== ')') throw new TestError('closing paren expected')
      return result
    }
    if (isUnary(word, this.#shell) && !this.#isOperand()) {
      this.#at++
      return unary(this.#shell, word, this.#words[this.#at] ?? '')
    }
    if (isBinary(next, this.#shell)) return this.#binary()
    return word !== ''
  }

  #binary(): boolean {
    const [left = '', operator = '', right] = this.#words.slice(this.#at)
    if (right === undefined) throw new TestError(`${operator}: argument expected`)
    this.#at += 2
    return binary(this.#shell, left, operator, right)
  }

  /** A word that looks like an operator is none at the end, nor before one that stands between two. */
  #isOperand(): boolean {
    const [, next, afterNext] = this.#words.slice(this.#at)
    return next === undefined || (afterNext !== undefined && isBinary(next, this.#shell))
  }
}
