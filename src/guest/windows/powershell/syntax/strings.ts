/** Strings: '…', "…", @'…'@, @"…"@, and the words of commands, in which variables stand as well. */
import type { Reader } from './reader.js'
import type { Expression } from './tree.js'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0', a: '\x07', b: '\b', f: '\f' }

/** Undefined where none begins. */
export function readString(reader: Reader): Expression | undefined {
  const [, here] = reader.match(/@'[ \t]*\r?\n([\s\S]*?)\r?\n'@/y) ?? []
  if (here !== undefined) return literal(here)
  if (reader.match(/@"[ \t]*\r?\n/y)) return readExpandable(reader, /\r?\n"@/y)
  const [, quoted] = reader.match(/'((?:[^']|'')*)'/y) ?? []
  if (quoted !== undefined) return literal(quoted.replaceAll("''", "'"))
  if (reader.fits(/@?'/y)) reader.fail()
  return reader.take('"') ? readExpandable(reader, /"(?!")/y) : undefined
}

export function literal(text: string): Expression {
  return { kind: 'text', parts: [text] }
}

/** `$name`, `${name}`, `$env:NAME`; undefined where none begins. */
export function readVariable(reader: Reader): Expression | undefined {
  const [, braced, plain] = reader.match(/\$(?:\{([^}]+)\}|((?:\w+:(?!:))?\w+|[?$^]))/y) ?? []
  const name = braced ?? plain
  if (name === undefined) return undefined
  const [, scope = '', bare = name] = /^(\w+):(.+)$/s.exec(name) ?? []
  return { kind: 'variable', scope: scope.toLowerCase(), name: bare }
}

function readExpandable(reader: Reader, end: RegExp): Expression {
  const parts: (string | Expression)[] = []
  while (!reader.match(end)) {
    if (reader.isAtEnd) reader.fail()
    if (reader.take('""')) parts.push('"')
    else parts.push(readPart(reader))
  }
  return { kind: 'text', parts: joined(parts) }
}

/** A character, an escape, or what begins with `$`. */
function readPart(reader: Reader): string | Expression {
  const [, escaped] = reader.match(/`([\s\S])/y) ?? []
  if (escaped !== undefined) return ESCAPES[escaped] ?? (escaped === '\n' ? '' : escaped)
  if (reader.take('$(')) {
    return { kind: 'output', body: reader.nested(() => reader.grammar.body(reader, ')')) }
  }
  const variable = readVariable(reader)
  if (variable !== undefined) return variable
  const character = reader.peek()
  reader.at++
  return character
}

/** An argument without quotes, or with some in its middle: `--name="a b"`, `C:\x\$name`. */
export function readBareWord(reader: Reader): Expression {
  const parts: (string | Expression)[] = []
  while (!reader.isAtEnd && !reader.fits(/[\s|;(){},&]/y)) {
    const quoted = reader.fits(/['"]/y) ? readString(reader) : undefined
    if (quoted?.kind === 'text') parts.push(...quoted.parts)
    else parts.push(readPart(reader))
  }
  return { kind: 'text', parts: joined(parts) }
}

function joined(parts: readonly (string | Expression)[]): (string | Expression)[] {
  const all: (string | Expression)[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part
    else all.push(part)
  }
  return all
}
