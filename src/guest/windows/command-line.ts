/**
 * A program of Windows is started with one line of text, and takes it apart itself. Here is how GLib writes it, and how
 * the C runtime reads it.
 */

/** CreateProcess takes no longer one, in UTF-16 units, its NUL included. */
export const LONGEST_COMMAND_LINE = 32_767

/** As GLib quotes it: an empty argument is not quoted, and so is none for the program. */
export function toCommandLine(argv: readonly string[]): string {
  return argv.map(quoted).join(' ')
}

function quoted(argument: string): string {
  const escaped = argument.replace(/(\\*)"/g, '$1$1\\"')
  return /[ \t]/.test(argument) ? `"${escaped.replace(/\\+$/, '$&$&')}"` : escaped
}

/** The lines that argument vectors were read from, for programs that read their own in another way. */
const lines = new WeakMap<readonly string[], string>()

/** As fromCommandLine, of a line that commandLineOf still knows. */
export function argvOf(line: string): readonly string[] {
  const argv = fromCommandLine(line)
  lines.set(argv, line)
  return argv
}

/** What GetCommandLine gives the program with these arguments. */
export function commandLineOf(argv: readonly string[]): string {
  return lines.get(argv) ?? toCommandLine(argv)
}

/** As main() gets it; the name of the program stands first, where a backslash is only a backslash. */
export function fromCommandLine(line: string): string[] {
  const [, name = '', rest = ''] = /^((?:"[^"]*"|[^ \t"])*)(.*)$/s.exec(line) ?? []
  return [name.replaceAll('"', ''), ...readArguments(rest)]
}

function readArguments(text: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let isQuoted = false
  for (let at = 0; at < text.length; ) {
    const [backslashes = ''] = /^\\*/.exec(text.slice(at)) ?? []
    const end = at + backslashes.length
    if (text[end] === '"') {
      word = (word ?? '') + '\\'.repeat(backslashes.length >> 1)
      at = end + 1
      if (backslashes.length % 2 === 1) word += '"'
      else if (isQuoted && text[at] === '"') {
        // Twice inside of quotes: one that stands for itself.
        word += '"'
        at++
      } else isQuoted = !isQuoted
      continue
    }
    if (backslashes !== '') {
      word = (word ?? '') + backslashes
      at = end
      continue
    }
    const character = text[at] ?? ''
    at++
    if (!isQuoted && (character === ' ' || character === '\t')) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + character
  }
  return word === undefined ? words : [...words, word]
}
