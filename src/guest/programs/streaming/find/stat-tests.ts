/** Tests of find(1) that look at what stat(2) tells: kind, size, mode, links. */
import { Errno } from '../../../errno.js'
import { parseMode } from '../../mode-change.js'
import { quoted } from '../../quote.js'
import { plain } from './expression.js'
import type { Predicate } from './reading.js'

const KINDS: Readonly<Record<string, string>> = {
  ...{ f: 'file', d: 'directory', l: 'symlink', p: 'fifo', c: 'character', b: 'block', s: 'socket' },
}
const SIZES: Readonly<Record<string, bigint>> = { c: 1n, w: 2n, b: 512n, k: 1024n, M: 1n << 20n, G: 1n << 30n }

export const statTests: Readonly<Record<string, Predicate>> = {
  '-type': kind(false),
  '-xtype': kind(true),
  *'-empty'({ console: { task } }) {
    return plain(({ path, stat }) => {
      if (stat.kind === 'directory') return task.guest.files.readdir(task.path(path), task.cred).length === 0
      return stat.kind === 'file' && stat.size === 0n
    })
  },
  *'-size'(reading, word) {
    const { console } = reading
    const text = yield* reading.argument(word)
    const match = /^([+-]?)(\d+)([cwbkMG]?)$/.exec(text)
    if (match === null) {
      const letter = text.at(-1) ?? ''
      if (/^[+-]?\d+$/.test(text.slice(0, -1)) || /^\D$/.test(text))
        yield* console.fail(`invalid -size type \`${letter}'`)
      return yield* console.fail(`invalid argument \`${text}' to \`-size'`)
    }
    const unit = SIZES[match[3] || 'b'] ?? 512n
    const compare = yield* reading.comparison(word, `${match[1]}${match[2]}`)
    return plain(({ stat }) => compare(Number((stat.size + unit - 1n) / unit)))
  },
  *'-perm'(reading, word) {
    const text = yield* reading.argument(word)
    const change = parseMode(text.replace(/^[-/]/, ''), 0)
    if (change === undefined) return yield* reading.console.fail(`invalid mode ${quoted(text)}`)
    const mode = change(0, false)
    return plain(({ stat }) => {
      if (text.startsWith('-')) return (stat.mode & mode) === mode
      if (text.startsWith('/')) return mode === 0 || (stat.mode & mode) !== 0
      return stat.mode === mode
    })
  },
  *'-links'(reading, word) {
    const compare = yield* reading.number(word)
    return plain(({ stat }) => compare(stat.nlink))
  },
  *'-inum'(reading, word) {
    const compare = yield* reading.number(word)
    return plain(({ stat }) => compare(stat.ino))
  },
  *'-samefile'(reading, word) {
    const { ino } = yield* reading.stat(word)
    return plain(({ stat }) => stat.ino === ino)
  },
  '-readable': access('r'),
  '-writable': access('w'),
  '-executable': access('x'),
}

/** `follows`: of a link it is what that leads to. */
function kind(follows: boolean): Predicate {
  return function* (reading, word) {
    const { task } = reading.console
    const { files } = task.guest
    const letters = (yield* reading.argument(word)).split(',')
    for (const letter of letters) {
      if (KINDS[letter] === undefined) yield* reading.console.fail(`Unknown argument to ${word}: ${letter}`)
    }
    const kinds = letters.map(letter => KINDS[letter])
    return plain(({ path, stat }) => {
      const leads = follows && stat.kind === 'symlink' && files.exists(task.path(path))
      return kinds.includes(leads ? files.stat(task.path(path)).kind : stat.kind)
    })
  }
}

function access(want: 'r' | 'w' | 'x'): Predicate {
  return function* ({ console: { task } }) {
    return plain(({ path }) => {
      try {
        task.guest.files.access(task.path(path), want, task.cred)
        return true
      } catch (error) {
        if (error instanceof Errno) return false
        throw error
      }
    })
  }
}
