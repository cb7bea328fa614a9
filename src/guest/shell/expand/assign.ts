/** Assignments: NAME=, NAME+=, NAME[i]=, NAME=(…). */
import type { Wait } from '../../wait.js'
import { ShellError } from '../control.js'
import { Elements } from '../elements.js'
import type { Shell } from '../shell.js'
import type { AssignmentNode, WordNode, WordPart } from '../syntax-tree.js'
import { evaluate, expandKey, expandText, expandWords } from './expand.js'
import { elementsEnd } from './lookup.js'
import { checkCount, checkLength } from './pieces.js'
import { inDialect } from './set-parameter.js'

/** Throws ShellError: for a readonly variable, a bad subscript, what can't be expanded. */
export function* assign(shell: Shell, { name, value, append, array }: AssignmentNode): Generator<Wait, void, void> {
  if (array !== null) {
    yield* assignArray(shell, name, array, append)
    return
  }
  const text = value === null ? '' : yield* expandText(shell, value)
  yield* assignText(shell, name, text, append)
}

/** `place`: a name, or one with a subscript. */
export function* assignText(shell: Shell, place: string, text: string, append = false): Generator<Wait, void, void> {
  const resolved = shell.variables.resolve(place)
  const [, name = resolved, subscript] = /^([^[]*)\[(.*)\]$/s.exec(resolved) ?? []
  if (subscript !== undefined) {
    yield* assignElement(shell, name, subscript, text, append)
    return
  }
  const before = append ? (shell.variables.text(name) ?? '') : ''
  const value = yield* valueFor(shell, name, before, text, append)
  inDialect(shell, () => shell.variables.set(name, value))
  if (shell.options.has('allexport')) shell.variables.writable(name).isExported = true
}

/** What += makes, and what an integer is made of. */
function* valueFor(
  shell: Shell,
  name: string,
  before: string,
  text: string,
  append: boolean,
): Generator<Wait, string, void> {
  if (shell.variables.get(name)?.isInteger) {
    const sum = yield* evaluate(shell, text)
    return String(append ? BigInt.asIntN(64, sum + (yield* evaluate(shell, before))) : sum)
  }
  checkLength(before.length + text.length)
  return before + text
}

function* assignElement(
  shell: Shell,
  name: string,
  subscript: string,
  text: string,
  append: boolean,
): Generator<Wait, void, void> {
  const { variables } = shell
  const variable = variables.get(name)
  const bad = () => new ShellError(`${name}[${subscript}]: bad array subscript`, { endsLine: true })
  if (subscript === '') throw bad()
  if (variable?.entries !== undefined) {
    const key = yield* expandKey(shell, subscript)
    if (key === '') throw bad()
    const value = yield* valueFor(shell, name, append ? (variable.entries.get(key) ?? '') : '', text, append)
    variables.setEntry(name, key, value)
    return
  }
  if (subscript === '@' || subscript === '*') throw bad()
  const given = Number(yield* evaluate(shell, subscript))
  const index = given < 0 ? given + elementsEnd(variable) : given
  if (index < 0) throw bad()
  const before = variable?.elements === undefined && index === 0 ? variable?.text : variable?.elements?.get(index)
  variables.setElement(name, index, yield* valueFor(shell, name, append ? (before ?? '') : '', text, append))
}

function* assignArray(
  shell: Shell,
  name: string,
  words: readonly WordNode[],
  append: boolean,
): Generator<Wait, void, void> {
  const { variables } = shell
  const known = variables.get(name)
  if (known?.entries !== undefined) {
    const entries = yield* entriesOf(shell, name, words, append ? known.entries : new Map())
    const variable = variables.writable(name)
    variable.entries = entries
    variable.text = undefined
    return
  }
  const before = append ? (known?.elements ?? Elements.ofText(known?.text)) : new Elements()
  const added = yield* elementsOf(shell, name, words, before)
  const variable = variables.writable(name)
  for (const [index, text] of added) before.set(index, text)
  variable.elements = before
  variable.text = undefined
}

/** What is new or other than `before`. */
function* elementsOf(
  shell: Shell,
  name: string,
  words: readonly WordNode[],
  before: Elements,
): Generator<Wait, Elements, void> {
  const elements = new Elements()
  const last = () => Math.max(before.last, elements.last)
  let next = last() + 1
  for (const word of joinSubscripts(words)) {
    const pair = pairOf(word)
    if (pair === undefined) {
      for (const text of yield* expandWords(shell, [word])) {
        elements.set(next++, yield* valueFor(shell, name, '', text, false))
      }
      checkCount(before.size + elements.size)
      continue
    }
    const subscript = yield* expandText(shell, pair.key)
    const given = Number(yield* evaluate(shell, subscript))
    const index = given < 0 ? given + last() + 1 : given
    if (index < 0) throw new ShellError(`[${subscript}]=: bad array subscript`, { endsLine: true })
    const text = yield* expandText(shell, pair.value)
    const old = pair.append ? (elements.get(index) ?? before.get(index) ?? '') : ''
    elements.set(index, yield* valueFor(shell, name, old, text, pair.append))
    next = index + 1
  }
  return elements
}

/** [key]=value, or keys and values in turn. */
function* entriesOf(
  shell: Shell,
  name: string,
  words: readonly WordNode[],
  before: ReadonlyMap<string, string>,
): Generator<Wait, Map<string, string>, void> {
  const entries = new Map(before)
  const loose: string[] = []
  for (const word of joinSubscripts(words)) {
    const pair = pairOf(word)
    if (pair === undefined) {
      loose.push(...(yield* expandWords(shell, [word])))
      continue
    }
    const key = yield* expandText(shell, pair.key)
    const text = yield* expandText(shell, pair.value)
    entries.set(key, yield* valueFor(shell, name, pair.append ? (entries.get(key) ?? '') : '', text, pair.append))
  }
  for (let at = 0; at < loose.length; at += 2) entries.set(loose[at] ?? '', loose[at + 1] ?? '')
  return entries
}

/** The parser cuts words at blanks within a subscript, too. */
function joinSubscripts(words: readonly WordNode[]): WordNode[] {
  const joined: WordNode[] = []
  let open: WordNode | undefined
  for (const word of words) {
    const whole: WordNode =
      open === undefined ? word : { ...open, parts: [...open.parts, { type: 'Literal', value: ' ' }, ...word.parts] }
    if (startsSubscript(whole) && pairOf(whole) === undefined && !endsSubscript(whole)) open = whole
    else {
      joined.push(whole)
      open = undefined
    }
  }
  if (open !== undefined) joined.push(open)
  return joined
}

function plainText(part: WordPart | undefined): string | undefined {
  if (part?.type === 'Literal') return part.value
  return part?.type === 'Glob' ? part.pattern : undefined
}

function startsSubscript({ parts }: WordNode): boolean {
  return plainText(parts[0])?.startsWith('[') ?? false
}

function endsSubscript({ parts }: WordNode): boolean {
  return parts.some(part => plainText(part)?.includes(']'))
}

interface Pair {
  readonly key: WordNode
  readonly append: boolean
  readonly value: WordNode
}

/** [key]=value or [key]+=value: the bracket may be closed in another part than it is opened in. */
function pairOf(word: WordNode): Pair | undefined {
  if (!startsSubscript(word)) return undefined
  let depth = 0
  for (const [at, part] of word.parts.entries()) {
    const text = plainText(part) ?? ''
    for (let place = 0; place < text.length; place++) {
      const letter = text.charAt(place)
      if (letter === '[') depth += 1
      if (letter !== ']' || --depth > 0) continue
      const behind = [like(part, text.slice(place + 1)), ...word.parts.slice(at + 1)]
      const [operator] = /^\+?=/.exec(behind.map(it => plainText(it) ?? '\0').join('')) ?? []
      if (operator === undefined) return undefined
      const before = [...word.parts.slice(0, at), like(part, text.slice(0, place))]
      return {
        key: wordOf(dropped(before, 1)),
        append: operator === '+=',
        value: wordOf(dropped(behind, operator.length)),
      }
    }
  }
  return undefined
}

/** Without the first characters, which are plain. */
function dropped(parts: readonly WordPart[], count: number): WordPart[] {
  let left = count
  return parts.flatMap((part): WordPart[] => {
    const text = plainText(part)
    if (left === 0 || text === undefined) return [part]
    const cut = Math.min(left, text.length)
    left -= cut
    return cut === text.length ? [] : [like(part, text.slice(cut))]
  })
}

/** The parser leaves quotes and $ in patterns as they are, so that what is cut from one is still one. */
function like({ type }: WordPart, text: string): WordPart {
  return type === 'Glob' ? { type, pattern: text } : { type: 'Literal', value: text }
}

function wordOf(parts: WordPart[]): WordNode {
  return { type: 'Word', parts }
}
