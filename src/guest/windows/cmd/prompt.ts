/** PROMPT: `$P$G` is `C:\Windows>`. */
const SIGNS: Readonly<Record<string, string>> = {
  a: '&',
  b: '|',
  c: '(',
  e: '\x1b',
  f: ')',
  g: '>',
  h: '\b',
  l: '<',
  q: '=',
  s: ' ',
  _: '\r\n',
  $: '$',
}

export interface PromptFacts {
  readonly folder: string
  readonly date: string
  readonly time: string
  readonly version: string
}

export function promptText(format: string, { folder, date, time, version }: PromptFacts): string {
  const facts: Readonly<Record<string, string>> = { p: folder, n: folder.slice(0, 2), d: date, t: time, v: version }
  return format.replace(/\$(.)/gs, (_whole, letter: string) => {
    const lower = letter.toLowerCase()
    return facts[lower] ?? SIGNS[lower] ?? ''
  })
}
