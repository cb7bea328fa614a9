/** A GKeyFile, as much of it as qemu-ga's configuration needs: groups, strings, booleans, comments. */
export class KeyFileError extends Error {}

export class KeyFile {
  readonly #groups = new Map<string, Map<string, string>>()

  /** @throws KeyFileError with GLib's wording */
  constructor(text: string) {
    let group: Map<string, string> | undefined
    for (const line of text.split(/\r?\n/)) {
      const trimmed = line.trimStart()
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

  /** Undefined if there is no such key. @throws KeyFileError */
  string(group: string, key: string): string | undefined {
    const raw = this.#groups.get(group)?.get(key)
    return raw?.replace(/\\(.?)/g, (_, letter: string) => ESCAPES.get(letter) ?? cannotInterpret(key))
  }

  /** @throws KeyFileError if the value is no boolean */
  boolean(group: string, key: string): boolean | undefined {
    const raw = this.#groups.get(group)?.get(key)?.trimEnd()
    if (raw === undefined) return undefined
    if (raw === 'true' || raw === '1') return true
    if (raw === 'false' || raw === '0') return false
    return cannotInterpret(key)
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
