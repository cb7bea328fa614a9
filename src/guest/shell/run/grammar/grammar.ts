/** The grammar of lists and simple commands: it finds the first token that can't stand where it does. */
import { Compound } from './compound.js'
import { isLiteral, type Token } from './reader.js'
import { Unreadable } from './unreadable.js'

/** With which a list inside of something ends. */
const LIST_ENDS = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac', '}', ')', ';;', ';&', ';;&'])
/** What is a command's name for the heirs of the Almquist shell. */
const ONLY_OF_BASH = new Set(['[[', 'function', 'select', 'coproc', 'time'])
/** Of dash: no function is called so. */
const SPECIAL = new Set(
  '. : break continue eval exec exit export readonly return set shift times trap unset'.split(' '),
)

export class Grammar extends Compound {
  /** Behind the last line that is whole. */
  done = 0

  /** All of the text. Throws Unreadable. */
  readScript(): void {
    for (;;) {
      const first = this.peek()
      if (first.kind === 'end') return
      if (first.kind === 'newline') this.take()
      else this.#completeLine()
      // Nothing that was read stands behind a line feed.
      if (this.isFresh) this.done = this.at
    }
  }

  #completeLine(): void {
    for (;;) {
      this.#andOr()
      const token = this.peek()
      if (token.kind === 'end') return
      this.take()
      if (token.kind === 'newline') return
      if (token.kind !== 'operator' || (token.text !== ';' && token.text !== '&')) throw this.unexpected(token)
      const next = this.peek()
      if (next.kind === 'end') return
      if (next.kind === 'newline') {
        this.take()
        return
      }
    }
  }

  skipCommands(): void {
    this.apart(() => {
      try {
        this.list(true)
        this.expect(')')
      } catch (error) {
        throw error instanceof Unreadable ? this.#within(error) : error
      }
    })
  }

  /** At the end of the text bash misses the bracket first. */
  #within(error: Unreadable): Unreadable {
    const { token, open, message, line } = error.failure
    if (!this.isBash || open !== undefined || message !== undefined) return error
    if (token !== undefined) return new Unreadable({ ...error.failure, status: 127 })
    return new Unreadable({ line: line + 1, open: ')' })
  }

  /** Up to what it can't go on with. */
  override list(isOptional: boolean): void {
    for (let isFirst = !isOptional; ; isFirst = false) {
      this.skipNewlines()
      const token = this.peek()
      if (token.kind === 'end') {
        // An empty one is complained of by whoever wants what follows it.
        return
      }
      if (!isFirst && isLiteral(token) && LIST_ENDS.has(token.text)) return
      this.#andOr()
      const next = this.peek()
      const isSeparator = next.kind === 'newline' || (next.kind === 'operator' && /^[;&]$/.test(next.text))
      if (!isSeparator) return
      this.take()
    }
  }

  #andOr(): void {
    for (;;) {
      this.#pipeline()
      const { kind, text } = this.peek()
      if (kind !== 'operator' || (text !== '&&' && text !== '||')) return
      this.take()
      this.skipNewlines()
    }
  }

  #pipeline(): void {
    this.#prefixes()
    for (;;) {
      this.command()
      const { kind, text } = this.peek()
      if (kind !== 'operator' || (text !== '|' && text !== '|&')) return
      this.take()
      this.skipNewlines()
      if (this.isBash) this.#prefixes()
    }
  }

  /** `!`, and in bash `time`, behind which a pipeline may lack. */
  #prefixes(): void {
    for (;;) {
      const token = this.peek()
      if (token.kind !== 'word' || (token.text !== '!' && !(this.isBash && token.text === 'time'))) return
      this.take()
      if (!this.isBash) return
      if (token.text === 'time' && this.peek().text === '-p') this.take()
    }
  }

  override command(): void {
    const token = this.peek()
    if (token.kind === 'redirection') {
      this.simpleCommand()
      return
    }
    if (token.kind === 'operator' && token.text === '(') {
      this.parenthesis()
      return
    }
    if (token.kind !== 'word') {
      if (this.isBash && this.follows('!', 'time')) return
      throw this.unexpected(this.take())
    }
    if (this.isBash || !ONLY_OF_BASH.has(token.text)) {
      if (this.compound(token.text)) return
      if (LIST_ENDS.has(token.text) || token.text === 'in' || (token.text === '!' && !this.isBash))
        throw this.unexpected(this.take())
    } else this.edit(token.start, token.start, '\\')
    this.simpleCommand()
  }

  override simpleCommand(): void {
    const words: Token[] = []
    let isPlain = true
    for (;;) {
      const token = this.peek()
      if (token.kind === 'word') {
        words.push(this.take())
        if (this.isBash || words.length > 1) continue
        if (/^[A-Za-z_]\w*=/.test(token.text)) isPlain = false
        this.#escapeAssignment(token)
      } else if (token.kind === 'redirection') {
        isPlain = false
        this.redirection()
      } else if (token.text === '(' && words.length === 1 && isPlain && words[0]) {
        this.#definition(words[0])
        return
      } else return
    }
  }

  /** `a[1]=x` and `a+=x` are names of commands where there are no arrays. */
  #escapeAssignment({ text, start }: Token): void {
    const [name] = /^[A-Za-z_]\w*(?=\[.*=|\+=)/.exec(text) ?? []
    if (name !== undefined) this.edit(start + name.length, start + name.length, '\\')
  }

  #definition(name: Token): void {
    this.take()
    this.expect(')', !this.isBash)
    if (!this.isBash && (!/^[A-Za-z_]\w*$/.test(name.text) || SPECIAL.has(name.text))) {
      throw this.wrong('Bad function name')
    }
    this.functionBody()
  }
}
