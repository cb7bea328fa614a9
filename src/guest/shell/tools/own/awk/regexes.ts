/** Extended regular expressions by their source, each compiled once. */
import { compile, translate } from '../posix-regex.js'
import { AwkError } from './lexer.js'

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07', '"': '"', '/': '/' },
}

export class Regexes {
  readonly #known = new Map<string, RegExp>()

  /** Throws AwkError. */
  get(source: string): RegExp {
    const known = this.#known.get(source)
    if (known !== undefined) return known
    const made = compiled(source)
    this.#known.set(source, made)
    return made
  }
}

function compiled(source: string): RegExp {
  const plain = source.replace(/\\([\s\S])/g, (whole, code: string) => ESCAPES[code] ?? whole)
  try {
    return compile(translate(plain, { isExtended: true, escapesInSets: true }), 'su')
  } catch (error) {
    const reason = error instanceof Error ? error.message : ''
    throw new AwkError(`regular expression compile failed (${reason})\n${source}`)
  }
}
