/** The script of sed(1) as a list of commands, and its complaints. */
import type { Address, Command } from './command.js'
import { Cursor, ScriptError } from './cursor.js'
import { readAddress, readSubstitution, readTransliteration, type Syntax } from './patterns.js'

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
}

type Bare = Omit<Command, 'text'>

/** `where`: how complaints name the script. Throws ScriptError. */
export function parseScript(script: string, where: string, syntax: Syntax): Command[] {
  return new Parser(new Cursor(script, where), syntax).commands(where)
}

class Parser {
  readonly #cursor: Cursor
  readonly #syntax: Syntax
  readonly #commands: Command[] = []
  /** Which of them are `{` that are open. */
  readonly #blocks: number[] = []
  readonly #labels = new Map<string, number>()

  constructor(cursor: Cursor, syntax: Syntax) {
    this.#cursor = cursor
    this.#syntax = syntax
  }

  commands(where: string): Command[] {
    const cursor = this.#cursor
    for (;;) {
      cursor.takes(/^[\s;]+/)
      if (cursor.isAtEnd) break
      if (cursor.character === '#') cursor.until(/\n/)
      else this.#command(this.#start())
    }
    if (this.#blocks.length > 0) throw new ScriptError(`${where}, char 0: unmatched \`{'`)
    for (const each of this.#commands) if ('btT'.includes(each.name)) each.target = this.#target(each.text)
    return this.#commands
  }

  #target(label: string): number {
    const target = label === '' ? this.#commands.length : this.#labels.get(label)
    if (target === undefined) throw new ScriptError(`can't find label for jump to \`${label}'`)
    return target
  }

  /** Addresses and name. */
  #start(): Bare {
    const cursor = this.#cursor
    const first = readAddress(cursor, this.#syntax)
    let second: Address | undefined
    cursor.skipBlanks()
    if (first !== undefined && cursor.takes(/^,[ \t]*/) !== '') {
      second = readAddress(cursor, this.#syntax, true)
      if (second === undefined) cursor.failAfter("unexpected `,'")
      cursor.skipBlanks()
    }
    const isNegated = cursor.takes(/^(?:![ \t]*)+/) !== ''
    if (cursor.isAtEnd) cursor.fail('missing command')
    return {
      first,
      second,
      isNegated,
      name: cursor.next(),
      target: -1,
      range: { isOpen: isFromStart(first), until: 0 },
    }
  }

  #command(base: Bare): void {
    const cursor = this.#cursor
    const { name } = base
    switch (name) {
      case '{':
        this.#blocks.push(this.#commands.length)
        this.#add(base)
        break
      case '}':
        this.#closeBlock(base)
        break
      case ':':
        this.#label(base)
        break
      case 'b':
      case 't':
      case 'T':
        cursor.skipBlanks()
        this.#add(base, { text: cursor.until(/[\n;}]/).trimEnd() })
        break
      case 'a':
      case 'i':
      case 'c':
        this.#add(base, { text: this.#lines() })
        break
      case 'r':
      case 'R':
      case 'w':
      case 'W': {
        cursor.skipBlanks()
        const text = cursor.until(/\n/)
        if (text === '') cursor.fail('missing filename in r/R/w/W commands')
        this.#add(base, { text })
        break
      }
      case 's':
        this.#add(base, { substitution: readSubstitution(cursor, this.#syntax) })
        break
      case 'y':
        this.#add(base, { text: readTransliteration(cursor, this.#syntax) })
        cursor.end()
        break
      case 'q':
      case 'Q':
      case 'l':
      case 'L': {
        if ('qQ'.includes(name) && base.second !== undefined) cursor.fail('command only uses one address')
        cursor.skipBlanks()
        const digits = cursor.takes(/^\d*/)
        this.#add(base, digits === '' ? {} : { number: Number(digits) })
        cursor.end()
        break
      }
      default:
        if (!'=dDgGhHnNpPxzFev'.includes(name)) cursor.fail(`unknown command: \`${name}'`)
        if (name === 'e') cursor.fail("mockvm doesn't do `e' yet")
        this.#add(base, { text: name === 'v' ? cursor.until(/[\n;]/) : '' })
        cursor.end()
    }
  }

  #add(base: Bare, more: Partial<Pick<Command, 'text' | 'substitution' | 'number'>> = {}): void {
    this.#commands.push({ text: '', ...base, ...more })
  }

  #closeBlock(base: Bare): void {
    if (base.first !== undefined) this.#cursor.fail("} doesn't want any addresses")
    const open = this.#blocks.pop()
    if (open === undefined) this.#cursor.fail("unexpected `}'")
    const block = this.#commands[open ?? 0]
    if (block !== undefined) block.target = this.#commands.length
    this.#cursor.end()
  }

  #label(base: Bare): void {
    if (base.first !== undefined) this.#cursor.fail(": doesn't want any addresses")
    this.#cursor.skipBlanks()
    const label = this.#cursor.until(/[\n;]/).trimEnd()
    if (label === '') this.#cursor.fail('":" lacks a label')
    this.#labels.set(label, this.#commands.length)
  }

  /** The text of a, i and c: GNU's one line form as well as POSIX' with a backslash. */
  #lines(): string {
    const cursor = this.#cursor
    cursor.skipBlanks()
    // On the same line a backslash keeps the blanks that follow it.
    cursor.takes(/^\\(?:[ \t]*\n)?/)
    if (cursor.isAtEnd) cursor.fail("expected \\ after `a', `c' or `i'")
    const text = cursor.takes(/^(?:\\[\s\S]|[^\\\n]|\\$)*/)
    return `${text.replace(/\\([\s\S])/g, (_, code: string) => ESCAPES[code] ?? code)}\n`
  }
}

/** 0,/x/ is open before the first line, so that it may end there. */
function isFromStart(first: Address | undefined): boolean {
  return first?.kind === 'line' && first.line === 0
}
