/** What `for` goes over, up to what it does. */
import type { Characters } from './characters.js'
import type { Loop } from './statement.js'
import type { Tokens } from './tokens.js'

export function readFor(tokens: Tokens): { readonly loop: Loop; readonly variable: string; readonly set: string } {
  const { characters } = tokens
  const loop = readLoop(tokens)
  characters.skipDelimiters()
  const variable = characters.match(/^%[^ \t]/)?.[1]
  if (variable === undefined) throw tokens.fault()
  tokens.keyword('in')
  characters.skipDelimiters()
  if (characters.next !== '(') throw tokens.fault()
  characters.take()
  const set = tokens.set()
  tokens.keyword('do')
  return { loop, variable, set }
}

function readLoop(tokens: Tokens): Loop {
  const { characters } = tokens
  characters.skipDelimiters()
  const option = characters.match(/^\/[dlrf](?=[ \t])/i)?.toLowerCase()
  characters.skipDelimiters()
  const hasMore = characters.next !== '%'
  switch (option) {
    case '/d':
      return { over: 'folders' }
    case '/l':
      return { over: 'numbers' }
    case '/r':
      return { over: 'tree', root: hasMore ? tokens.word().replaceAll('"', '') : '' }
    case '/f':
      return { over: 'lines', options: hasMore ? readLineOptions(characters) : '' }
    default:
      return { over: 'files' }
  }
}

function readLineOptions(characters: Characters): string {
  const quoted = characters.match(/^"[^"]*"/)
  if (quoted !== undefined) return quoted.slice(1, -1)
  return (characters.match(/^[^%][^%]*?(?=[ \t]+%)/) ?? '').trim()
}
