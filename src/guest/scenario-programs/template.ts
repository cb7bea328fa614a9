/**
 * Text of a scenario in which `{{ … }}` is filled in when a program runs. Inside stands one of
 *
 *   argv.1           an argument; argv.0 is the name the program was called by
 *   args, command    all arguments; the same with that name in front
 *   capture.1        a group of the entry's regular expressions, by number or name
 *   env.HOME         a variable of its environment
 *   stdin            its standard input
 *   hostname, user, pid
 *   count, round     the how manieth call this entry answers, and the how manieth time it repeats itself
 *   time, time +%s   the guest's time, as date(1) formats it; without a format as ISO 8601 has it
 *   file /etc/motd   what a file of the guest holds by then
 *   "{{"             that text itself
 *
 * What isn't there (a sixth argument of five, a variable that isn't set) is filled in as nothing.
 */

/** Names that stand alone. */
const PLAIN = ['args', 'command', 'stdin', 'hostname', 'user', 'pid', 'count', 'round', 'time'] as const

type PlainName = (typeof PLAIN)[number]

export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'plain'; readonly name: PlainName }
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'capture'; readonly name: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'time'; readonly format: string }
  | { readonly kind: 'file'; readonly path: string }
  /** Nobody knows what that is; `unclosed`: nor where it ends. */
  | { readonly kind: 'unknown' | 'unclosed'; readonly written: string }

/** What may stand in one, for whoever misspelt it. */
export const TEMPLATE_NAMES: readonly string[] = [
  ...PLAIN,
  ...['argv.1', 'capture.1', 'capture.NAME', 'env.NAME', 'time +FORMAT', 'file PATH'],
]

const FIELD = /\{\{\s*("(?:[^"\\]|\\.)*"|(?:[^}]|\}(?!\}))*?)\s*\}\}/g

export function isTemplate(text: string): boolean {
  return text.includes('{{')
}

export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let done = 0
  const plain = (end: number) => {
    const between = text.slice(done, end)
    const open = between.indexOf('{{')
    if (open !== -1) parts.push({ kind: 'unclosed', written: between.slice(open) })
    else if (between !== '') parts.push({ kind: 'text', text: between })
  }
  for (const field of text.matchAll(FIELD)) {
    plain(field.index)
    parts.push(parseField(field[1] ?? ''))
    done = field.index + field[0].length
  }
  plain(text.length)
  return parts
}

function parseField(written: string): TemplatePart {
  if (written.startsWith('"')) return { kind: 'text', text: written.slice(1, -1).replace(/\\(.)/gs, '$1') }
  const name = PLAIN.find(it => it === written)
  if (name !== undefined) return { kind: 'plain', name }
  for (const [pattern, read] of FORMS) {
    const found = pattern.exec(written)
    if (found !== null) return read(found[1] ?? '')
  }
  return { kind: 'unknown', written }
}

const FORMS: readonly (readonly [RegExp, (value: string) => TemplatePart])[] = [
  [/^argv\.(\d{1,6})$/, value => ({ kind: 'argument', index: Number(value) })],
  [/^capture\.([1-9]\d{0,5}|[A-Za-z_$][\w$]*)$/, name => ({ kind: 'capture', name })],
  [/^env\.([^\s=}]+)$/, name => ({ kind: 'variable', name })],
  [/^time\s+\+(.+)$/s, format => ({ kind: 'time', format })],
  [/^file\s+(\S.*)$/s, path => ({ kind: 'file', path })],
]
