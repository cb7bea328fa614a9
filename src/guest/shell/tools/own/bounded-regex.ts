/**
 * Regular expressions that end in time. V8 backtracks: what may take it too long is left to RE2, whose time grows with the
 * length of the text and no more, but which is far slower where V8 has nothing to go back on.
 */
import { RE2JS } from 're2js'
import { Errno } from '../../../errno.js'
import { type Risk, riskOf } from './regex-risk.js'

/** Steps that V8 may need for one match at worst. */
const MOST_STEPS = 1e8
/** Characters that RE2, which takes half a microsecond for each, may be given. */
const MOST_CHARACTERS = 4 << 20
/** And where RE2 can't do it. */
const MOST_STEPS_ALONE = 4e9

/** As RegExp without the flag y. `exec` throws ENOMEM where no engine does it in time. */
class BoundedRegExp extends RegExp {
  readonly #risk: Risk
  readonly #isPosix: boolean
  /** Null: RE2 can't do it. */
  #automaton: RE2JS | null | undefined

  /** `isPosix`: of several matches at one place the longest is wanted. */
  constructor(source: string | RegExp, flags?: string, isPosix = true) {
    super(source, flags)
    this.#risk = riskIn(this.source)
    this.#isPosix = isPosix
  }

  override exec(text: string): RegExpExecArray | null {
    const from = this.global ? this.lastIndex : 0
    const { isExponential, degree } = this.#risk
    const steps = isExponential ? 2 ** (text.length - from) : (text.length - from) ** (degree + 1)
    if (steps <= (isExponential ? 0 : MOST_STEPS)) return super.exec(text)
    const automaton = this.#compiled()
    if (automaton === null) {
      if (steps <= MOST_STEPS_ALONE) return super.exec(text)
      throw new Errno('ENOMEM')
    }
    if (text.length - from > MOST_CHARACTERS) throw new Errno('ENOMEM')
    const found = from <= text.length && (from > 0 || automaton.test(text)) ? matchIn(automaton, text, from) : null
    if (this.global) this.lastIndex = found === null ? 0 : found.index + found[0].length
    return found
  }

  override test(text: string): boolean {
    if (!this.#risk.isExponential || this.global) return super.test(text)
    if (text.length > MOST_CHARACTERS) throw new Errno('ENOMEM')
    return this.#compiled()?.test(text) ?? super.test(text)
  }

  #compiled(): RE2JS | null {
    if (this.#automaton === undefined) this.#automaton = this.#risk.isIrregular ? null : this.#compile()
    return this.#automaton
  }

  #compile(): RE2JS | null {
    const source = this.source
      .replaceAll('\\b(?=\\w)', '\\b')
      .replaceAll('\\b(?<=\\w)', '\\b')
      .replaceAll('(?<![\\s\\S])', '\\A')
      .replaceAll('(?![\\s\\S])', '\\z')
      .replaceAll('(?<!\\w)', '\\b')
      .replaceAll('(?!\\w)', '\\b')
    const flags =
      (this.dotAll ? RE2JS.DOTALL : 0) |
      (this.ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
      (this.multiline ? RE2JS.MULTILINE : 0) |
      (this.#isPosix ? RE2JS.LONGEST_MATCH : 0)
    try {
      return RE2JS.compile(source, flags)
    } catch {
      return null
    }
  }
}

function matchIn(automaton: RE2JS, text: string, from: number): RegExpExecArray | null {
  const matcher = automaton.matcher(text)
  if (!matcher.find(from)) return null
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, at) => matcher.group(at) ?? undefined)
  const index = matcher.start()
  const names = Object.entries(automaton.namedGroups())
  const named = names.length === 0 ? undefined : Object.fromEntries(names.map(([name, at]) => [name, groups[at]]))
  return Object.assign(groups, { index, input: text, groups: named }) as unknown as RegExpExecArray
}

const risks = new Map<string, Risk>()
const MOST_RISKS = 1000

function riskIn(source: string): Risk {
  const known = risks.get(source)
  if (known !== undefined) return known
  if (risks.size >= MOST_RISKS) risks.clear()
  const risk = riskOf(source)
  risks.set(source, risk)
  return risk
}

/** One that V8 may be left alone with, or else one that ends in time. Throws SyntaxError as RegExp. */
export function boundedRegExp(source: string, flags: string, isPosix = true): RegExp {
  const { isExponential, degree } = riskIn(source)
  const isHarmless = !isExponential && degree === 0
  return isHarmless ? new RegExp(source, flags) : new BoundedRegExp(source, flags, isPosix)
}

/** All matches, left to right; matchAll() would compile the expression anew for each text. `expression`: with the flag g. */
export function* matchesOf(expression: RegExp, text: string): Generator<RegExpExecArray> {
  expression.lastIndex = 0
  for (let found = expression.exec(text); found !== null; found = expression.exec(text)) {
    yield found
    if (found[0] !== '') continue
    const isPair = (text.codePointAt(found.index) ?? 0) > 0xffff
    expression.lastIndex = found.index + (isPair ? 2 : 1)
  }
}
