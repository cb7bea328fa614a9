/** Brace expansion: {a,b} and {1..5}. It comes before all else, and knows nothing of what the parts mean. */
import type { WordPart } from '../syntax-tree.js'
import { checkCount } from './pieces.js'

type BracePart = Extract<WordPart, { type: 'BraceExpansion' }>
type Item = BracePart['items'][number]
type Parts = readonly WordPart[]

/** The words that a word stands for. */
export function expandBraces(parts: Parts): Parts[] {
  let words: Parts[] = [[]]
  for (const part of parts) {
    if (part.type !== 'BraceExpansion') {
      words = words.map(word => [...word, part])
      continue
    }
    const items = joinEscaped(part.items).flatMap(itemWords)
    checkCount(words.length * items.length)
    words = words.flatMap(word => items.map(item => [...word, ...item]))
  }
  return words
}

/** A shell that has no brace expansion reads the same text. */
export function bracesAsText(parts: Parts): Parts {
  return parts.flatMap(part => (part.type === 'BraceExpansion' ? braceText(part) : [part]))
}

function braceText({ items }: BracePart): WordPart[] {
  const parts = items.flatMap((item, index): WordPart[] => {
    const inner = item.type === 'Word' ? bracesAsText(item.word.parts).map(unescaped) : [literal(rangeText(item))]
    return index === 0 ? [...inner] : [literal(','), ...inner]
  })
  return [literal('{'), ...parts, literal('}')]
}

/** In braces the parser leaves backslashes in literals. */
function unescaped(part: WordPart): WordPart {
  return part.type === 'Literal' ? literal(part.value.replace(/\\([\s\S]?)/g, '$1')) : part
}

function rangeText({ start, end, step, startStr, endStr }: Extract<Item, { type: 'Range' }>): string {
  return `${startStr ?? start}..${endStr ?? end}${step === undefined ? '' : `..${step}`}`
}

function literal(value: string): WordPart {
  return { type: 'Literal', value }
}

/** The parser cuts at an escaped comma too, and leaves the backslash at the end of what stands before it. */
function joinEscaped(items: readonly Item[]): readonly Item[] {
  const joined: Item[] = []
  for (const item of items) {
    const before = joined.at(-1)
    const last = before?.type === 'Word' ? before.word.parts.at(-1) : undefined
    if (before?.type !== 'Word' || item.type !== 'Word' || last?.type !== 'Literal' || !/(?<!\\)\\$/.test(last.value)) {
      joined.push(item)
      continue
    }
    const parts = [...before.word.parts.slice(0, -1), literal(last.value.slice(0, -1)), literal(',')]
    joined[joined.length - 1] = { type: 'Word', word: { type: 'Word', parts: [...parts, ...item.word.parts] } }
  }
  return joined
}

function itemWords(item: Item): Parts[] {
  if (item.type === 'Word') return expandBraces(item.word.parts)
  return rangeWords(item).map(text => [{ type: 'Literal', value: text }])
}

function rangeWords({ start, end, step, startStr, endStr }: Extract<Item, { type: 'Range' }>): string[] {
  const isNumeric = typeof start === 'number' && typeof end === 'number'
  const from = isNumeric ? start : String(start).charCodeAt(0)
  const to = isNumeric ? end : String(end).charCodeAt(0)
  const stride = Math.abs(step ?? 1) || 1
  const count = Math.floor(Math.abs(to - from) / stride) + 1
  checkCount(count)
  const width = isNumeric ? paddedWidth(startStr ?? '', endStr ?? '') : 0
  return Array.from({ length: count }, (_, index) => {
    const value = from + (to < from ? -1 : 1) * stride * index
    return isNumeric ? padded(value, width) : String.fromCharCode(value)
  })
}

/** Where one end begins with a zero, all numbers are as long as the longer one. */
function paddedWidth(start: string, end: string): number {
  const isPadded = [start, end].some(text => /^-?0[0-9]/.test(text))
  return isPadded ? Math.max(start.length, end.length) : 0
}

function padded(value: number, width: number): string {
  return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0')
}
