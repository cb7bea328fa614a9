import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { failed } from './failing.js'
import { readOptions } from './options.js'

const ALL = 0o777
const BITS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 }
const SHIFTS: Readonly<Record<string, number>> = { u: 6, g: 3, o: 0 }

export const umask: Builtin = function* (shell, args, name) {
  const { task, dialect } = shell
  const options = yield* readOptions(shell, name, args, dialect.isBash ? 'pS' : 'S')
  if (typeof options === 'number') return options
  const [mode] = options.rest
  if (mode === undefined) {
    const text = options.has('S') ? symbolic(task.umask) : task.umask.toString(8).padStart(4, '0')
    yield* shell.print(`${options.has('p') ? `umask ${options.has('S') ? '-S ' : ''}` : ''}${text}\n`)
    return 0
  }
  const result = yield* parse(shell, name, mode)
  if (typeof result === 'number') return result
  task.umask = result.umask
  if (options.has('S') && dialect.isBash) yield* shell.print(`${symbolic(result.umask)}\n`)
  return 0
}

/** "u=rwx,g=rx,o=rx": what is left to be given. */
function symbolic(mask: number): string {
  const letters = (shift: number) => [...'rwx'].filter(letter => !((mask >> shift) & (BITS[letter] ?? 0))).join('')
  return `u=${letters(6)},g=${letters(3)},o=${letters(0)}`
}

/** A number is what was refused with. */
function* parse(shell: Shell, name: string, mode: string): Generator<Wait, { umask: number } | number, void> {
  const { isBash } = shell.dialect
  if (/^\d/.test(mode)) {
    if (/^[0-7]+$/.test(mode) && Number.parseInt(mode, 8) <= 0o7777) return { umask: Number.parseInt(mode, 8) & ALL }
    if (isBash) return yield* refuse(shell, name, `${mode}: octal number out of range`)
    throw yield* failed(shell, name, `Illegal number: ${mode}`)
  }
  let given = ~shell.task.umask & ALL
  for (const clause of mode.split(',')) {
    const [, who = '', rest = ''] = /^([ugoa]*)(.*)$/s.exec(clause) ?? []
    if (!/^(?:[-+=][rwxXstugo]*)+$/.test(rest)) {
      if (!isBash)
        throw yield* failed(shell, name, `${shell.dialect.name === 'ash' ? 'illegal' : 'Illegal'} mode: ${mode}`)
      const wrong = rest.charAt(0)
      const what = /^[-+=]/.test(rest) ? 'character' : 'operator'
      const [bad = wrong] = what === 'character' ? (/[^-+=rwxXstugo]/.exec(rest) ?? []) : [wrong]
      return yield* refuse(shell, name, `\`${bad}': invalid symbolic mode ${what}`)
    }
    for (const [, operator = '', letters = ''] of rest.matchAll(/([-+=])([rwxXstugo]*)/g)) {
      given = change(given, who === '' || who.includes('a') ? 'ugo' : who, operator, letters)
    }
  }
  return { umask: ~given & ALL }
}

function change(given: number, who: string, operator: string, letters: string): number {
  let bits = 0
  for (const letter of letters) {
    const shift = SHIFTS[letter]
    bits |= shift !== undefined ? (given >> shift) & 7 : (BITS[letter.toLowerCase()] ?? 0)
  }
  let result = given
  for (const person of who) {
    const shift = SHIFTS[person] ?? 0
    if (operator === '=') result = (result & ~(7 << shift)) | (bits << shift)
    else if (operator === '+') result |= bits << shift
    else result &= ~(bits << shift)
  }
  return result
}
