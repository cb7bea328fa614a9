/** bash with a script on its standard input: it reads no further than to the end of a command, so that commands find the rest there. */

import { decodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { readByte } from '../builtins/reading.js'
import type { Shell } from '../shell.js'
import { checkScript } from './grammar/check.js'
import { runText } from './interpreter.js'
import { NoScript } from './syntax-errors.js'

const NEWLINE = 0x0a
/** Nothing but blanks and comments. */
const IDLE = /^(?:[ \t]*(?:#.*)?\n?)*$/

export function* runStandardInput(shell: Shell): Generator<Wait, void, void> {
  let [first, lines] = [1, 0]
  let text = ''
  for (;;) {
    const line = yield* readLine(shell)
    text += line
    lines++
    const isEnd = !line.endsWith('\n')
    if (!isEnd && isOpen(text)) continue
    if (!IDLE.test(text)) yield* runPiece(shell, text, first)
    if (isEnd) return
    first += lines
    text = ''
    lines = 0
  }
}

function* readLine(shell: Shell): Generator<Wait, string, void> {
  const bytes: number[] = []
  while (shell.task.descriptors.has(0)) {
    const byte = yield* readByte(shell, 0)
    if (typeof byte !== 'number') break
    bytes.push(byte)
    if (byte === NEWLINE) break
  }
  return decodeName(Uint8Array.from(bytes))
}

/** More lines may make a command of it. */
function isOpen(text: string): boolean {
  if (/(?:^|[^\\])(?:\\\\)*\\\n$/.test(text)) return true
  const { failure, unended } = checkScript(text, true)
  if (failure === undefined) return unended.length > 0
  return failure.open !== undefined || (failure.token === undefined && failure.message === undefined)
}

/** Messages count the lines from the beginning. */
function* runPiece(shell: Shell, text: string, first: number): Generator<Wait, void, void> {
  try {
    yield* runText(shell, text, false, first)
  } catch (error) {
    if (!(error instanceof NoScript)) throw error
    const failure = { ...error.failure, line: error.failure.line + first - 1 }
    throw new NoScript(failure, '\n'.repeat(first - 1) + text)
  }
}
