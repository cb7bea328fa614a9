/** The operands of a filter one after the other: what can't be read is told, and the next one is looked at. */
import { Errno } from '../../../errno.js'
import type { Console } from '../../../programs/streaming/console.js'
import { eachLine } from '../../../programs/streaming/input.js'
import type { Wait } from '../../../wait.js'

/** Calls `take` with each line as Latin-1, without its end; `explain`: the message of an operand that can't be read. */
export function* eachOperandLine(
  console: Console,
  operands: readonly string[],
  take: (line: string, hasEnd: boolean) => Generator<Wait, void, void>,
  { end = '\n', explain }: { readonly end?: string; readonly explain: (operand: string, text: string) => string },
): Generator<Wait, void, void> {
  const byte = end.charCodeAt(0)
  for (const operand of operands.length === 0 ? ['-'] : operands) {
    const lines = eachLine(
      console.task,
      operand,
      function* (bytes) {
        const hasEnd = bytes.at(-1) === byte
        yield* take(latin1Of(hasEnd ? bytes.subarray(0, -1) : bytes), hasEnd)
        return true
      },
      byte,
    )
    try {
      yield* lines
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* console.warn(explain(operand, error.text))
    }
  }
}

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}

export function* printLatin1(console: Console, text: string): Generator<Wait, void, void> {
  yield* console.print(Buffer.from(text, 'latin1'))
}
