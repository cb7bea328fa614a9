/** The expressions of bash's `test`: by the number of words up to four, and by a grammar. */
import { TestError } from '../../programs/test-error.js'
import type { Shell } from '../shell.js'
import { binary, isBinary, isUnary, unary } from './test-questions.js'

export class BashTest {
  readonly #shell: Shell
  readonly #words: readonly string[]
  #at = 0

  constructor(shell: Shell, words: readonly string[]) {
    this.#shell = shell
    this.#words = words
  }

  evaluate(): boolean {
    const result = this.#byNumber(this.#words.length)
    if (this.#at < this.#words.length) throw new TestError('too many arguments')
    return result
  }

  #byNumber(count: number): boolean {
    if (count === 0) return false
    if (count === 1) return this.#take() !== ''
    if (count === 2) return this.#two()
    if (count === 3) return this.#three()
    if (count === 4 && this.#next === '!') return this.#not(() => this.#three())
    if (count === 4 && this.#next === '(' && this.#words[this.#at + 3] === ')') return this.#inside(() => this.#two())
    return this.#or()
  }

  #two(): boolean {
    const [first = ''] = this.#words.slice(this.#at)
    if (first === '!') return this.#not(() => this.#take() !== '')
    if (!isUnary(first, this.#shell)) throw new TestError(`${first}: unary operator expected`)
    return unary(this.#shell, this.#take(), this.#take())
  }

  #three(): boolean {
    const [first, operator = '', last] = this.#words.slice(this.#at)
    if (isBinary(operator, this.#shell)) return this.#binary()
    if (operator === '-a' || operator === '-o') {
      const left = this.#take() !== ''
      this.#take()
      const right = this.#take() !== ''
      return operator === '-a' ? left && right : left || right
    }
    if (first === '!') return this.#not(() => this.#two())
    if (first === '(' && last === ')') return this.#inside(() => this.#take() !== '')
    throw new TestError(`${operator}: binary operator expected`)
  }

  #or(): boolean {
    let result = this.#and()
    while (this.#next === '-o') {
      this.#take()
      const right = this.#and()
      result ||= right
    }
    return result
  }

  #and(): boolean {
    let result = this.#term()
    while (this.#next === '-a') {
      this.#take()
      const right = this.#term()
      result &&= right
    }
    return result
  }

  #term(): boolean {
    const word = this.#next
    if (word === '!') return this.#not(() => this.#term())
    if (word === '(') {
      this.#take()
      const result = this.#or()
      if (this.#next !== ')')
        throw new TestError(this.#next === undefined ? "`)' expected" : `\`)' expected, found ${this.#next}`)
      this.#take()
      return result
    }
    if (this.#words.length - this.#at >= 3 && isBinary(this.#words[this.#at + 1], this.#shell)) return this.#binary()
    if (word !== undefined && /^-.$/s.test(word)) {
      if (!isUnary(word, this.#shell)) throw new TestError(`${word}: unary operator expected`)
      return unary(this.#shell, this.#take(), this.#take())
    }
    return this.#take() !== ''
  }

  #not(read: () => boolean): boolean {
    this.#take()
    return !read()
  }

  #inside(read: () => boolean): boolean {
    this.#take()
    const result = read()
    this.#take()
    return result
  }

  #binary(): boolean {
    return binary(this.#shell, this.#take(), this.#take(), this.#take())
  }

  get #next(): string | undefined {
    return this.#words[this.#at]
  }

  #take(): string {
    const word = this.#next
    if (word === undefined) throw new TestError('argument expected')
    this.#at++
    return word
  }
}
