/** A GKeyFile, as much of it as qemu-ga needs: groups, strings, booleans, integers, comments. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError'
}

/** gint: numbers beyond it are no integers. */
const INTEGER = { least: -(2n ** 31n), most: 2n ** 31n - 1n }

export class KeyFile {
  readonly #groups = new Map<string, Map<string, string>>()

  /** Throws KeyFileError, in GLib's words. */
  constructor(text: string) {
    let group: Map<string, string> | undefined
    for (const line of text.split(/\r?\n/)) {
      // A line ends at a NUL, as strings of C do.
      const trimmed = (line.split('\0')[0] ?? '').trimStart()
      if (trimmed === '' || trimmed.startsWith('#')) continue
      const name = /^\[([^[\]]+)\][ \t]*$/.exec(trimmed)?.[1]
      const pair = /^([^=]*[^=\s])\s*=\s*(.*)$/.exec(trimmed)
      if (name !== undefined) group = this.#group(name)
      else if (!pair || trimmed.startsWith('[')) {
        throw new KeyFileError(`Key file contains line “${trimmed}” which is not a key-value pair, group, or comment`)
      } else if (!group) throw new KeyFileError('Key file does not start with a group')
      else group.set(pair[1] ?? '', pair[2] ?? '')
    }
  }

  /** Undefined if there is no such key. Throws KeyFileError. */
  string(group: string, key: string): string | undefined {
    const raw = this.#groups.get(group)?.get(key)
    return raw?.replace(/\\(.?)/g, (_, letter: string) => ESCAPES.get(letter) ?? cannotInterpret(key))
  }

  /** Throws KeyFileError if the value is no boolean. */
  boolean(group: string, key: string): boolean | undefined {
    const raw = this.#groups.get(group)?.get(key)?.trimEnd()
    if (raw === undefined) return undefined
    if (raw === 'true' || raw === '1') return true
    if (raw === 'false' || raw === '0') return false
    return cannotInterpret(key)
  }

  /** What g_key_file_get_integer gives: 0 for what is no integer of 32 bits. Digits end at a blank. */
  integer(group: string, key: string): bigint | undefined {
    const raw = this.#groups.get(group)?.get(key)
    if (raw === undefined) return undefined
    const [, sign, digits] = /^([+-]?)(\d+)(?:\s|$)/.exec(raw) ?? []
    if (digits === undefined) return 0n
    const number = BigInt(digits) * (sign === '-' ? -1n : 1n)
    return number < INTEGER.least || number > INTEGER.most ? 0n : number
  }

  /** A group may stand in several pieces. */
  #group(name: string): Map<string, string> {
    const group = this.#groups.get(name) ?? new Map<string, string>()
    this.#groups.set(name, group)
    return group
  }
}

const ESCAPES = new Map([
  ['s', ' '],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
])

function cannotInterpret(key: string): never {
  throw new KeyFileError(`Key file contains key “${key}” which has a value that cannot be interpreted.`)
}
