import type { Wait } from '../../../wait.js'
import type { Entry } from '../../disk.js'
import { folderOf, nameOf } from '../../full-path.js'
import { dateText, timeText, wallTime } from '../../wall-clock.js'
import type { Builtin } from '../builtin.js'
import { listingOf } from '../loop-items.js'
import type { Running, Shell } from '../shell.js'
import { errorText, notDone } from '../texts.js'
import { switchesAndNames } from '../words.js'
import { volumeLines } from './volume-lines.js'

/** `/a` alone and with d or -d; `/o` with n, s, d, e, g and `-` before each. */
const KNOWN = /^\/(?:b|s|a:?(?:-?d)?|o:?(?:-?[nsdeg])*|-c|c|n|l|4|t:?w|p-?)$/

export const dir: Builtin = {
  errorlevel: 'always',
  *run({ shell, rest }) {
    const { switches, names } = switchesAndNames(rest)
    const unknown = switches.find(it => !KNOWN.test(it))
    if (unknown !== undefined) {
      yield* shell.complain(notDone(`dir ${unknown}`))
      return 1
    }
    const listing = new Listing(shell, switches)
    let code = 0
    for (const name of names.length === 0 ? ['.'] : names) code = (yield* listing.show(name)) || code
    return code
  },
}

class Listing {
  readonly #shell: Shell
  readonly #isBare: boolean
  readonly #isDeep: boolean
  readonly #kind: 'all' | 'folders' | 'files'
  readonly #order: string
  readonly #hasCommas: boolean
  #files = 0
  #bytes = 0n
  #folders = 0

  constructor(shell: Shell, switches: readonly string[]) {
    const kind = switches.findLast(it => it.startsWith('/a')) ?? ''
    this.#shell = shell
    this.#isBare = switches.includes('/b')
    this.#isDeep = switches.includes('/s')
    this.#kind = kind.endsWith('-d') ? 'files' : kind.endsWith('d') ? 'folders' : 'all'
    this.#order = switches.findLast(it => it.startsWith('/o'))?.replace(/^\/o:?/, '') ?? ''
    this.#hasCommas = !switches.includes('/-c')
  }

  *show(name: string): Running {
    const shell = this.#shell
    const { folder, pattern } = listingOf(shell, name)
    try {
      shell.disk.get(folder)
      if (!this.#isBare) yield* shell.say(...volumeLines(shell.guest, folder))
      const found = yield* this.#folder(folder, pattern)
      if (!found) {
        yield* shell.complain('File Not Found')
        return 1
      }
      if (!this.#isBare) yield* this.#summary(folder)
      return 0
    } catch (error) {
      yield* shell.complain(errorText(error))
      return 1
    }
  }

  *#folder(folder: string, pattern: string): Generator<Wait, boolean, void> {
    const shell = this.#shell
    const entries = this.#sorted(shell.disk.match(`${folder.replace(/\\$/, '')}\\${pattern}`))
    const dots = pattern === '*' && this.#kind !== 'files' && !this.#isBare ? this.#dots(folder) : []
    let hasFound = entries.length + dots.length > 0
    if (this.#isBare) yield* shell.say(...entries.map(({ path }) => (this.#isDeep ? path : nameOf(path))))
    else if (hasFound || !this.#isDeep) {
      yield* shell.say('', ` Directory of ${folder}`, '')
      for (const [name, entry] of dots) yield* shell.say(this.#line(name, entry))
      for (const entry of entries) yield* shell.say(this.#line(nameOf(entry.path), entry))
      if (hasFound) yield* this.#count([...dots.map(([, entry]) => entry), ...entries])
    }
    if (!this.#isDeep) return hasFound
    for (const { path, isFolder } of shell.disk.list(folder)) {
      if (isFolder && (yield* this.#folder(path, pattern))) hasFound = true
    }
    return hasFound
  }

  /** The root of a drive has none. */
  #dots(folder: string): readonly (readonly [string, Entry])[] {
    if (nameOf(folder) === '') return []
    const { disk } = this.#shell
    return [
      ['.', disk.get(folder)],
      ['..', disk.get(folderOf(folder))],
    ]
  }

  #sorted(all: readonly Entry[]): readonly Entry[] {
    const entries = all.filter(({ isFolder }) => this.#kind === 'all' || isFolder === (this.#kind === 'folders'))
    const keys = this.#order === '' ? [] : [...this.#order.matchAll(/(-?)([nsdeg])/g)]
    return entries.toSorted((a, b) => {
      for (const [, sign, key = ''] of keys) {
        const order = compare(a, b, key)
        if (order !== 0) return sign === '-' ? -order : order
      }
      return 0
    })
  }

  #line(name: string, { isFolder, size, time }: Entry): string {
    const wall = wallTime(this.#shell.guest, time)
    const middle = isFolder ? '    <DIR>         ' : this.#number(size).padStart(18)
    return `${dateText(wall)}  ${timeText(wall)}${middle} ${name}`
  }

  *#count(entries: readonly Entry[]) {
    const files = entries.filter(({ isFolder }) => !isFolder)
    const bytes = files.reduce((sum, { size }) => sum + size, 0n)
    this.#files += files.length
    this.#bytes += bytes
    this.#folders += entries.length - files.length
    if (this.#isDeep) yield* this.#shell.say(this.#filesLine(files.length, bytes))
  }

  *#summary(folder: string) {
    const { guest } = this.#shell
    const { free } = guest.files.statfs(folder)
    if (this.#isDeep) yield* this.#shell.say('', '     Total Files Listed:')
    yield* this.#shell.say(
      this.#filesLine(this.#files, this.#bytes),
      `${this.#number(this.#folders).padStart(16)} Dir(s) ${this.#number(free).padStart(15)} bytes free`,
    )
    this.#files = 0
    this.#bytes = 0n
    this.#folders = 0
  }

  #filesLine(count: number, bytes: bigint): string {
    return `${this.#number(count).padStart(16)} File(s) ${this.#number(bytes).padStart(14)} bytes`
  }

  #number(value: bigint | number): string {
    return this.#hasCommas ? `${value}`.replace(/\B(?=(\d{3})+$)/g, ',') : `${value}`
  }
}

function compare(a: Entry, b: Entry, key: string): number {
  switch (key) {
    case 's':
      return Number(a.size - b.size)
    case 'd':
      return Number(a.time - b.time)
    case 'g':
      return Number(b.isFolder) - Number(a.isFolder)
    case 'e':
      return order(nameOf(a.path).replace(/^.*(?=\.)|^[^.]*$/, ''), nameOf(b.path).replace(/^.*(?=\.)|^[^.]*$/, ''))
    default:
      return order(nameOf(a.path), nameOf(b.path))
  }
}

function order(a: string, b: string): number {
  const [x, y] = [a.toUpperCase(), b.toUpperCase()]
  return x < y ? -1 : x > y ? 1 : 0
}
