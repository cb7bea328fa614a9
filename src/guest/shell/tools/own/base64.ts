import { Errno } from '../../../errno.js'
import { quotedIfNeeded, quotedWord } from '../../../programs/quote.js'
import { type Console, program } from '../../../programs/streaming/console.js'
import { eachPiece } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

export const base64 = program(function* (console) {
  const options = yield* console.options(['d,decode,D', 'i,ignore-garbage', 'w,wrap='])
  const [operand = '-', extra] = options.operands
  if (extra !== undefined) return yield* console.usage(`extra operand ${quotedWord(extra)}`)
  const wrap = options.value('w') ?? '76'
  if (!/^\d+$/.test(wrap)) return yield* console.fail(`invalid wrap size: ${quotedWord(wrap)}`)
  const coder = options.has('d') ? new Decoder(console, options.has('i')) : new Encoder(console, Number(wrap))
  try {
    yield* eachPiece(console.task, operand, bytes => coder.add(bytes))
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    const what = error.code === 'EISDIR' ? 'read error' : quotedIfNeeded(operand)
    return yield* console.fail(`${what}: ${error.text}`)
  }
  yield* coder.end()
  return undefined
})

/** Three bytes are four characters: what is left over waits for more. */
class Encoder {
  readonly #console: Console
  readonly #width: number
  #rest: Uint8Array = new Uint8Array(0)
  #line = ''

  constructor(console: Console, width: number) {
    this.#console = console
    this.#width = width
  }

  *add(bytes: Uint8Array): Generator<Wait, true, void> {
    const all = Buffer.concat([this.#rest, bytes])
    const whole = all.length - (all.length % 3)
    this.#rest = all.subarray(whole)
    yield* this.#print(all.toString('base64', 0, whole))
    return true
  }

  *end(): Generator<Wait, void, void> {
    yield* this.#print(Buffer.from(this.#rest).toString('base64'))
    if (this.#line !== '') yield* this.#console.print(`${this.#line}\n`)
  }

  *#print(text: string): Generator<Wait, void, void> {
    if (this.#width === 0) return yield* this.#console.print(text)
    const all = this.#line + text
    let at = 0
    for (; all.length - at >= this.#width; at += this.#width)
      yield* this.#console.print(`${all.slice(at, at + this.#width)}\n`)
    this.#line = all.slice(at)
  }
}

const PLAIN = /(?:[A-Za-z0-9+/]{4})*/y
/** The end of a text; several of them may have been put together. */
const VALID = /^(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$/

function lengthOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  return expression.exec(text)?.[0].length ?? 0
}

class Decoder {
  readonly #console: Console
  readonly #ignored: RegExp
  #rest = ''

  constructor(console: Console, ignoresGarbage: boolean) {
    this.#console = console
    this.#ignored = ignoresGarbage ? /[^A-Za-z0-9+/=]/g : /\n/g
  }

  *add(bytes: Uint8Array): Generator<Wait, true, void> {
    const text = this.#rest + Buffer.from(bytes).toString('latin1').replace(this.#ignored, '')
    let at = 0
    while (text.length - at >= 4) {
      const plain = lengthOf(PLAIN, text, at)
      yield* this.#console.print(Buffer.from(text.slice(at, at + plain), 'base64'))
      at += plain
      if (text.length - at < 4) break
      const group = text.slice(at, at + 4)
      if (!VALID.test(group)) yield* this.#refuse(group)
      yield* this.#console.print(Buffer.from(group, 'base64'))
      at += 4
    }
    this.#rest = text.slice(at)
    return true
  }

  *end(): Generator<Wait, void, void> {
    if (this.#rest !== '') yield* this.#refuse(this.#rest)
  }

  /** What begins well is still told. */
  *#refuse(group: string): Generator<Wait, never, void> {
    const begun = /^[A-Za-z0-9+/]{0,3}/.exec(group)?.[0] ?? ''
    yield* this.#console.print(Buffer.from(begun, 'base64'))
    return yield* this.#console.fail('invalid input')
  }
}
