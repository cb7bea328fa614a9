/** Texts of others, as the tools of procps print them: nothing in them may steer a terminal. */

/** Control characters become dots; bytes past ASCII become question marks in a locale that isn't UTF-8. */
export function printableText(text: string, env: Readonly<Record<string, string>>): string {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || ''
  const plain = text.replace(/[\0-\x1f\x7f]/g, '.')
  if (/utf-?8/i.test(locale)) return plain
  return plain.replace(/[^\0-\x7f]/gu, character => '?'.repeat(Buffer.byteLength(character)))
}
