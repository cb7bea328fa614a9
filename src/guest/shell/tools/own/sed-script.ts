/** The script of sed(1) as a list of commands, and its complaints. */
import { compile, PatternError, translate } from './posix-regex.js'

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  /** Undefined: the last expression that was used. */
  | { readonly kind: 'match'; readonly expression: RegExp | undefined }
  | { readonly kind: 'plus' | 'multiple'; readonly count: number }

export interface Substitution {
  readonly expression: RegExp | undefined
  readonly replacement: readonly Piece[]
  readonly isGlobal: boolean
  readonly prints: number
  readonly number: number
  readonly file: string | undefined
}

/** Text, a group, or how the case of what follows changes. */
export type Piece = string | { readonly group: number } | { readonly change: 'U' | 'L' | 'E' | 'u' | 'l' }

export interface Command {
  readonly first: Address | undefined
  readonly second: Address | undefined
  readonly isNegated: boolean
  readonly name: string
  /** Of a, i and c: the text; of r, R, w, W: the file; of b, t and T: the label; of y: both sets. */
  readonly text: string
  readonly substitution?: Substitution
  /** Of q, Q, l and L; undefined where none was given. */
  readonly number?: number
  /** Where `{` ends and branches lead. */
  target: number
  /** Whether a range is open, and up to which line. */
  range: { isOpen: boolean; until: number }
}

export class ScriptError extends Error {
  override readonly name = 'ScriptError'
}

export interface ScriptSettings {
  readonly isExtended: boolean
  readonly isUnicode: boolean
  /** "-e expression #1" */
  readonly where: string
}

export function parseScript(script: string, settings: ScriptSettings): Command[] {
  const commands: Command[] = []
  const blocks: number[] = []
  const labels = new Map<string, number>()
  let at = 0
  const flags = settings.isUnicode ? 'u' : 'u'

  while (at < script.length) {
    skip(/[\s;]/)
    if (at >= script.length) break
    if (script[at] === '#') {
      while (at < script.length && script[at] !== '\n') at++
      continue
    }
    const first = address()
    let second: Address | undefined
    skip(/[ \t]/)
    if (first !== undefined && script[at] === ',') {
      at++
      skip(/[ \t]/)
      second = address(true)
      if (second === undefined) fail("unexpected `,'")
    }
    skip(/[ \t]/)
    let isNegated = false
    while (script[at] === '!') {
      at++
      isNegated = true
      skip(/[ \t]/)
    }
    if (at >= script.length) fail('missing command')
    const name = script[at++] ?? ''
    const base = { first, second, isNegated, name, target: -1, range: { isOpen: false, until: 0 } }
    command(name, base)
  }
  if (blocks.length > 0) throw new ScriptError(`${settings.where}, char 0: unmatched \`{'`)
  for (const each of commands) {
    if (!'btT'.includes(each.name)) continue
    const target = each.text === '' ? commands.length : labels.get(each.text)
    if (target === undefined)
      throw new ScriptError(
        `-e expression #1, char ${script.length}: can't find label for jump to \`${each.text}'`.replace(
          /^.*: can't/,
          "can't",
        ),
      )
    each.target = target
  }
  return commands

  function command(name: string, base: Omit<Command, 'text'>): void {
    switch (name) {
      case '{':
        blocks.push(commands.length)
        commands.push({ ...base, text: '' })
        return
      case '}': {
        if (base.first !== undefined) fail("} doesn't want any addresses")
        const open = blocks.pop()
        if (open === undefined) fail("unexpected `}'")
        const block = commands[open ?? 0]
        if (block !== undefined) block.target = commands.length
        end()
        return
      }
      case ':': {
        if (base.first !== undefined) fail(": doesn't want any addresses")
        skip(/[ \t]/)
        const label = until(/[\n;]/).trimEnd()
        if (label === '') fail('":" lacks a label')
        labels.set(label, commands.length)
        return
      }
      case 'b':
      case 't':
      case 'T':
        skip(/[ \t]/)
        commands.push({ ...base, text: until(/[\n;}]/).trimEnd() })
        return
      case 'a':
      case 'i':
      case 'c':
        commands.push({ ...base, text: appended() })
        return
      case 'r':
      case 'R':
      case 'w':
      case 'W': {
        skip(/[ \t]/)
        const text = until(/\n/)
        if (text === '') fail('missing filename in r/R/w/W commands')
        commands.push({ ...base, text })
        return
      }
      case 's':
        commands.push({ ...base, text: '', substitution: substitution() })
        return
      case 'y':
        commands.push({ ...base, text: transliteration() })
        end()
        return
      case 'q':
      case 'Q':
      case 'l':
      case 'L': {
        if ('qQ'.includes(name) && base.second !== undefined) fail('command only uses one address')
        skip(/[ \t]/)
        const digits = /^\d*/.exec(script.slice(at))?.[0] ?? ''
        at += digits.length
        commands.push({ ...base, text: '', ...(digits !== '' && { number: Number(digits) }) })
        end()
        return
      }
      default:
        if (!'=dDgGhHnNpPxzFev'.includes(name)) fail(`unknown command: \`${name}'`)
        if (name === 'e') fail("mockvm doesn't do `e' yet")
        commands.push({ ...base, text: name === 'v' ? until(/[\n;]/) : '' })
        end()
    }
  }

  function fail(message: string): never {
    throw new ScriptError(`${settings.where}, char ${at}: ${message}`)
  }

  function skip(characters: RegExp): void {
    while (at < script.length && characters.test(script.charAt(at))) at++
  }

  function until(characters: RegExp): string {
    const start = at
    while (at < script.length && !characters.test(script.charAt(at))) at++
    return script.slice(start, at)
  }

  function end(): void {
    skip(/[ \t]/)
    if (at >= script.length || /[\n;}#]/.test(script.charAt(at))) return
    at++
    fail('extra characters after command')
  }

  function address(isSecond = false): Address | undefined {
    const rest = script.slice(at)
    const step = /^(\d+)~(\d+)/.exec(rest)
    if (step !== null) {
      at += step[0].length
      return { kind: 'step', first: Number(step[1]), step: Number(step[2]) }
    }
    const number = /^\d+/.exec(rest)
    if (number !== null) {
      at += number[0].length
      if (Number(number[0]) === 0 && !isSecond && !/^\s*,\s*[/\\]/.test(script.slice(at)))
        fail('invalid usage of line address 0')
      return { kind: 'line', line: Number(number[0]) }
    }
    const relative = /^([+~])(\d+)/.exec(rest)
    if (isSecond && relative !== null) {
      at += relative[0].length
      return { kind: relative[1] === '+' ? 'plus' : 'multiple', count: Number(relative[2]) }
    }
    if (rest.startsWith('$')) {
      at++
      return { kind: 'last' }
    }
    if (!/^(?:\/|\\[^\n])/.test(rest)) return undefined
    if (script[at] === '\\') at++
    const delimiter = script[at++] ?? ''
    const pattern = delimited(delimiter, 'unterminated address regex')
    const options = /^[IM]*/.exec(script.slice(at))?.[0] ?? ''
    at += options.length
    return { kind: 'match', expression: expression(pattern, options) }
  }

  /** Up to the delimiter, which a backslash makes an ordinary character. */
  function delimited(delimiter: string, complaint: string, isPattern = true): string {
    let text = ''
    while (at < script.length) {
      const character = script[at++] ?? ''
      if (character === delimiter) return text
      if (character === '\n' && isPattern) break
      if (character === '[' && isPattern) {
        const set = /^\[\^?\]?(?:\[:\w+:\]|[^\]])*\]/.exec(script.slice(at - 1))
        if (set !== null && !set[0].includes('\n')) {
          text += set[0]
          at += set[0].length - 1
          continue
        }
      }
      if (character !== '\\') text += character
      else {
        const next = script[at++] ?? ''
        text +=
          next === delimiter && !/[(){}|+?&]/.test(next)
            ? isPattern && /[.*[\]^$]/.test(next)
              ? `\\${next}`
              : next
            : `\\${next}`
      }
    }
    at = Math.min(at, script.length)
    return fail(complaint)
  }

  function expression(pattern: string, options: string): RegExp | undefined {
    if (pattern === '') return undefined
    try {
      const ignores = /[Ii]/.test(options) ? 'i' : ''
      return compile(translate(pattern, settings), `gs${flags}${ignores}${/[Mm]/.test(options) ? 'm' : ''}`)
    } catch (error) {
      if (error instanceof PatternError) return fail(error.message)
      throw error
    }
  }

  function substitution(): Substitution {
    const delimiter = script[at++] ?? ''
    if (delimiter === '' || delimiter === '\n' || delimiter === '\\') fail("unterminated `s' command")
    const pattern = delimited(delimiter, "unterminated `s' command")
    const replacement = delimited(delimiter, "unterminated `s' command", false)
    let isGlobal = false
    let prints = 0
    let number = 1
    let options = ''
    let file: string | undefined
    for (;;) {
      const digits = /^\d+/.exec(script.slice(at))?.[0]
      const flag = script[at] ?? ''
      if (digits !== undefined) {
        at += digits.length
        number = Number(digits)
        if (number === 0) fail("number option to `s' command may not be zero")
      } else if (flag === 'g') isGlobal = true
      else if (flag === 'p') prints++
      else if (/[iImM]/.test(flag)) options += flag
      else if (flag === 'e') fail("mockvm doesn't do the option e of `s' yet")
      else if (flag === 'w') {
        at++
        skip(/[ \t]/)
        file = until(/\n/)
        break
      } else break
      if (digits === undefined) at++
    }
    if (file === undefined) {
      skip(/[ \t]/)
      if (at < script.length && !/[\n;}#]/.test(script.charAt(at))) {
        at++
        fail("unknown option to `s'")
      }
    }
    const compiled = expression(pattern, options)
    const pieces = piecesOf(replacement)
    const groups = compiled === undefined ? 9 : (new RegExp(`${compiled.source}|`, 'su').exec('')?.length ?? 1) - 1
    for (const piece of pieces) {
      if (typeof piece === 'object' && 'group' in piece && piece.group > groups) {
        fail(`invalid reference \\${piece.group} on \`s' command's RHS`)
      }
    }
    return { expression: compiled, replacement: pieces, isGlobal, prints, number, file }
  }

  function transliteration(): string {
    const delimiter = script[at++] ?? ''
    const [from, to] = [1, 2].map(() => [
      ...delimited(delimiter, "unterminated `y' command", false).replace(/\\([\\n])/g, (_, c) =>
        c === 'n' ? '\n' : '\\',
      ),
    ])
    if (from?.length !== to?.length) fail("strings for `y' command are different lengths")
    return [...(from ?? []), ...(to ?? [])].join('')
  }

  /** GNU's one line form as well as POSIX' with a backslash. */
  function appended(): string {
    skip(/[ \t]/)
    if (script[at] === '\\') {
      at++
      skip(/[ \t]/)
      if (script[at] === '\n') at++
    }
    if (at >= script.length) fail("expected \\ after `a', `c' or `i'")
    let text = ''
    while (at < script.length && script[at] !== '\n') {
      if (script[at] === '\\' && at + 1 < script.length) at++
      text += script[at++] ?? ''
    }
    return `${text}\n`
  }
}

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const [part] of text.matchAll(/\\[\s\S]|&|[^\\&]+/g)) {
    if (part === '&') pieces.push({ group: 0 })
    else if (!part.startsWith('\\')) pieces.push(part)
    else {
      const code = part.charAt(1)
      if (/\d/.test(code)) pieces.push({ group: Number(code) })
      else if (/[ULEul]/.test(code)) pieces.push({ change: code as 'U' })
      else pieces.push({ n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', a: '\x07' }[code] ?? code)
    }
  }
  return pieces
}
