/** The arguments of find(1) while its expression is read from them. */
import { Errno } from '../../../errno.js'
import type { FileStat } from '../../../files/stat.js'
import type { Wait } from '../../../wait.js'
import { quoted } from '../../quote.js'
import type { Console } from '../console.js'
import type { Batch } from './execution.js'
import type { Test } from './expression.js'

export interface Settings {
  maxDepth: number
  minDepth: number
  isDepthFirst: boolean
  staysOnDevice: boolean
  follows: 'never' | 'operands' | 'always'
}

/** How what begins with that word is read; the word itself has been taken. */
export type Predicate = (reading: Reading, word: string) => Generator<Wait, Test, void>

export class Reading {
  readonly console: Console
  readonly settings: Settings
  /** What is left. */
  readonly words: string[]
  /** What -exec … + has collected. */
  readonly batches: Batch[] = []
  /** Something is done with what is found, so that it isn't printed. */
  acts = false

  constructor(console: Console, words: readonly string[], follows: Settings['follows']) {
    this.console = console
    this.words = [...words]
    const none = Number.POSITIVE_INFINITY
    this.settings = { maxDepth: none, minDepth: 0, isDepthFirst: false, staysOnDevice: false, follows }
  }

  *argument(word: string): Generator<Wait, string, void> {
    const value = this.words.shift()
    if (value === undefined) return yield* this.console.fail(`missing argument to \`${word}'`)
    return value
  }

  /** An argument +n, -n or n: more, less, or just as much. */
  *number(word: string): Generator<Wait, (value: number) => boolean, void> {
    return yield* this.comparison(word, yield* this.argument(word))
  }

  *comparison(word: string, text: string): Generator<Wait, (value: number) => boolean, void> {
    const match = /^([+-]?)(\d+(?:\.\d*)?)$/.exec(text)
    if (match === null) return yield* this.console.fail(`invalid argument \`${text}' to \`${word}'`)
    const number = Number(match[2])
    if (match[1] === '+') return value => value > number
    if (match[1] === '-') return value => value < number
    return value => value === number
  }

  /** Of a file that an argument names. */
  *stat(word: string): Generator<Wait, FileStat, void> {
    const { task } = this.console
    const name = yield* this.argument(word)
    try {
      return task.guest.files.stat(task.path(name), task.cred)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.console.fail(`${quoted(name)}: ${error.text}`)
    }
  }
}
