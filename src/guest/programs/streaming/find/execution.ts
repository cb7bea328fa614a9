/** find -exec and -execdir: a command for each file, or for many. */
import { Errno } from '../../../errno.js'
import type { Wait } from '../../../wait.js'
import { quoted } from '../../quote.js'
import { type Console, statusOf } from '../console.js'
import { lastComponent, parentOf } from './component.js'
import type { Test } from './expression.js'
import type { Predicate } from './reading.js'

const MOST_ARGUMENTS = 1000

/** Files that a command is yet to be run with. */
export interface Batch {
  readonly command: readonly string[]
  readonly paths: string[]
  cwd: string | undefined
}

/** `isInDirectory`: it runs where the file is. */
export function execution({ isInDirectory }: { isInDirectory: boolean }): Predicate {
  const place = (path: string) =>
    isInDirectory ? { cwd: parentOf(path), shown: `./${lastComponent(path)}` } : { cwd: undefined, shown: path }
  return function* (reading, word) {
    const { console, words } = reading
    reading.acts = true
    const end = words.findIndex((part, at) => part === ';' || (part === '+' && words[at - 1] === '{}'))
    if (end <= 0) return yield* console.fail(`missing argument to \`${word}'`)
    const isBatch = words[end] === '+'
    const command = words.splice(0, end + 1).slice(0, isBatch ? -2 : -1)
    if (isBatch) {
      const batch: Batch = { command, paths: [], cwd: undefined }
      reading.batches.push(batch)
      return collecting(console, batch, place)
    }
    return function* ({ path }) {
      const { shown, cwd } = place(path)
      const argv = command.map(part => part.replaceAll('{}', shown))
      return yield* execute(console, argv, cwd)
    }
  }
}

function collecting(
  console: Console,
  batch: Batch,
  place: (path: string) => { readonly cwd: string | undefined; readonly shown: string },
): Test {
  return function* ({ path }) {
    const { cwd, shown } = place(path)
    if (batch.paths.length >= MOST_ARGUMENTS || (batch.paths.length > 0 && batch.cwd !== cwd))
      yield* runBatch(console, batch)
    batch.cwd = cwd
    batch.paths.push(shown)
    return true
  }
}

export function* runBatch(console: Console, batch: Batch): Generator<Wait, void, void> {
  if (batch.paths.length === 0) return
  const argv = [...batch.command, ...batch.paths.splice(0)]
  if (!(yield* execute(console, argv, batch.cwd))) console.exitCode = 1
}

/** Whether it ended well. */
function* execute(console: Console, argv: readonly string[], cwd: string | undefined): Generator<Wait, boolean, void> {
  const { task } = console
  yield* console.flush()
  const path = argv[0] ?? ''
  try {
    const ending = yield* task.run({ path, argv }, cwd === undefined ? {} : { cwd: task.path(cwd) })
    return statusOf(ending) === 0
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.say(`${console.name}: ${quoted(path)}: ${error.text}\n`)
    return false
  }
}
