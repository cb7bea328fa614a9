import type { Wait } from '../../wait.js'
import { updateDispositions } from '../run/traps.js'
import type { Shell } from '../shell.js'
import { type Builtin, refuse } from './builtin.js'
import { usage } from './failing.js'
import { readOptions } from './options.js'
import { nameOfSignal, numberOfSignal, signalTable } from './signal-names.js'
import { inQuotes } from './texts.js'

/** What is no signal, but can be trapped all the same; bash lists them behind the signals, EXIT before. */
const OF_BASH = ['DEBUG', 'ERR', 'RETURN']

export const trap: Builtin = function* (shell, args, name) {
  const { isBash } = shell.dialect
  const options = yield* readOptions(shell, name, args, isBash ? 'lp' : '')
  if (typeof options === 'number') return options
  if (options.has('l')) {
    yield* shell.print(signalTable())
    return 0
  }
  const { rest } = options
  if (options.has('p') || rest.length === 0) return yield* list(shell, name, rest)
  // A number alone, or one signal alone, gives it back its default.
  const isReset =
    rest[0] === '-' || /^\d+$/.test(rest[0] ?? '') || (rest.length === 1 && eventOf(shell, rest[0] ?? '') !== undefined)
  const events = isReset && rest[0] !== '-' ? rest : rest.slice(1)
  if (events.length === 0) {
    if (isBash) return yield* usage(shell, name)
    yield* wrong(shell, name, rest[0] ?? '')
    return 1
  }
  shell.inheritedTraps = undefined
  let status = 0
  for (const event of events) {
    const known = eventOf(shell, event)
    if (known === undefined) {
      yield* wrong(shell, name, event)
      status = 1
      if (!isBash) return 1
    } else if (isReset) shell.traps.delete(known)
    else if (!(isBash && isNeverTrapped(shell, known))) shell.traps.set(known, rest[0] ?? '')
  }
  updateDispositions(shell)
  return status
}

function* wrong(shell: Shell, name: string, event: string): Generator<Wait, void, void> {
  if (shell.dialect.name === 'dash') yield* shell.print(`${name}: ${event}: bad trap\n`, 2)
  else yield* refuse(shell, name, `${event}: invalid signal specification`)
}

/** "EXIT", "TERM", "ERR" */
function eventOf(shell: Shell, text: string): string | undefined {
  const name = text.toUpperCase()
  if (text === '0' || name === 'EXIT') return 'EXIT'
  if (shell.dialect.isBash && OF_BASH.includes(name.replace(/^SIG/, ''))) return name.replace(/^SIG/, '')
  const number = numberOfSignal(shell, text)
  return number === undefined ? undefined : nameOfSignal(number)
}

function isNeverTrapped({ neverTrapped }: Shell, event: string): boolean {
  return [...neverTrapped].some(signal => nameOfSignal(signal) === event)
}

function* list(shell: Shell, builtin: string, events: readonly string[]): Generator<Wait, number, void> {
  const traps = shell.inheritedTraps ?? shell.traps
  const order = ['EXIT', ...Array.from({ length: 64 }, (_, index) => nameOfSignal(index + 1)), ...OF_BASH]
  const wanted: (string | undefined)[] = []
  let status = 0
  for (const text of events) {
    const event = eventOf(shell, text)
    if (event === undefined) {
      yield* wrong(shell, builtin, text)
      status = 1
    } else wanted.push(event)
  }
  for (const event of events.length === 0 ? order : wanted) {
    const isIgnored = shell.dialect.isBash && event !== undefined && isNeverTrapped(shell, event)
    const action = isIgnored ? '' : event === undefined ? undefined : traps.get(event)
    if (action === undefined || event === undefined) continue
    const isSignal = shell.dialect.isBash && event !== 'EXIT' && !OF_BASH.includes(event)
    yield* shell.print(`trap -- ${inQuotes(shell, action)} ${isSignal ? 'SIG' : ''}${event}\n`)
  }
  return status
}
