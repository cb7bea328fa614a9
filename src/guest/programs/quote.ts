/** Names in messages, quoted as gnulib's quotearg does in the C locale, where every byte from 0x80 on is unprintable. */
import { textBytes } from './output.js'

const LETTERS: Readonly<Record<number, string>> = { 7: 'a', 8: 'b', 9: 't', 10: 'n', 11: 'v', 12: 'f', 13: 'r' }

/** Always quoted, so that a shell would read the same name again: 'a b', "it's", 'a'$'\n''b'. */
export function quoted(name: string): string {
  const bytes = textBytes(name)
  const text = Buffer.from(bytes).toString('latin1')
  // A single quote is no trouble in double quotes, if nothing else there is.
  if (/^[A-Za-z0-9_%+,./:\]' -]*$/.test(text) && text.includes("'")) return `"${text}"`
  let result = "'"
  let escaping = false
  for (const byte of bytes) {
    const code = escapeOf(byte)
    if ((code !== undefined) !== escaping) result += code !== undefined ? "'$'" : "''"
    escaping = code !== undefined
    result += code ?? (byte === 0x27 ? "'\\''" : String.fromCharCode(byte))
  }
  return `${result}'`
}

/** Quoted only where a shell, or someone who looks for the colon behind the name, would misread it. */
export function quotedIfNeeded(name: string): string {
  const plain = name !== '' && !/[\0-\x20\x7f-\uffff!"$&'()*:;<=>?[\\^`|]|^[#~]|^[{}]$/.test(name)
  return plain ? name : quoted(name)
}

/** As gnulib's quote(): with the escapes of C. */
export function quotedWord(text: string): string {
  const parts = [...textBytes(text)].map(byte => {
    if (byte === 0x27 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`
    return escapeOf(byte) ?? String.fromCharCode(byte)
  })
  return `'${parts.join('')}'`
}

function escapeOf(byte: number): string | undefined {
  if (byte >= 0x20 && byte < 0x7f) return undefined
  return `\\${LETTERS[byte] ?? byte.toString(8).padStart(3, '0')}`
}
