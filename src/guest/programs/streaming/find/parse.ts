/** The expression of find(1), read from its arguments. */
import { Errno } from '../../../errno.js'
import { compile, translate } from '../../../shell/tools/own/posix-regex.js'
import type { Wait } from '../../../wait.js'
import { calendar, SECOND } from '../../local-time.js'
import { parseMode } from '../../mode-change.js'
import { modeText } from '../../mode-text.js'
import { quoted, quotedIfNeeded } from '../../quote.js'
import { strftime } from '../../strftime.js'
import { type Console, statusOf } from '../console.js'
import { and, list, not, or, plain, type Test, type Visited } from './expression.js'
import { glob } from './glob.js'
import { formatFile } from './printf.js'

export interface Search {
  readonly test: Test
  readonly maxDepth: number
  readonly minDepth: number
  readonly isDepthFirst: boolean
  readonly staysOnDevice: boolean
  readonly follows: 'never' | 'operands' | 'always'
  /** What is left to be run with what it has been given: -exec … +. */
  readonly finish: () => Generator<Wait, void, void>
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ f: 'file', d: 'directory', l: 'symlink', p: 'fifo', c: 'character', b: 'block', s: 'socket' },
}
const SIZES: Readonly<Record<string, bigint>> = { c: 1n, w: 2n, b: 512n, k: 1024n, M: 1n << 20n, G: 1n << 30n }
const MOST_ARGUMENTS = 1000

export function* parse(
  console: Console,
  given: readonly string[],
  follows: Search['follows'],
): Generator<Wait, Search, void> {
  const { task } = console
  const { guest } = task
  const { files, users } = guest
  const words = [...given]
  const settings = {
    maxDepth: Number.POSITIVE_INFINITY,
    minDepth: 0,
    isDepthFirst: false,
    staysOnDevice: false,
    follows,
  }
  const batches: { readonly command: readonly string[]; readonly paths: string[]; readonly cwd: string | undefined }[] =
    []
  let acts = false

  const whole = words.length === 0 ? plain(() => true) : yield* commas()
  if (words.length > 0) {
    yield* console.fail(
      words[0] === ')'
        ? "invalid expression; you have too many ')'"
        : `paths must precede expression: ${quotedGnu(words[0] ?? '')}`,
    )
  }
  const print: Test = function* (file) {
    yield* console.print(`${file.path}\n`)
    return true
  }
  return {
    ...settings,
    test: acts ? whole : and([whole, print]),
    *finish() {
      for (const batch of batches) yield* runBatch(batch)
    },
  }

  function* commas(): Generator<Wait, Test, void> {
    const parts = [yield* alternatives()]
    while (words[0] === ',') {
      words.shift()
      parts.push(yield* alternatives())
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : list(parts)
  }

  function* alternatives(): Generator<Wait, Test, void> {
    const parts = [yield* conjunction()]
    while (words[0] === '-o' || words[0] === '-or') {
      const operator = words.shift() ?? ''
      if (words.length === 0 || words.at(0) === ')') {
        yield* console.fail(`expected an expression after '${operator}'`)
      }
      parts.push(yield* conjunction())
    }
    return or(parts)
  }

  function* conjunction(): Generator<Wait, Test, void> {
    const parts: Test[] = []
    for (;;) {
      const [word] = words
      if (word === undefined || ['-o', '-or', ')', ','].includes(word)) break
      if (word === '-a' || word === '-and') {
        words.shift()
        if (parts.length === 0) {
          yield* console.fail(`invalid expression; you have used a binary operator '${word}' with nothing before it.`)
        }
        continue
      }
      parts.push(yield* factor())
    }
    if (parts.length === 0 && words[0] !== undefined) {
      const word = words[0]
      if (word === ')') yield* console.fail("invalid expression; you have too many ')'")
      yield* console.fail(`invalid expression; you have used a binary operator '${word}' with nothing before it.`)
    }
    return and(parts)
  }

  function* factor(): Generator<Wait, Test, void> {
    const word = words.shift() ?? ''
    if (word === '!' || word === '-not') {
      if (words.length === 0) yield* console.fail(`expected an expression after '${word}'`)
      return not(yield* factor())
    }
    if (word === '(') {
      if (words[0] === ')') {
        yield* console.fail('invalid expression; empty parentheses are not allowed.')
      }
      const inner = yield* commas()
      if (words.shift() !== ')') {
        yield* console.fail("invalid expression; I was expecting to find a ')' somewhere but did not see one.")
      }
      return inner
    }
    if (!word.startsWith('-')) {
      yield* console.fail(`paths must precede expression: ${quotedGnu(word)}`)
    }
    return yield* primary(word)
  }

  function* argument(word: string): Generator<Wait, string, void> {
    const value = words.shift()
    if (value === undefined) return yield* console.fail(`missing argument to \`${word}'`)
    return value
  }

  /** +n, -n, n. */
  function* comparison(word: string, text: string): Generator<Wait, (value: number) => boolean, void> {
    const match = /^([+-]?)(\d+(?:\.\d*)?)$/.exec(text)
    if (match === null) return yield* console.fail(`invalid argument \`${text}' to \`${word}'`)
    const number = Number(match[2])
    if (match[1] === '+') return value => value > number
    if (match[1] === '-') return value => value < number
    return value => value === number
  }

  function* primary(word: string): Generator<Wait, Test, void> {
    switch (word) {
      case '-true':
        return plain(() => true)
      case '-false':
        return plain(() => false)
      case '-daystart':
        return yield* console.fail("mockvm doesn't do -daystart yet")
      case '-noleaf':
      case '-warn':
      case '-nowarn':
      case '-ignore_readdir_race':
        return plain(() => true)
      case '-follow':
        settings.follows = 'always'
        return plain(() => true)
      case '-depth':
      case '-d':
        settings.isDepthFirst = true
        return plain(() => true)
      case '-xdev':
      case '-mount':
        settings.staysOnDevice = true
        return plain(() => true)
      case '-maxdepth':
      case '-mindepth': {
        const text = yield* argument(word)
        if (!/^\d+$/.test(text)) {
          yield* console.fail(`Expected a positive decimal integer argument to ${word}, but got ${quoted(text)}`)
        }
        settings[word === '-maxdepth' ? 'maxDepth' : 'minDepth'] = Number(text)
        return plain(() => true)
      }
      case '-name':
      case '-iname': {
        const expression = glob(yield* argument(word), word === '-iname' ? 'i' : '')
        return plain(({ path }) => expression.test(lastComponent(path)))
      }
      case '-path':
      case '-ipath':
      case '-wholename':
      case '-iwholename': {
        const expression = glob(yield* argument(word), word.startsWith('-i') ? 'i' : '')
        return plain(({ path }) => expression.test(path))
      }
      case '-lname':
      case '-ilname': {
        const expression = glob(yield* argument(word), word === '-ilname' ? 'i' : '')
        return plain(({ path, stat }) => stat.kind === 'symlink' && expression.test(files.readlink(task.path(path))))
      }
      case '-regex':
      case '-iregex': {
        const source = translate(yield* argument(word), { isExtended: false })
        const expression = compile(`^(?:${source})$`, word === '-iregex' ? 'sui' : 'su')
        return plain(({ path }) => expression.test(path))
      }
      case '-type':
      case '-xtype': {
        const letters = (yield* argument(word)).split(',')
        for (const letter of letters) {
          if (KINDS[letter] === undefined) yield* console.fail(`Unknown argument to ${word}: ${letter}`)
        }
        const kinds = letters.map(letter => KINDS[letter])
        return plain(({ path, stat }) => {
          const kind =
            word === '-xtype' && stat.kind === 'symlink' && files.exists(task.path(path))
              ? files.stat(task.path(path)).kind
              : stat.kind
          return kinds.includes(kind)
        })
      }
      case '-empty':
        return plain(({ path, stat }) => {
          if (stat.kind === 'directory') return files.readdir(task.path(path), task.cred).length === 0
          return stat.kind === 'file' && stat.size === 0n
        })
      case '-size': {
        const text = yield* argument(word)
        const match = /^([+-]?)(\d+)([cwbkMG]?)$/.exec(text)
        if (match === null) {
          const letter = text.at(-1) ?? ''
          if (/^[+-]?\d+$/.test(text.slice(0, -1)) || /^\D$/.test(text))
            yield* console.fail(`invalid -size type \`${letter}'`)
          return yield* console.fail(`invalid argument \`${text}' to \`-size'`)
        }
        const unit = SIZES[match[3] || 'b'] ?? 512n
        const compare = yield* comparison(word, `${match[1]}${match[2]}`)
        return plain(({ stat }) => compare(Number((stat.size + unit - 1n) / unit)))
      }
      case '-mtime':
      case '-atime':
      case '-ctime':
      case '-mmin':
      case '-amin':
      case '-cmin': {
        const compare = yield* comparison(word, yield* argument(word))
        const letter = word.charAt(1)
        const isMinutes = word.endsWith('min')
        return plain(({ stat }) => {
          const time = letter === 'm' ? stat.mtime : letter === 'a' ? stat.atime : stat.ctime
          const age = Number(guest.clock.now() - time) / Number(SECOND)
          return compare(isMinutes ? Math.ceil(age / 60) : Math.floor(age / 86_400))
        })
      }
      case '-newer':
      case '-anewer':
      case '-cnewer':
      case '-newermt': {
        const name = yield* argument(word)
        const than = word === '-newermt' ? yield* dateOf(name) : (yield* statOf(name)).mtime
        return plain(
          ({ stat }) => (word === '-anewer' ? stat.atime : word === '-cnewer' ? stat.ctime : stat.mtime) > than,
        )
      }
      case '-samefile': {
        const { ino } = yield* statOf(yield* argument(word))
        return plain(({ stat }) => stat.ino === ino)
      }
      case '-perm': {
        const text = yield* argument(word)
        const change = parseMode(text.replace(/^[-/]/, ''), 0)
        if (change === undefined) return yield* console.fail(`invalid mode ${quoted(text)}`)
        const mode = change(0, false)
        return plain(({ stat }) => {
          if (text.startsWith('-')) return (stat.mode & mode) === mode
          if (text.startsWith('/')) return mode === 0 || (stat.mode & mode) !== 0
          return stat.mode === mode
        })
      }
      case '-user':
      case '-uid': {
        const text = yield* argument(word)
        const account = word === '-user' ? users.accounts().find(({ name }) => name === text) : undefined
        if (account !== undefined) return plain(({ stat }) => stat.uid === account.uid)
        if (word === '-user' && !/^\d+$/.test(text))
          yield* console.fail(`${quoted(text)} is not the name of a known user`)
        const compare = yield* comparison(word, text)
        return plain(({ stat }) => compare(stat.uid))
      }
      case '-group':
      case '-gid': {
        const text = yield* argument(word)
        const group = word === '-group' ? users.groups().find(({ name }) => name === text) : undefined
        if (group !== undefined) return plain(({ stat }) => stat.gid === group.gid)
        if (word === '-group' && !/^\d+$/.test(text))
          yield* console.fail(`${quoted(text)} is not the name of an existing group`)
        const compare = yield* comparison(word, text)
        return plain(({ stat }) => compare(stat.gid))
      }
      case '-nouser':
        return plain(({ stat }) => !users.accounts().some(({ uid }) => uid === stat.uid))
      case '-nogroup':
        return plain(({ stat }) => !users.groups().some(({ gid }) => gid === stat.gid))
      case '-links': {
        const compare = yield* comparison(word, yield* argument(word))
        return plain(({ stat }) => compare(stat.nlink))
      }
      case '-inum': {
        const compare = yield* comparison(word, yield* argument(word))
        return plain(({ stat }) => compare(stat.ino))
      }
      case '-readable':
      case '-writable':
      case '-executable': {
        const want = word === '-readable' ? 'r' : word === '-writable' ? 'w' : 'x'
        return plain(({ path }) => {
          try {
            files.access(task.path(path), want, task.cred)
            return true
          } catch (error) {
            if (error instanceof Errno) return false
            throw error
          }
        })
      }
      case '-prune':
        return plain((_, walk) => {
          walk.isPruned = true
          return true
        })
      case '-quit':
        acts = true
        return plain((_, walk) => {
          walk.hasQuit = true
          return true
        })
      default:
        return yield* action(word)
    }
  }

  function* action(word: string): Generator<Wait, Test, void> {
    switch (word) {
      case '-print':
      case '-print0': {
        acts = true
        const end = word === '-print' ? '\n' : Uint8Array.of(0)
        return function* (file) {
          yield* console.print(file.path, end)
          return true
        }
      }
      case '-printf': {
        acts = true
        const format = yield* argument(word)
        return function* (file) {
          const parts = formatFile(guest, task.env, format, file).split('\0')
          for (const [index, part] of parts.entries())
            yield* console.print(...(index === 0 ? [part] : [Uint8Array.of(0), part]))
          return true
        }
      }
      case '-ls':
        acts = true
        return function* (file) {
          yield* console.print(listing(file))
          return true
        }
      case '-delete':
        acts = true
        settings.isDepthFirst = true
        return function* ({ path, stat }) {
          if (path === '.') return true
          try {
            yield* task.call(() =>
              stat.kind === 'directory'
                ? files.rmdir(task.path(path), task.cred)
                : files.unlink(task.path(path), task.cred),
            )
            return true
          } catch (error) {
            if (!(error instanceof Errno)) throw error
            yield* console.warn(`cannot delete ${quoted(path)}: ${error.text}`)
            return false
          }
        }
      case '-exec':
      case '-execdir':
        return yield* execution(word)
      case '-fprint':
      case '-fprint0':
      case '-fprintf':
      case '-fls':
      case '-ok':
      case '-okdir':
        return yield* console.fail(`mockvm doesn't do ${word} yet`)
      default:
        return yield* console.fail(`unknown predicate \`${word}'`)
    }
  }

  function* execution(word: string): Generator<Wait, Test, void> {
    acts = true
    const end = words.findIndex((part, at) => part === ';' || (part === '+' && words[at - 1] === '{}'))
    if (end <= 0) return yield* console.fail(`missing argument to \`${word}'`)
    const isBatch = words[end] === '+'
    const command = words.splice(0, end + 1).slice(0, isBatch ? -2 : -1)
    const isInDirectory = word === '-execdir'
    if (isBatch) {
      const batch = { command, paths: [] as string[], cwd: undefined as string | undefined }
      batches.push(batch)
      return function* ({ path }) {
        const cwd = isInDirectory ? parentOf(path) : undefined
        if (batch.paths.length >= MOST_ARGUMENTS || (batch.paths.length > 0 && batch.cwd !== cwd))
          yield* runBatch(batch)
        batch.cwd = cwd
        batch.paths.push(isInDirectory ? `./${lastComponent(path)}` : path)
        return true
      }
    }
    return function* ({ path }) {
      const shown = isInDirectory ? `./${lastComponent(path)}` : path
      const argv = command.map(part => part.replaceAll('{}', shown))
      return yield* execute(argv, isInDirectory ? parentOf(path) : undefined)
    }
  }

  function* runBatch(batch: {
    command: readonly string[]
    paths: string[]
    cwd: string | undefined
  }): Generator<Wait, void, void> {
    if (batch.paths.length === 0) return
    const argv = [...batch.command, ...batch.paths.splice(0)]
    if (!(yield* execute(argv, batch.cwd))) console.exitCode = 1
  }

  function* execute(argv: readonly string[], cwd: string | undefined): Generator<Wait, boolean, void> {
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

  function* statOf(name: string) {
    try {
      return files.stat(task.path(name), task.cred)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* console.fail(`${quoted(name)}: ${error.text}`)
    }
  }

  function* dateOf(text: string): Generator<Wait, bigint, void> {
    const match = /^(?:@(-?\d+)|(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?)$/.exec(text)
    if (match === null) {
      return yield* console.fail(`I cannot figure out how to interpret ${quoted(text)} as a date or time`)
    }
    if (match[1] !== undefined) return BigInt(match[1]) * SECOND
    const [, , year, month, day, hour = 0, minute = 0, second = 0] = match
    const utc = BigInt(
      Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) / 1000,
    )
    return (utc - BigInt(calendar(guest, task.env)(utc * SECOND).zone.offset)) * SECOND
  }

  function listing(file: Visited): string {
    const { path, stat } = file
    const owner = users.accounts().find(({ uid }) => uid === stat.uid)?.name ?? String(stat.uid)
    const group = users.groups().find(({ gid }) => gid === stat.gid)?.name ?? String(stat.gid)
    const time = calendar(guest, task.env)(stat.mtime)
    const isOld = guest.clock.now() - stat.mtime > 15_778_476n * SECOND || stat.mtime > guest.clock.now()
    const when = strftime(isOld ? '%b %e  %Y' : '%b %e %H:%M', time)
    const size =
      stat.rdev === undefined ? String(stat.size).padStart(8) : `${stat.rdev.major}, ${stat.rdev.minor}`.padStart(8)
    const link = stat.kind === 'symlink' ? ` -> ${files.readlink(task.path(path))}` : ''
    const columns = [
      String(stat.ino).padStart(9),
      String((stat.blocks + 1n) / 2n).padStart(6),
      modeText(stat),
      String(stat.nlink).padStart(3),
      owner.padEnd(8),
      group.padEnd(8),
      size,
      when,
    ]
    return `${columns.join(' ')} ${path.replace(/[\\ \n]/g, each => (each === '\n' ? '\\n' : `\\${each}`))}${link}\n`
  }
}

function lastComponent(path: string): string {
  const bare = path.replace(/(.)\/+$/, '$1')
  return bare === '/' ? '/' : bare.slice(bare.lastIndexOf('/') + 1)
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash === -1 ? '.' : slash === 0 ? '/' : path.slice(0, slash)
}

function quotedGnu(word: string): string {
  return `\`${quotedIfNeeded(word)}'`
}
