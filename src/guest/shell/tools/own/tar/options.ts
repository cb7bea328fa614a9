/** The command line of tar(1), where the order of -C and files matters. */
export interface TarSettings {
  readonly mode: 'c' | 'x' | 't'
  /** `-`: standard input or output. */
  readonly file: string
  readonly isGzip: boolean
  /** How much is told: nothing, names, or all of an entry. */
  readonly verbosity: number
  readonly excludes: readonly string[]
  readonly stripped: number
  /** -P: leading slashes stay. */
  readonly keepsSlash: boolean
  /** -O */
  readonly toStdout: boolean
  /** -h */
  readonly follows: boolean
  readonly hasNumericOwners: boolean
  /** -p, --same-owner and their opposites; undefined: as the user may. */
  readonly samePermissions: boolean | undefined
  readonly sameOwner: boolean | undefined
  /** -m */
  readonly keepsTimes: boolean
  readonly members: readonly { readonly name: string; readonly directory: string | undefined }[]
  /** The last -C. */
  readonly directory: string | undefined
}

export class UsageError extends Error {
  readonly exitCode: number

  constructor(message: string, exitCode = 2) {
    super(message)
    this.exitCode = exitCode
  }
}

const USAGE = 64
/** Letters as the long names that mean the same. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{
    c: 'create',
    x: 'extract',
    t: 'list',
    f: 'file',
    z: 'gzip',
    v: 'verbose',
    C: 'directory',
    p: 'preserve-permissions',
  },
  ...{ P: 'absolute-names', O: 'to-stdout', h: 'dereference', m: 'touch', o: 'no-same-owner' },
}
const SYNONYMS: Readonly<Record<string, string>> = {
  ...{ get: 'extract', gunzip: 'gzip', ungzip: 'gzip', 'same-permissions': 'preserve-permissions' },
}
const WITH_VALUE = ['file', 'directory', 'exclude', 'strip-components']
const NAMES = [
  ...Object.values(LETTERS),
  ...Object.keys(SYNONYMS),
  ...['exclude', 'strip-components', 'numeric-owner', 'same-owner', 'no-same-permissions'],
]
/** Of the real one, which are known here only by name. */
const UNDONE = {
  letters: 'AdrujJaakUWSlMBbLNRgGiKnswXVTFHI',
  names: [
    ...['append', 'update', 'diff', 'compare', 'delete', 'concatenate', 'bzip2', 'xz', 'zstd', 'lzma', 'auto-compress'],
    ...['keep-old-files', 'skip-old-files', 'unlink-first', 'overwrite', 'verify', 'sparse', 'multi-volume', 'null'],
    ...['files-from', 'exclude-from', 'exclude-vcs', 'owner', 'group', 'mode', 'mtime', 'transform', 'xform', 'sort'],
    ...['one-file-system', 'wildcards', 'no-wildcards', 'anchored', 'xattrs', 'acls', 'selinux', 'format', 'label'],
    ...[
      'use-compress-program',
      'newer',
      'no-recursion',
      'remove-files',
      'totals',
      'checkpoint',
      'help',
      'usage',
      'version',
    ],
  ],
}

/** Throws UsageError. */
export function readTarOptions(args: readonly string[]): TarSettings {
  return new Reading(args).settings()
}

class Reading {
  readonly #pending: string[]
  readonly #values = new Map<string, string[]>()
  readonly #modes = new Set<TarSettings['mode']>()
  readonly #members: { name: string; directory: string | undefined }[] = []

  constructor(args: readonly string[]) {
    this.#pending = [...args]
  }

  settings(): TarSettings {
    const first = this.#pending[0]
    if (first !== undefined && !first.startsWith('-')) this.#bundle(this.#pending.shift() ?? '')
    for (let word = this.#pending.shift(); word !== undefined; word = this.#pending.shift()) {
      if (word === '--') this.#members.push(...this.#pending.splice(0).map(name => this.#member(name)))
      else if (word.startsWith('--')) this.#long(word.slice(2))
      else if (word.startsWith('-') && word !== '-') this.#short(word.slice(1))
      else this.#members.push(this.#member(word))
    }
    const [mode] = this.#modes
    if (mode === undefined)
      throw new UsageError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options")
    if (this.#modes.size > 1)
      throw new UsageError("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option")
    return {
      mode,
      file: this.#value('file') ?? '-',
      isGzip: this.#has('gzip'),
      verbosity: this.#values.get('verbose')?.length ?? 0,
      excludes: this.#values.get('exclude') ?? [],
      stripped: this.#strip(),
      keepsSlash: this.#has('absolute-names'),
      toStdout: this.#has('to-stdout'),
      follows: this.#has('dereference'),
      hasNumericOwners: this.#has('numeric-owner'),
      samePermissions: this.#choice('preserve-permissions', 'no-same-permissions'),
      sameOwner: this.#choice('same-owner', 'no-same-owner'),
      keepsTimes: !this.#has('touch'),
      members: this.#members,
      directory: this.#value('directory'),
    }
  }

  /** Letters without a dash, whose values follow in their order. */
  #bundle(letters: string): void {
    for (const letter of letters) {
      const name = this.#named(letter)
      const value = WITH_VALUE.includes(name) ? this.#pending.shift() : ''
      if (value === undefined) throw new UsageError(`Old option '${letter}' requires an argument.`)
      this.#set(name, value)
    }
  }

  #short(letters: string): void {
    for (let rest = letters; rest !== ''; rest = rest.slice(1)) {
      const letter = rest.charAt(0)
      const name = this.#named(letter)
      if (!WITH_VALUE.includes(name)) {
        this.#set(name, '')
        continue
      }
      const value = rest.length > 1 ? rest.slice(1) : this.#pending.shift()
      if (value === undefined) throw new UsageError(`option requires an argument -- '${letter}'`, USAGE)
      this.#set(name, value)
      return
    }
  }

  #named(letter: string): string {
    const name = LETTERS[letter]
    if (name !== undefined) return name
    if (UNDONE.letters.includes(letter)) throw new UsageError(`mockvm doesn't do -${letter} yet`)
    throw new UsageError(`invalid option -- '${letter}'`, USAGE)
  }

  #long(text: string): void {
    const [given = ''] = text.split('=', 1)
    if (UNDONE.names.includes(given)) throw new UsageError(`mockvm doesn't do --${given} yet`)
    const found = NAMES.includes(given) ? [given] : NAMES.filter(name => name.startsWith(given))
    const [name, ...others] = found.map(each => SYNONYMS[each] ?? each)
    if (name === undefined) throw new UsageError(`unrecognized option '--${given}'`, USAGE)
    if (others.length > 0) {
      const possibilities = found.map(each => ` '--${each}'`).join('')
      throw new UsageError(`option '--${given}' is ambiguous; possibilities:${possibilities}`, USAGE)
    }
    const inline = text.length > given.length ? text.slice(given.length + 1) : undefined
    if (!WITH_VALUE.includes(name)) {
      if (inline !== undefined) throw new UsageError(`option '--${name}' doesn't allow an argument`, USAGE)
      this.#set(name, '')
      return
    }
    const value = inline ?? this.#pending.shift()
    if (value === undefined) throw new UsageError(`option '--${name}' requires an argument`, USAGE)
    this.#set(name, value)
  }

  #set(name: string, value: string): void {
    if (name === 'create') this.#modes.add('c')
    else if (name === 'extract') this.#modes.add('x')
    else if (name === 'list') this.#modes.add('t')
    // Each -C begins where the one before has led.
    const before = name === 'directory' && !value.startsWith('/') ? this.#value(name) : undefined
    this.#values.set(name, [...(this.#values.get(name) ?? []), before === undefined ? value : `${before}/${value}`])
  }

  #strip(): number {
    const text = this.#value('strip-components') ?? '0'
    if (!/^\d+$/.test(text)) throw new UsageError(`${text}: Invalid number of elements`)
    return Number(text)
  }

  #choice(yes: string, no: string): boolean | undefined {
    return this.#has(yes) ? true : this.#has(no) ? false : undefined
  }

  #member(name: string) {
    return { name, directory: this.#value('directory') }
  }

  #has(name: string): boolean {
    return this.#values.has(name)
  }

  #value(name: string): string | undefined {
    return this.#values.get(name)?.at(-1)
  }
}
