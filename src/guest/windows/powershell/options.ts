/** The arguments of powershell.exe. */

export type Given =
  | { readonly kind: 'command'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string; readonly args: readonly string[] }
  /** What is no base64. */
  | { readonly kind: 'not encoded' }
  /** Commands come from standard input. */
  | { readonly kind: 'input' }
  /** An argument that isn't known, or what it takes is missing. */
  | { readonly kind: 'refused'; readonly what: string }

/** Each may be cut short as long as it begins with the second text. */
const FLAGS = [
  ['noprofile', 'nop'],
  ['noninteractive', 'noni'],
  ['nologo', 'nol'],
  ['noexit', 'noe'],
  ['sta', 'sta'],
  ['mta', 'mta'],
] as const
const VALUED = [
  ['executionpolicy', 'ex'],
  ['windowstyle', 'w'],
  ['inputformat', 'in'],
  ['outputformat', 'o'],
  ['version', 'v'],
  ['psconsolefile', 'psc'],
  ['configurationname', 'config'],
] as const
const OTHERS: Readonly<Record<string, string>> = { ep: 'executionpolicy', ec: 'encodedcommand' }

export function readArguments(args: readonly string[]): Given {
  const rest = [...args]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '-') return { kind: 'input' }
    const name = /^[-/]([A-Za-z]+)$/.exec(word)?.[1]?.toLowerCase()
    if (name === undefined) return { kind: 'command', text: [word, ...rest].join(' ') }
    if (isShort(name, ['command', 'c'])) return command(rest)
    if (isShort(name, ['file', 'f'])) {
      const [path, ...others] = rest
      return path === undefined ? { kind: 'refused', what: word } : { kind: 'file', path, args: others }
    }
    if (isShort(OTHERS[name] ?? name, ['encodedcommand', 'e'])) {
      const text = decoded(rest[0] ?? '')
      return text === undefined ? { kind: 'not encoded' } : { kind: 'command', text }
    }
    if (VALUED.some(it => isShort(OTHERS[name] ?? name, it))) rest.shift()
    else if (!FLAGS.some(it => isShort(name, it))) return { kind: 'refused', what: word }
  }
  return { kind: 'input' }
}

function isShort(name: string, [whole, shortest]: readonly [whole: string, shortest: string]): boolean {
  return whole.startsWith(name) && name.startsWith(shortest)
}

function command(rest: readonly string[]): Given {
  return rest.length === 1 && rest[0] === '-' ? { kind: 'input' } : { kind: 'command', text: rest.join(' ') }
}

/** UTF-16 in base64; undefined for what is none. */
function decoded(text: string): string | undefined {
  const bare = text.replace(/\s/g, '')
  const isBase64 = bare.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(bare)
  return isBase64 ? Buffer.from(bare, 'base64').toString('utf16le') : undefined
}

/**
 * The same arguments with -Command and what -EncodedCommand says in clear; undefined without one. What stands before it is
 * read as readArguments does.
 */
export function decodedCommand(argv: readonly string[]): readonly string[] | undefined {
  for (let at = 1; at < argv.length; at++) {
    const name = /^[-/]([A-Za-z]+)$/.exec(argv[at] ?? '')?.[1]?.toLowerCase()
    if (name === undefined || isShort(name, ['command', 'c']) || isShort(name, ['file', 'f'])) return undefined
    if (isShort(OTHERS[name] ?? name, ['encodedcommand', 'e'])) {
      const text = decoded(argv[at + 1] ?? '')
      return text === undefined ? undefined : [...argv.slice(0, at), '-Command', text, ...argv.slice(at + 2)]
    }
    if (VALUED.some(it => isShort(OTHERS[name] ?? name, it))) at++
  }
  return undefined
}
