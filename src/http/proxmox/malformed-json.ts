/**
 * What Perl's JSON says of text that begins with no JSON at all. It is said of all that is none: where a text breaks off
 * later Perl has other words.
 */
export function malformedJson(text: string): string {
  const before = text.length > 20 ? `${text.slice(0, 20)}...` : text || '(end of string)'
  return (
    'malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 ' +
    `(before "${before.replace(/[^ -~]/g, escaped)}") at /usr/share/perl5/JSON.pm line 190.\n`
  )
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function escaped(character: string): string {
  return ESCAPES[character] ?? `\\x{${character.charCodeAt(0).toString(16)}}`
}
