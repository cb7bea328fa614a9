import { Errno } from '../../../errno.js'
import { isWithin } from '../../../files/names.js'
import type { FileStat } from '../../../files/stat.js'
import type { Wait } from '../../../wait.js'
import { quoted } from '../../quote.js'
import { type Console, program } from '../console.js'
import type { Walk } from './expression.js'
import { parse, type Search } from './parse.js'

const FOLLOWS: Readonly<Record<string, Search['follows']>> = { '-P': 'never', '-H': 'operands', '-L': 'always' }

export const find = program(function* (console) {
  const words = [...console.args]
  let follows: Search['follows'] = 'never'
  for (let option = FOLLOWS[words[0] ?? '']; option !== undefined; option = FOLLOWS[words[0] ?? '']) {
    follows = option
    words.shift()
  }
  const isExpression = (word: string) => /^-.|^[(!]$/.test(word)
  const first = words.findIndex(isExpression)
  const starts = first === -1 ? words.splice(0) : words.splice(0, first)
  const search = yield* parse(console, words, follows)
  const walk: Walk = { isPruned: false, hasQuit: false }
  for (const start of starts.length === 0 ? ['.'] : starts) {
    if (!walk.hasQuit) yield* visit(console, search, walk, { path: start, start, depth: 0, device: undefined })
  }
  yield* search.finish()
  return undefined
})

interface Place {
  readonly path: string
  readonly start: string
  readonly depth: number
  readonly device: string | undefined
}

function* visit(console: Console, search: Search, walk: Walk, place: Place): Generator<Wait, void, void> {
  const { task } = console
  const { path, start, depth } = place
  yield* task.work()
  const stat = yield* statOf(
    console,
    path,
    search.follows === 'always' || (search.follows === 'operands' && depth === 0),
  )
  if (stat === undefined) return
  const file = { path, stat, depth, start }
  const isShown = depth >= search.minDepth
  if (isShown && !search.isDepthFirst) {
    walk.isPruned = false
    yield* search.test(file, walk)
    if (walk.isPruned || walk.hasQuit) return
  }
  if (stat.kind === 'directory' && depth < search.maxDepth) yield* visitBelow(console, search, walk, place)
  if (isShown && search.isDepthFirst && !walk.hasQuit) yield* search.test(file, walk)
}

function* visitBelow(console: Console, search: Search, walk: Walk, place: Place): Generator<Wait, void, void> {
  const { task } = console
  const { path, depth } = place
  const { mounts } = task.guest
  const device = search.staysOnDevice ? mountOf(mounts.table, task.guest.files.realpath(task.path(path))) : undefined
  if (search.staysOnDevice && place.device !== undefined && device !== place.device) return
  let names: readonly string[]
  try {
    names = task.guest.files.readdir(task.path(path), task.cred)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.warn(`${quoted(path)}: ${error.text}`)
    return
  }
  for (const name of names) {
    if (walk.hasQuit) return
    const below = path.endsWith('/') ? path + name : `${path}/${name}`
    yield* visit(console, search, walk, { ...place, path: below, depth: depth + 1, device })
  }
}

function* statOf(console: Console, path: string, follows: boolean): Generator<Wait, FileStat | undefined, void> {
  const { files } = console.task.guest
  const full = console.task.path(path)
  try {
    if (follows && files.exists(full, console.cred)) return files.stat(full, console.cred)
    return files.lstat(full, console.cred)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.warn(`${quoted(path)}: ${error.text}`)
    return undefined
  }
}

/** Where the file system is mounted that holds a canonical path. */
function mountOf(table: readonly { readonly path: string }[], path: string): string | undefined {
  const holding = table.map(mount => mount.path).filter(point => isWithin(path, point))
  return holding.toSorted((a, b) => b.length - a.length)[0]
}
