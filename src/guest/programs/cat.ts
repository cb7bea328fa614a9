import { quotedIfNeeded } from './quote.js'
import { chunks, openSource } from './reading.js'
import { type Tool, tool } from './tool.js'

const OPTIONS = [
  'b,number-nonblank',
  'n,number',
  's,squeeze-blank',
  'v,show-nonprinting',
  'E,show-ends',
  'T,show-tabs',
  'A,show-all',
  'e',
  't',
  'u',
]

export const cat = tool(tool => {
  const options = tool.options(OPTIONS)
  const has = (...names: string[]) => names.some(name => options.has(name))
  const printer = new Printer(tool, {
    nonblank: has('b'),
    number: has('n') && !has('b'),
    squeeze: has('s'),
    ends: has('A', 'e', 'E'),
    tabs: has('A', 't', 'T'),
    visible: has('A', 'e', 't', 'v'),
  })
  for (const operand of options.operands.length === 0 ? ['-'] : options.operands) {
    const copy = () => {
      const source = openSource(tool, operand)
      try {
        for (const chunk of chunks(source)) printer.add(chunk)
      } finally {
        source.close()
      }
    }
    tool.attempt(copy, text => `${quotedIfNeeded(operand)}: ${text}`)
  }
  printer.end()
})

type Style = Readonly<Record<'nonblank' | 'number' | 'squeeze' | 'ends' | 'tabs' | 'visible', boolean>>

/** Lines go on from one file to the next. */
class Printer {
  readonly #tool: Tool
  readonly #style: Style
  readonly #plain: boolean
  #lines = 0
  #atStart = true
  #blanks = 0
  /** Only the next byte tells how it is shown. */
  #heldReturn = false

  constructor(tool: Tool, style: Style) {
    this.#tool = tool
    this.#style = style
    this.#plain = !Object.values(style).includes(true)
  }

  add(bytes: Uint8Array): void {
    if (this.#plain) this.#tool.print(bytes)
    else for (const byte of bytes) this.#byte(byte)
  }

  /** A carriage return that came last is still to be shown. */
  end(): void {
    if (this.#heldReturn) this.#tool.print('\r')
    this.#heldReturn = false
  }

  #byte(byte: number): void {
    const { nonblank, number, squeeze, ends, visible } = this.#style
    // Shown if it ends a line, as its end is.
    if (this.#heldReturn) this.#tool.print(byte === 10 ? '^M' : '\r')
    this.#heldReturn = byte === 13 && ends && !visible
    const blank = this.#atStart && byte === 10
    this.#blanks = blank ? this.#blanks + 1 : 0
    if (squeeze && this.#blanks > 1) return
    if (this.#atStart && (number || (nonblank && !blank))) {
      this.#lines += 1
      this.#tool.print(`${String(this.#lines).padStart(6)}\t`)
    }
    this.#atStart = byte === 10
    if (byte === 10) this.#tool.print(ends ? '$\n' : '\n')
    else if (!this.#heldReturn) this.#tool.print(this.#shown(byte))
  }

  #shown(byte: number): string | Uint8Array {
    const { tabs, visible } = this.#style
    if (byte === 9) return tabs ? '^I' : '\t'
    if (!visible) return Uint8Array.of(byte)
    const meta = byte >= 128 ? 'M-' : ''
    const low = byte & 127
    if (low === 127) return `${meta}^?`
    return low < 32 ? `${meta}^${String.fromCharCode(low + 64)}` : meta + String.fromCharCode(low)
  }
}
