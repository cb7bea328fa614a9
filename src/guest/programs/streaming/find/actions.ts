/** What find(1) does with what it finds. */
import { Errno } from '../../../errno.js'
import { quoted } from '../../quote.js'
import { execution } from './execution.js'
import { listing } from './listing.js'
import { formatFile } from './printf.js'
import type { Predicate } from './reading.js'

const NUL = Uint8Array.of(0)

export const actions: Readonly<Record<string, Predicate>> = {
  '-print': print('\n'),
  '-print0': print(NUL),
  *'-printf'(reading, word) {
    const { console } = reading
    reading.acts = true
    const format = yield* reading.argument(word)
    return function* (file) {
      const parts = formatFile(console.task.guest, console.task.env, format, file).split('\0')
      for (const [index, part] of parts.entries()) yield* console.print(...(index === 0 ? [part] : [NUL, part]))
      return true
    }
  },
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  *'-ls'(reading) {
    reading.acts = true
    const { console } = reading
    return function* (file) {
      yield* console.print(listing(console.task, file))
      return true
    }
  },
  *'-delete'(reading) {
    reading.acts = true
    reading.settings.isDepthFirst = true
    const { console } = reading
    const { task } = console
    const { files } = task.guest
    return function* ({ path, stat }) {
      if (path === '.') return true
      const full = task.path(path)
      try {
        yield* task.call(() =>
          stat.kind === 'directory' ? files.rmdir(full, task.cred) : files.unlink(full, task.cred),
        )
        return true
      } catch (error) {
        if (!(error instanceof Errno)) throw error
        yield* console.warn(`cannot delete ${quoted(path)}: ${error.text}`)
        return false
      }
    }
  },
  '-exec': execution({ isInDirectory: false }),
  '-execdir': execution({ isInDirectory: true }),
  ...Object.fromEntries(['-fprint', '-fprint0', '-fprintf', '-fls', '-ok', '-okdir'].map(word => [word, refused])),
}

function print(end: string | Uint8Array): Predicate {
  // biome-ignore lint/correctness/useYield: it has the form of those that wait
  return function* (reading) {
    reading.acts = true
    return function* (file) {
      yield* reading.console.print(file.path, end)
      return true
    }
  }
}

function* refused({ console }: Parameters<Predicate>[0], word: string): ReturnType<Predicate> {
  return yield* console.fail(`mockvm doesn't do ${word} yet`)
}
