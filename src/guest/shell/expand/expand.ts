/** Everything between a word of the tree and strings. */
import { decodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { ashError, bashError, calculate } from '../arithmetic/calculate.js'
import { calculateInDash } from '../arithmetic/calculate-dash.js'
import type { Names } from '../arithmetic/names.js'
import type { Shell } from '../shell.js'
import type { WordNode, WordPart } from '../syntax-tree.js'
import { ansiText } from './ansi-text.js'
import { shellNames } from './arithmetic-names.js'
import { bracesAsText, expandBraces } from './braces.js'
import type { Expansion, Surroundings } from './expansion.js'
import { splitFields } from './fields.js'
import { expandParameter } from './parameter.js'
import { expandPaths } from './pathnames.js'
import {
  checkCount,
  literalPiece,
  type Piece,
  patternOf,
  patternPiece,
  patternText,
  quotedPiece,
  textOf,
} from './pieces.js'
import { cutRaw, parseParts } from './raw.js'
import { expandTilde } from './tilde.js'

const NEWLINE = 10
const PLAIN: Surroundings = { isQuoted: false }

/** Fields: split, matched against the names of files, without quotes. Throws ShellError. */
export function* expandWords(shell: Shell, words: readonly WordNode[]): Generator<Wait, string[], void> {
  const expansion = new ShellExpansion(shell)
  const results: string[] = []
  for (const word of words) {
    for (const parts of shell.options.has('braceexpand') ? expandBraces(word.parts) : [bracesAsText(word.parts)]) {
      const only = parts[0]
      if (parts.length === 1 && only?.type === 'Literal' && only.value !== '' && !only.value.startsWith('~'))
        results.push(only.value)
      else {
        const pieces = yield* expansion.pieces(tildeOfWord(shell, parts), PLAIN)
        for (const field of splitFields(pieces, shell.variables.text('IFS'), !shell.dialect.isBash)) {
          yield* shell.task.work()
          for (const text of yield* expandPaths(shell, field)) results.push(text)
        }
      }
      checkCount(results.length)
    }
  }
  return results
}

/** One string: neither split nor matched (assignments, case, here-strings). Throws ShellError. */
export function* expandText(shell: Shell, word: WordNode): Generator<Wait, string, void> {
  return yield* new ShellExpansion(shell).text(word)
}

/**
 * The body of a here-document. `isQuoted`: its delimiter was, so that nothing in it is expanded. `stripsTabs`: of <<-,
 * tabs at the beginning of its lines are not part of it, but those that expansions bring are.
 */
export function* expandHereDoc(
  shell: Shell,
  word: WordNode,
  isQuoted: boolean,
  stripsTabs = false,
): Generator<Wait, string, void> {
  const parts = stripsTabs ? withoutTabs(word.parts) : word.parts
  if (isQuoted) return parts.map(part => ('value' in part ? part.value : '')).join('')
  return textOf(yield* new ShellExpansion(shell).pieces(parts, { isQuoted: true, isHereDoc: true }))
}

function withoutTabs(parts: readonly WordPart[]): readonly WordPart[] {
  return parts.map((part, at) => {
    if (part.type !== 'Literal') return part
    const value = part.value.replace(/\n\t+/g, '\n')
    return { ...part, value: at === 0 ? value.replace(/^\t+/, '') : value }
  })
}

/** A pattern in which what was quoted is escaped. */
export function* expandPattern(shell: Shell, word: WordNode): Generator<Wait, string, void> {
  return patternOf(yield* expandPieces(shell, word))
}

/** What it consists of: for those who have to know what was quoted. */
export function* expandPieces(shell: Shell, word: WordNode): Generator<Wait, readonly Piece[], void> {
  return yield* new ShellExpansion(shell).pieces(bracesAsText(word.parts), PLAIN)
}

/** A prompt such as PS4: as in double quotes. */
export function* expandPrompt(shell: Shell, text: string): Generator<Wait, string, void> {
  return textOf(yield* new ShellExpansion(shell).raw(text, { isQuoted: true }))
}

/** 64 bits. Throws ShellError. */
export function* evaluate(shell: Shell, text: string): Generator<Wait, bigint, void> {
  return yield* new ShellExpansion(shell).arithmetic(text)
}

/** The key that a subscript of an associative array is: expanded, without quotes. */
export function* expandKey(shell: Shell, subscript: string): Generator<Wait, string, void> {
  return textOf(yield* new ShellExpansion(shell).raw(subscript, PLAIN))
}

/** Only bash expands the ~ of `a=~` where it is an argument. */
function tildeOfWord({ dialect }: Shell, parts: readonly WordPart[]): readonly WordPart[] {
  if (dialect.isBash) return parts
  return parts.map((part, at) =>
    part.type === 'TildeExpansion' && at > 0 ? { type: 'Literal', value: `~${part.user ?? ''}` } : part,
  )
}

class ShellExpansion implements Expansion {
  readonly shell: Shell

  constructor(shell: Shell) {
    this.shell = shell
  }

  *text(word: WordNode): Generator<Wait, string, void> {
    return textOf(yield* this.pieces(bracesAsText(word.parts), PLAIN))
  }

  *pieces(parts: readonly WordPart[], surroundings: Surroundings): Generator<Wait, Piece[], void> {
    const pieces: Piece[] = []
    for (const [at, part] of parts.entries()) {
      for (const piece of yield* this.#part(part, surroundings, at === 0)) pieces.push(piece)
    }
    return pieces
  }

  *raw(text: string, surroundings: Surroundings): Generator<Wait, Piece[], void> {
    const pieces: Piece[] = []
    for (const part of cutRaw(text, surroundings.isQuoted)) {
      if (part.kind === 'plain') pieces.push(surroundings.isQuoted ? quotedPiece(part.text) : patternPiece(part.text))
      else if (part.kind === 'double') {
        const inner = yield* this.raw(part.text, { isQuoted: true })
        pieces.push(...(inner.length === 0 ? [quotedPiece('')] : inner))
      } else if (part.kind === 'dollar') pieces.push(...(yield* this.#dollar(part.text, surroundings)))
      else pieces.push(quotedPiece(part.text))
    }
    return pieces
  }

  *arithmetic(text: string): Generator<Wait, bigint, void> {
    const plain = /[$`"\\']/.test(text) ? textOf(yield* this.#arithmeticText(text)) : text
    const { shell } = this
    if (shell.dialect.name === 'dash') return calculateInDash(this.#names(), plain)
    return calculate(this.#names(), plain)
  }

  /** As in double quotes, but that these themselves go away. */
  *#arithmeticText(text: string): Generator<Wait, Piece[], void> {
    const pieces: Piece[] = []
    for (const part of cutRaw(text, true)) {
      if (part.kind === 'dollar') pieces.push(...(yield* this.#dollar(part.text, { isQuoted: true })))
      else pieces.push(quotedPiece(this.shell.dialect.isBash ? part.text.replaceAll('"', '') : part.text))
    }
    return pieces
  }

  #names(): Names {
    const { shell } = this
    const error = (text: string, what: string, token: string) =>
      shell.dialect.isBash ? bashError(text, what, token) : ashError(what)
    return shellNames(shell, error, calculate)
  }

  *#dollar(text: string, surroundings: Surroundings): Generator<Wait, Piece[], void> {
    if (text.startsWith("$'")) return [quotedPiece(ansiText(text.slice(2, -1)))]
    const parts = parseParts(surroundings.isQuoted ? `"${text}"` : text)
    if (parts === undefined) return [quotedPiece(text)]
    const [first] = parts
    const inner = surroundings.isQuoted && first?.type === 'DoubleQuoted' ? first.parts : parts
    return yield* this.pieces(inner, surroundings)
  }

  *#part(part: WordPart, surroundings: Surroundings, isFirst: boolean): Generator<Wait, Piece[], void> {
    const { isQuoted, isOperand = false, isHereDoc = false } = surroundings
    const { shell } = this
    const literal = (text: string) => (isQuoted ? quotedPiece(text) : literalPiece(text, isOperand))
    switch (part.type) {
      case 'Literal':
        return shell.dialect.isBash && isFirst && !isQuoted && /^~[+](?:\/|$)/.test(part.value)
          ? [quotedPiece(shell.variables.text('PWD') ?? '~+'), literal(part.value.slice(2))]
          : [literal(part.value)]
      case 'SingleQuoted':
        return [quotedPiece(isHereDoc ? `'${part.value}'` : part.value)]
      case 'Escaped':
        return [quotedPiece(part.value)]
      case 'DoubleQuoted':
        return yield* this.#doubleQuoted(part.parts, surroundings)
      case 'Glob':
        return yield* this.#glob(part.pattern, surroundings)
      case 'TildeExpansion': {
        const home = expandTilde(shell, part.user)
        return home === undefined || isQuoted ? [literal(`~${part.user ?? ''}`)] : [quotedPiece(home)]
      }
      case 'ParameterExpansion':
        return yield* expandParameter(this, part, surroundings)
      case 'ArithmeticExpansion':
        return this.#result(String(yield* this.arithmetic(part.expression.originalText ?? '')), surroundings)
      case 'CommandSubstitution': {
        const bytes = yield* shell.interpreter.output(shell, part.body)
        return this.#result(outputText(bytes), surroundings)
      }
      case 'ProcessSubstitution':
        return [quotedPiece(yield* shell.interpreter.processPath(shell, part.body, part.direction))]
      case 'BraceExpansion':
        return yield* this.pieces(bracesAsText([part]), surroundings)
    }
  }

  #result(text: string, { isQuoted }: Surroundings): Piece[] {
    return [isQuoted ? quotedPiece(text) : { text, isQuoted: false, splits: true, globs: true }]
  }

  /** "$@" alone brings no field when there is nothing; neither does it beside what is empty. */
  *#doubleQuoted(parts: readonly WordPart[], surroundings: Surroundings): Generator<Wait, Piece[], void> {
    const pieces = yield* this.pieces(parts, { ...surroundings, isQuoted: true, isOperand: false, isHereDoc: false })
    if (pieces.length === 0) return parts.length === 0 ? [quotedPiece('')] : []
    const isNothing = parts.some(isList) && pieces.every(({ text, isBreak }) => text === '' && !isBreak)
    if (isNothing && !(yield* this.#hasElements(parts))) return []
    return pieces
  }

  *#hasElements(parts: readonly WordPart[]): Generator<Wait, boolean, void> {
    for (const part of parts) {
      if (isList(part) && (yield* this.pieces([part], { isQuoted: true })).length > 0) return true
    }
    return false
  }

  /** An extended pattern may have quotes and expansions in it. */
  *#glob(pattern: string, surroundings: Surroundings): Generator<Wait, Piece[], void> {
    const { isQuoted, isOperand = false } = surroundings
    if (isQuoted) return [quotedPiece(pattern)]
    if (!/[$`"'\\]/.test(pattern)) return [patternPiece(pattern, isOperand)]
    const pieces = yield* this.raw(pattern, PLAIN)
    if (!pattern.includes('(')) return pieces.map(piece => ({ ...piece, splits: isOperand }))
    return [patternPiece(pieces.map(patternText).join(''))]
  }
}

function isList(part: WordPart): boolean {
  return part.type === 'ParameterExpansion' && /(?:^@|\[@\])$/.test(part.parameter) && part.operation?.type !== 'Length'
}

/** Without NULs, and without the line feeds at its end. */
function outputText(bytes: Uint8Array): string {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === NEWLINE || bytes[end - 1] === 0)) end--
  const text = bytes.subarray(0, end)
  return decodeName(text.includes(0) ? withoutNuls(text) : text)
}

function withoutNuls(bytes: Uint8Array): Uint8Array {
  const rest = new Uint8Array(bytes.length)
  let length = 0
  for (const byte of bytes) if (byte !== 0) rest[length++] = byte
  return rest.subarray(0, length)
}
