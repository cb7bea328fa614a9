import type { FileStat } from '../files/stat.js'
import { LocaleText } from '../shell/tools/own/locale-text.js'
import type { GivenOptions } from './options.js'
import { quotedIfNeeded } from './quote.js'
import { chunks, openSource } from './reading.js'
import { type Tool, tool } from './tool.js'

/** In the order in which they are printed. */
const COUNTS = ['l', 'w', 'm', 'c', 'L'] as const
type Counts = Record<(typeof COUNTS)[number], number>

export const WC_OPTIONS = ['l,lines', 'w,words', 'm,chars', 'c,bytes', 'L,max-line-length']

export const wc = tool(tool => {
  const options = tool.options(WC_OPTIONS, { others: ['files0-from='] })
  const shown = shownBy(options)
  const operands = options.operands.length === 0 ? [undefined] : options.operands
  const width = operands.length === 1 && shown.length === 1 ? 1 : numberWidth(tool, operands)
  const print = (counts: Counts, name: string | undefined) => tool.print(countsLine(counts, shown, width, name))
  const total: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 }
  for (const operand of operands) {
    const counts = countIn(tool, operand, shown)
    if (counts === undefined) continue
    print(counts, operand)
    for (const key of COUNTS) total[key] = key === 'L' ? Math.max(total.L, counts.L) : total[key] + counts[key]
  }
  if (operands.length > 1) print(total, 'total')
})

export function shownBy(options: GivenOptions): readonly (keyof Counts)[] {
  const asked = COUNTS.filter(name => options.has(name))
  return asked.length === 0 ? ['l', 'w', 'c'] : asked
}

export function countsLine(
  counts: Counts,
  shown: readonly (keyof Counts)[],
  width: number,
  name: string | undefined,
): string {
  const numbers = shown.map(key => String(counts[key]).padStart(width)).join(' ')
  return name === undefined ? `${numbers}\n` : `${numbers} ${name.includes('\n') ? quotedIfNeeded(name) : name}\n`
}

/** As wide as the sum of all sizes; 7 when something is no ordinary file, whose size nobody knows before. */
function numberWidth(tool: Tool, operands: readonly (string | undefined)[]): number {
  let least = 1
  let size = 0n
  for (const operand of operands) {
    const stat = statOf(tool, operand ?? '-')
    if (stat === undefined || stat.kind === 'file') size += stat?.size ?? 0n
    else least = 7
  }
  return Math.max(least, String(size).length)
}

/** Undefined for what can't be found: that doesn't count. */
function statOf(tool: Tool, operand: string): Pick<FileStat, 'kind' | 'size'> | undefined {
  if (operand === '-') return tool.call.stdinStat ?? { kind: 'fifo', size: 0n }
  const path = tool.path(operand)
  return tool.files.exists(path, tool.cred) ? tool.files.stat(path, tool.cred) : undefined
}

/** Undefined when it couldn't be opened; what was counted before a read failed counts. */
function countIn(tool: Tool, operand: string | undefined, shown: readonly (keyof Counts)[]): Counts | undefined {
  const explain = (text: string) => `${quotedIfNeeded(operand ?? 'standard input')}: ${text}`
  const source = tool.get(() => openSource(tool, operand ?? '-'), explain)
  if (source === undefined) return undefined
  const counter = new Counter(shown, tool.call.env)
  // The size of an ordinary file says it all; those that are computed have none.
  const size = shown.every(key => key === 'c') && source.stat?.kind === 'file' ? source.stat.size : 0n
  if (size > 0n) {
    source.close()
    return { ...counter.counts(), c: Number(size) }
  }
  tool.attempt(() => {
    for (const chunk of chunks(source)) counter.add(chunk)
  }, explain)
  source.close()
  return counter.counts()
}

/** Counts as in the C locale, where bytes from 0x80 on neither print nor separate; characters are those of the locale. */
export class Counter {
  #lines = 0
  #words = 0
  #bytes = 0
  /** Bytes that go on with a character. */
  #continuing = 0
  #longest = 0
  #column = 0
  #inWord = false
  readonly #shown: readonly (keyof Counts)[]

  readonly #isUnicode: boolean

  /** Of what is not shown there need be no count. */
  constructor(shown: readonly (keyof Counts)[], env: Readonly<Record<string, string>>) {
    this.#shown = shown
    this.#isUnicode = shown.includes('m') && new LocaleText(env).isUnicode
  }

  add(chunk: Uint8Array): void {
    this.#bytes += chunk.length
    if (this.#isUnicode) for (const byte of chunk) if ((byte & 0xc0) === 0x80) this.#continuing += 1
    if (this.#shown.every(key => key === 'c' || key === 'm')) return
    if (this.#shown.every(key => key !== 'w' && key !== 'L')) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#lines += 1
      return
    }
    for (const byte of chunk) this.#byte(byte)
  }

  counts(): Counts {
    return {
      l: this.#lines,
      w: this.#words,
      m: this.#bytes - this.#continuing,
      c: this.#bytes,
      L: Math.max(this.#longest, this.#column),
    }
  }

  #byte(byte: number): void {
    const blank = byte === 32 || (byte >= 9 && byte <= 13)
    const printable = byte > 32 && byte < 127
    if (byte === 10) this.#lines += 1
    if (byte === 10 || byte === 12 || byte === 13) {
      this.#longest = Math.max(this.#longest, this.#column)
      this.#column = 0
    } else if (byte === 9) this.#column += 8 - (this.#column % 8)
    else if (printable || byte === 32) this.#column += 1
    if (blank) this.#inWord = false
    else if (printable && !this.#inWord) {
      this.#words += 1
      this.#inWord = true
    }
  }
}
