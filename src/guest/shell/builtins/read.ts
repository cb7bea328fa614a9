import { Errno } from '../../errno.js'
import { encodeName } from '../../files/names.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { isName } from '../variables.js'
import { assignText } from './assigning.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { type Options, readOptions } from './options.js'
import { type Character, Fields, textOf } from './read-fields.js'
import { following, readByte } from './reading.js'

const BACKSLASH = 0x5c
const NEWLINE = 0x0a
/** 128 + SIGALRM */
const LATE = 142

/** How a line is read. */
interface Manner {
  readonly fd: number
  /** The byte that it ends at; undefined: at none. */
  readonly end: number | undefined
  /** So many characters at most. */
  readonly most: number | undefined
  readonly isRaw: boolean
  readonly until: bigint | undefined
}

interface Line {
  readonly characters: readonly Character[]
  readonly status: number
}

export const read: Builtin = function* (shell, args, name) {
  const { dialect, variables } = shell
  const letters = dialect.isBash ? 'ersa:d:i:n:N:p:t:u:' : dialect.name === 'ash' ? 'rsn:p:t:u:d:' : 'p:r'
  const options = yield* readOptions(shell, name, args, letters)
  if (typeof options === 'number') return options
  if (options.rest.length === 0 && dialect.name === 'dash') throw yield* failed(shell, name, 'arg count')
  const manner = yield* mannerOf(shell, name, options)
  if (typeof manner === 'number') return manner
  for (const target of options.rest.slice(0, 1)) {
    if (isName(target.replace(/\[.+\]$/s, ''))) continue
    if (!dialect.isBash) throw yield* failed(shell, name, `${target}: bad variable name`)
    return yield* refuse(shell, name, `\`${target}': not a valid identifier`)
  }
  if (options.value('t') === '0' && dialect.isBash) return hasInput(shell, manner.fd) ? 0 : 1
  let line: Line
  try {
    line = yield* readLine(shell, manner)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (!dialect.isBash) return 1
    return yield* refuse(shell, name, `read error: ${manner.fd}: ${error.text}`)
  }
  const array = options.value('a')
  const ifs = variables.text('IFS') ?? ' \t\n'
  if (array !== undefined) {
    const fields = new Fields(line.characters, ifs)
    const texts: string[] = []
    while (!fields.isEmpty) texts.push(fields.take())
    variables.setArray(array, texts)
    return line.status
  }
  const isWhole = options.has('N')
  return (yield* distribute(shell, name, options.rest, line, isWhole ? '' : ifs)) ? line.status : 1
}

/** A number is what was refused with. */
function* mannerOf(shell: Shell, name: string, options: Options): Generator<Wait, Manner | number, void> {
  const { clock } = shell.task.guest
  const timeout = options.value('t')
  if (timeout !== undefined && !/^(?:\d+\.?\d*|\.\d+)$/.test(timeout)) {
    return yield* refuse(shell, name, `${timeout}: invalid timeout specification`)
  }
  const count = options.value('N') ?? options.value('n')
  if (count !== undefined && !/^\d+$/.test(count)) return yield* refuse(shell, name, `${count}: invalid number`)
  const descriptor = options.value('u') ?? '0'
  if (!/^\d+$/.test(descriptor)) {
    return yield* refuse(shell, name, `${descriptor}: invalid file descriptor specification`)
  }
  const fd = Number(descriptor)
  if (options.has('u') && !shell.task.descriptors.has(fd)) {
    return yield* refuse(shell, name, `${fd}: invalid file descriptor: ${new Errno('EBADF').text}`)
  }
  const delimiter = options.value('d')
  const end = options.has('N') ? undefined : delimiter === undefined ? NEWLINE : (encodeName(delimiter)[0] ?? 0)
  return {
    ...{ fd, end, isRaw: options.has('r') },
    most: count === undefined ? undefined : Number(count),
    until: timeout === undefined ? undefined : clock.inGuest() + BigInt(Math.round(Number(timeout) * 1e9)),
  }
}

function hasInput({ task }: Shell, fd: number): boolean {
  try {
    // Nothing is read: what says that it would block has nothing.
    task.descriptors.get(fd).read(0)
    return true
  } catch (error) {
    if (error instanceof Errno) return false
    throw error
  }
}

function* readLine(shell: Shell, { fd, end, most, isRaw, until }: Manner): Generator<Wait, Line, void> {
  const characters: Character[] = []
  let count = 0
  let left = 0
  while (most === undefined || count < most || left > 0) {
    yield* shell.task.work()
    let byte = yield* readByte(shell, fd, until)
    if (byte === 'late') return { characters, status: LATE }
    if (byte === undefined) return { characters, status: 1 }
    if (byte === end && left === 0) return { characters, status: 0 }
    let isEscaped = false
    if (byte === BACKSLASH && !isRaw) {
      byte = yield* readByte(shell, fd, until)
      if (byte === 'late') return { characters, status: LATE }
      if (byte === undefined) return { characters, status: 1 }
      if (byte === NEWLINE) continue
      isEscaped = true
    }
    if (left > 0) left--
    else {
      count++
      left = following(byte)
    }
    // NUL is no part of any text.
    if (byte !== 0) characters.push({ byte, isEscaped })
  }
  return { characters, status: 0 }
}

function* distribute(
  shell: Shell,
  name: string,
  names: readonly string[],
  { characters }: Line,
  ifs: string,
): Generator<Wait, boolean, void> {
  if (names.length === 0) return yield* assignText(shell, name, 'REPLY', textOf(characters))
  if (ifs === '' && names.length > 0) {
    for (const [index, target] of names.entries()) {
      if (!(yield* assignText(shell, name, target, index === 0 ? textOf(characters) : ''))) return false
    }
    return true
  }
  const fields = new Fields(characters, ifs)
  for (const [index, target] of names.entries()) {
    const text = index === names.length - 1 ? fields.takeRest() : fields.take()
    if (!(yield* assignText(shell, name, target, text))) return false
  }
  return true
}
