/** pushd, popd, dirs. */
import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { refuseOption } from './failing.js'
import { changeDirectory, logicalDirectory, withTilde } from './paths.js'

/** Where the shell is, and what was left behind. */
function stack(shell: Shell): string[] {
  return [logicalDirectory(shell), ...shell.directories]
}

/** +N counts from the top, -N from the bottom. Undefined for what is neither. */
function position(word: string, length: number): number | undefined {
  const [, sign, digits] = /^([+-])(\d+)$/.exec(word) ?? []
  if (sign === undefined) return undefined
  return sign === '+' ? Number(digits) : length - 1 - Number(digits)
}

export const dirs: Builtin = function* (shell, args, name) {
  const all = stack(shell)
  let isLong = false
  let form = ''
  let only: number | undefined
  for (const word of args) {
    const at = position(word, all.length)
    if (at !== undefined) {
      if (all.length === 1 && at !== 0) return yield* refuse(shell, name, 'directory stack empty')
      if (all[at] === undefined)
        return yield* refuse(shell, name, `${word.slice(1)}: directory stack index out of range`)
      only = at
    } else if (/^-[clpv]+$/.test(word)) {
      for (const letter of word.slice(1)) {
        if (letter === 'l') isLong = true
        else if (letter === 'c') {
          shell.directories = []
          return 0
        } else form = letter
      }
    } else return yield* refuseOption(shell, name, word)
  }
  const shown = all.map(path => (isLong ? path : withTilde(shell, path)))
  const numbered = (path: string, index: number) => `${String(index).padStart(2)}  ${path}`
  if (only !== undefined) yield* shell.print(`${form === 'v' ? numbered(shown[only] ?? '', only) : shown[only]}\n`)
  else if (form === 'v') yield* shell.print(shown.map((path, index) => `${numbered(path, index)}\n`).join(''))
  else yield* shell.print(`${shown.join(form === 'p' ? '\n' : ' ')}\n`)
  return 0
}

export const pushd: Builtin = function* (shell, args, name) {
  const words = args[0] === '--' ? args.slice(1) : args
  const stays = words[0] === '-n'
  const [word] = stays ? words.slice(1) : words
  const all = stack(shell)
  if (word === undefined) {
    const [top] = shell.directories
    if (top === undefined) return yield* refuse(shell, name, 'no other directory')
    if (!(yield* go(shell, name, top))) return 1
    shell.directories = [all[0] ?? '', ...shell.directories.slice(1)]
    return yield* dirs(shell, [], name)
  }
  const at = position(word, all.length)
  if (at !== undefined) {
    if (all.length === 1) return yield* refuse(shell, name, 'directory stack empty')
    if (all[at] === undefined) return yield* refuse(shell, name, `${word}: directory stack index out of range`)
    const turned = [...all.slice(at), ...all.slice(0, at)]
    if (!stays && !(yield* go(shell, name, turned[0] ?? ''))) return 1
    shell.directories = turned.slice(1)
    return yield* dirs(shell, [], name)
  }
  if (stays) shell.directories = [word, ...shell.directories]
  else {
    const path = word === '-' ? (shell.variables.text('OLDPWD') ?? '') : word
    if (!(yield* go(shell, name, path))) return 1
    shell.directories = all
  }
  return yield* dirs(shell, [], name)
}

export const popd: Builtin = function* (shell, args, name) {
  const words = args[0] === '--' ? args.slice(1) : args
  const stays = words[0] === '-n'
  const [word] = stays ? words.slice(1) : words
  const all = stack(shell)
  if (all.length === 1) return yield* refuse(shell, name, 'directory stack empty')
  const at = word === undefined ? (stays ? 1 : 0) : position(word, all.length)
  if (at === undefined) {
    yield* refuse(shell, name, `${word}: invalid argument`)
    return 1
  }
  if (all[at] === undefined) return yield* refuse(shell, name, `${word}: directory stack index out of range`)
  if (at === 0) {
    if (!(yield* go(shell, name, all[1] ?? ''))) return 1
    shell.directories = all.slice(2)
  } else shell.directories = all.toSpliced(at, 1).slice(1)
  return yield* dirs(shell, [], name)
}

function* go(shell: Shell, name: string, path: string): Generator<Wait, boolean, void> {
  try {
    changeDirectory(shell, path, false)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* shell.complain(`${name}: ${path}: ${error.text}`)
    return false
  }
}
