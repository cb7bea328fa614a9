/** How large the message that is being read has become, and how deep in it the reader is. */
import { MAX_TOKEN_BYTES } from './lexer.js'
import type { Token } from './tokens.js'

export const MAX_NESTING = 1024
export const MAX_TOKENS = 1 << 21

/** As agents call it. */
export type Limit = 'token size' | 'token count' | 'nesting depth'

export interface MessageSizeSnapshot {
  readonly braces: number
  readonly brackets: number
  readonly tokens: number
  readonly bytes: number
}

export class MessageSize {
  #braces = 0
  #brackets = 0
  #tokens = 0
  #bytes = 0

  add({ type, size }: Token): void {
    this.#tokens++
    this.#bytes += size
    // Counted apart, so `{"a":[}` waits for its bracket. One that nothing has opened ends everything.
    if (type === '{') this.#braces++
    else if (type === '[') this.#brackets++
    else if (type === '}') {
      if (this.#braces-- === 0) this.#close()
    } else if (type === ']') {
      if (this.#brackets-- === 0) this.#close()
    }
  }

  get isOpen(): boolean {
    return this.#braces > 0 || this.#brackets > 0
  }

  get exceeded(): Limit | undefined {
    if (this.#bytes >= MAX_TOKEN_BYTES) return 'token size'
    if (this.#tokens > MAX_TOKENS) return 'token count'
    return this.#braces + this.#brackets > MAX_NESTING ? 'nesting depth' : undefined
  }

  reset(): void {
    this.#close()
    this.#tokens = 0
    this.#bytes = 0
  }

  snapshot(): MessageSizeSnapshot {
    return { braces: this.#braces, brackets: this.#brackets, tokens: this.#tokens, bytes: this.#bytes }
  }

  restore({ braces, brackets, tokens, bytes }: MessageSizeSnapshot): void {
    this.#braces = braces
    this.#brackets = brackets
    this.#tokens = tokens
    this.#bytes = bytes
  }

  #close(): void {
    this.#braces = 0
    this.#brackets = 0
  }
}
