/** A GKeyFile, as much of it as qemu-ga needs: groups, strings, booleans, integers, comments. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError'
}

/** gint: numbers beyond it are no integers. */
const INTEGER = { least: -(2n ** 31n), most: 2n ** 31n - 1n }

/** What GLib takes for blanks: of ASCII alone, and no vertical tab. */
const BLANKS = { before: /^[ \t\n\r\f]+/, after: /[ \t\n\r\f]+$/ }

/** A group is one for GLib as soon as it looks so; whether it has a name to be called by is another question. */
const GROUP = /^\[([^\]]*)\][ \t]*$/

/** Maybe with a language; no blank before that. */
const KEY = /^[^=[\]]*[^=[\] ](?:\[[\p{L}\p{N}\-_.@]*\])?$/u

export class KeyFile {
  readonly #groups = new Map<string, Map<string, string>>()

  /** Throws KeyFileError, in GLib's words. */
  constructor(text: string) {
    let group: Map<string, string> | undefined
    for (const line of text.split(/\r?\n/)) {
      // A line ends at a NUL, as strings of C do; complaints show all of it.
      const words = (line.split('\0')[0] ?? '').replace(BLANKS.before, '')
      if (words === '' || words.startsWith('#')) continue
      const name = GROUP.exec(words)?.[1]
      if (name !== undefined) group = this.#group(name)
      else if (words.indexOf('=') > 0) this.#add(words, group)
      else {
        const shown = line.replaceAll('\0', '\u{fffd}')
        throw new KeyFileError(`Key file contains line “${shown}” which is not a key-value pair, group, or comment`)
      }
    }
  }

  has(group: string, key: string): boolean {
    return this.#groups.get(group)?.has(key) ?? false
  }

  /** Undefined if there is no such key. Throws KeyFileError. */
  string(group: string, key: string): string | undefined {
    const raw = this.#groups.get(group)?.get(key)
    return raw?.replace(/\\(.?)/gs, (_, letter: string) => ESCAPES.get(letter) ?? cannotInterpret(key))
  }

  /** Throws KeyFileError if the value is no boolean. */
  boolean(group: string, key: string): boolean | undefined {
    const raw = this.#groups.get(group)?.get(key)?.replace(BLANKS.after, '')
    if (raw === undefined) return undefined
    if (raw === 'true' || raw === '1') return true
    if (raw === 'false' || raw === '0') return false
    return cannotInterpret(key)
  }

  /** What g_key_file_get_integer gives: 0 for what is no integer of 32 bits. Digits end at a blank. */
  integer(group: string, key: string): bigint | undefined {
    const raw = this.#groups.get(group)?.get(key)
    if (raw === undefined) return undefined
    const [, sign, digits] = /^([+-]?)(\d+)(?:[ \t\n\r\f]|$)/.exec(raw) ?? []
    if (digits === undefined) return 0n
    const number = BigInt(digits) * (sign === '-' ? -1n : 1n)
    return number < INTEGER.least || number > INTEGER.most ? 0n : number
  }

  /** A group may stand in several pieces. */
  #group(name: string): Map<string, string> {
    if (name === '' || name.includes('[') || [...name].some(isControl)) {
      throw new KeyFileError(`Invalid group name: ${name}`)
    }
    const group = this.#groups.get(name) ?? new Map<string, string>()
    this.#groups.set(name, group)
    return group
  }

  #add(pair: string, group: Map<string, string> | undefined): void {
    if (!group) throw new KeyFileError('Key file does not start with a group')
    const equals = pair.indexOf('=')
    const key = pair.slice(0, equals).replace(BLANKS.after, '')
    const value = pair.slice(equals + 1).replace(BLANKS.before, '')
    if (!KEY.test(key)) throw new KeyFileError(`Invalid key name: ${key}`)
    const [first] = this.#groups.values()
    if (group === first && key === 'Encoding' && value.toUpperCase() !== 'UTF-8') {
      throw new KeyFileError(`Key file contains unsupported encoding “${value}”`)
    }
    group.set(key, value)
  }
}

/** A string as GLib writes it for a value: blanks are escaped as long as nothing else has come. */
export function toKeyFileValue(text: string): string {
  return text.replace(/^[ \t\n\r]+|[\n\r\\]/g, found => [...found].map(letter => WRITTEN.get(letter)).join(''))
}

const ESCAPES = new Map([
  ['s', ' '],
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['\\', '\\'],
])

const WRITTEN = new Map([...ESCAPES].map(([letter, meant]) => [meant, `\\${letter}`]))

function isControl(letter: string): boolean {
  return letter < ' ' || letter === '\x7f'
}

function cannotInterpret(key: string): never {
  throw new KeyFileError(`Key file contains key “${key}” which has a value that cannot be interpreted.`)
}
