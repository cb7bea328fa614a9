/** The expressions of test(1): how few words mean what they mean by their number, and the grammar for more of them. */
import { quotedWord } from './quote.js'
import { TestError } from './test-error.js'
import { binaryTest, unaryTest } from './test-primaries.js'
import type { Tool } from './tool.js'

export function evaluate(tool: Tool, words: readonly string[]): boolean {
  if (words.length === 0) return false
  const reader = new Reader(tool, words)
  const result = words.length <= 4 ? reader.few(words.length) : reader.or()
  const extra = reader.next
  if (extra !== undefined) throw new TestError(`extra argument ${quotedWord(extra)}`)
  return result
}

class Reader {
  readonly #tool: Tool
  readonly #words: readonly string[]
  #at = 0

  constructor(tool: Tool, words: readonly string[]) {
    this.#tool = tool
    this.#words = words
  }

  get next(): string | undefined {
    return this.#words[this.#at]
  }

  /** POSIX: the number of words decides. */
  few(count: number): boolean {
    if (count === 1) return this.#take() !== ''
    if (count === 2) return this.#two()
    if (count === 3) return this.#three()
    if (count === 4 && this.next === '!') return this.#not(() => this.#three())
    if (count === 4 && this.next === '(' && this.#words[this.#at + 3] === ')') {
      this.#take()
      const result = this.#two()
      this.#take()
      return result
    }
    return this.or()
  }

  or(): boolean {
    let result = this.#and()
    while (this.next === '-o') {
      this.#take()
      // Both sides are read, whatever the first says.
      const right = this.#and()
      result = result || right
    }
    return result
  }

  #and(): boolean {
    let result = this.#term()
    while (this.next === '-a') {
      this.#take()
      const right = this.#term()
      result = result && right
    }
    return result
  }

  #term(): boolean {
    if (this.next === '!') return this.#not(() => this.#term())
    const word = this.next
    if (word === undefined) throw missing(this.#words)
    if (word === '(') return this.#parentheses()
    const left = this.#words.length - this.#at
    if (left >= 3 && isBinary(this.#words[this.#at + 1])) return this.#binary()
    if (/^-.$/s.test(word)) {
      if (!isUnary(word)) throw new TestError(`${quotedWord(word)}: unary operator expected`)
      return this.#unary()
    }
    return this.#take() !== ''
  }

  #parentheses(): boolean {
    this.#take()
    const result = this.or()
    if (this.next === undefined) throw new TestError("')' expected")
    if (this.next !== ')') throw new TestError(`')' expected, found ${this.next}`)
    this.#take()
    return result
  }

  #two(): boolean {
    if (this.next === '!') return this.#not(() => this.#take() !== '')
    const word = this.next ?? ''
    if (!/^-.$/s.test(word)) throw missing(this.#words)
    if (!isUnary(word)) throw new TestError(`${quotedWord(word)}: unary operator expected`)
    return this.#unary()
  }

  #three(): boolean {
    const [first, operator = '', last] = this.#words.slice(this.#at)
    if (isBinary(operator)) return this.#binary()
    if (first === '!') return this.#not(() => this.#two())
    if (first === '(' && last === ')') {
      this.#take()
      const result = this.#take() !== ''
      this.#take()
      return result
    }
    if (operator === '-a' || operator === '-o') return this.or()
    throw new TestError(`${quotedWord(operator)}: binary operator expected`)
  }

  #not(read: () => boolean): boolean {
    this.#take()
    return !read()
  }

  #unary(): boolean {
    const operator = this.#take()
    if (this.next === undefined) throw missing(this.#words)
    return unaryTest(this.#tool, operator, this.#take())
  }

  #binary(): boolean {
    const left = this.#take()
    const operator = this.#take()
    return binaryTest(this.#tool, left, operator, this.#take())
  }

  #take(): string {
    const word = this.next
    if (word === undefined) throw missing(this.#words)
    this.#at += 1
    return word
  }
}

function missing(words: readonly string[]): TestError {
  return new TestError(`missing argument after ${quotedWord(words.at(-1) ?? '')}`)
}

function isBinary(word: string | undefined): boolean {
  return /^(?:=|==|!=|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(word ?? '')
}

function isUnary(word: string): boolean {
  return /^-[bcdefghkLnNoOGprsStuwxz]$/.test(word)
}
