/** `select`: a menu on standard error, and a choice from standard input, again and again. */

import { decodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { readByte } from '../builtins/reading.js'
import type { Shell } from '../shell.js'

const NEWLINE = 0x0a
const PROMPT = '#? '

/** Whether the loop goes on behind its body. */
export type Turn = (value: string) => Generator<Wait, boolean, void>

export function* runSelect(shell: Shell, values: readonly string[], turn: Turn): Generator<Wait, void, void> {
  if (values.length === 0) return
  let showsMenu = true
  for (;;) {
    if (showsMenu) yield* shell.print(menu(values), 2)
    yield* shell.print(shell.variables.text('PS3') ?? PROMPT, 2)
    const reply = yield* readReply(shell)
    if (reply === undefined) {
      yield* shell.print('\n')
      shell.status = 1
      return
    }
    showsMenu = reply === ''
    if (showsMenu) continue
    shell.variables.set('REPLY', reply)
    const choice = /^\d+$/.test(reply) ? values[Number(reply) - 1] : undefined
    if (!(yield* turn(choice ?? ''))) return
    showsMenu = shell.variables.text('REPLY') === ''
  }
}

function menu(values: readonly string[]): string {
  const width = String(values.length).length
  return values.map((value, index) => `${String(index + 1).padStart(width)}) ${value}\n`).join('')
}

/** A line; undefined at the end of the input. */
function* readReply(shell: Shell): Generator<Wait, string | undefined, void> {
  const bytes: number[] = []
  for (;;) {
    const byte = shell.task.descriptors.has(0) ? yield* readByte(shell, 0) : undefined
    if (typeof byte !== 'number') return undefined
    if (byte === NEWLINE) return decodeName(Uint8Array.from(bytes)).trim()
    bytes.push(byte)
  }
}
