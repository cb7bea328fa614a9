/** Texts as a program sees them in its locale: characters where that is UTF-8, otherwise a character for each byte. */
import { toBytes, toLatin1, toText } from '../text.js'

export class LocaleText {
  readonly isUnicode: boolean

  constructor(env: Readonly<Record<string, string>>, { isByteOnly = false } = {}) {
    this.isUnicode = !isByteOnly && /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '')
  }

  decode(bytes: Uint8Array): string {
    return this.isUnicode ? toText(bytes) : toLatin1(bytes)
  }

  encode(text: string): Uint8Array {
    return toBytes(text, !this.isUnicode)
  }

  decodeLatin1(text: string): string {
    return this.isUnicode ? toText(Buffer.from(text, 'latin1')) : text
  }

  /** A word of the process, which is characters always, as such a text. */
  fromWord(word: string): string {
    return this.isUnicode ? word : toLatin1(toBytes(word, false))
  }

  /** And back: a name for a system call. */
  toWord(text: string): string {
    return this.isUnicode ? text : toText(Buffer.from(text, 'latin1'))
  }
}
