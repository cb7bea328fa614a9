import { Errno } from '../../errno.js'
import { decodeName, encodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import { singleQuote } from '../quote.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import { type Builtin, refuse } from './builtin.js'
import { readOptions } from './options.js'
import { readByte } from './reading.js'

const EVERY = 5000

export const mapfile: Builtin = function* (shell, args, name) {
  const { variables, task } = shell
  const options = yield* readOptions(shell, name, args, 'd:n:O:s:tu:C:c:')
  if (typeof options === 'number') return options
  const number = (letter: string, otherwise: number) => Number(options.value(letter) ?? otherwise)
  const fd = number('u', 0)
  const most = number('n', 0)
  for (const [letter, what] of [
    ['n', 'line count'],
    ['s', 'line count'],
    ['O', 'array origin'],
    ['c', 'callback quantum'],
  ] as const) {
    const text = options.value(letter)
    if (text !== undefined && !/^\d+$/.test(text)) return yield* refuse(shell, name, `${text}: invalid ${what}`)
  }
  if (!task.descriptors.has(fd))
    return yield* refuse(shell, name, `${fd}: invalid file descriptor: ${new Errno('EBADF').text}`)
  const array = options.rest[0] ?? 'MAPFILE'
  if (!isName(array)) return yield* refuse(shell, name, `\`${array}': not a valid identifier`)
  const end = options.has('d') ? (encodeName(options.value('d') ?? '')[0] ?? 0) : 0x0a
  const callback = options.value('C')
  let index = number('O', 0)
  if (!options.has('O')) variables.setArray(array, [])
  for (let skipped = 0; skipped < number('s', 0); skipped++) yield* readUpTo(shell, fd, end)
  for (let count = 1; most === 0 || count <= most; count++) {
    const line = yield* readUpTo(shell, fd, end)
    if (line === undefined) break
    const text = decodeName(Uint8Array.from(options.has('t') && line.at(-1) === end ? line.slice(0, -1) : line))
    if (callback !== undefined && count % number('c', EVERY) === 0) {
      yield* shell.interpreter.runText(shell, `${callback} ${index} ${singleQuote(text)}`)
    }
    variables.setElement(array, index++, text)
  }
  return 0
}

/** With the byte that ends it; undefined at the end. */
function* readUpTo(shell: Shell, fd: number, end: number): Generator<Wait, number[] | undefined, void> {
  const bytes: number[] = []
  for (;;) {
    yield* shell.task.work()
    const byte = yield* readByte(shell, fd)
    if (typeof byte !== 'number') return bytes.length === 0 ? undefined : bytes
    bytes.push(byte)
    if (byte === end) return bytes
  }
}
