/** The fenced code blocks of a Markdown text. */
export interface Block {
  /** "README.md:12", where its first line is. */
  readonly place: string
  /** The word after the fence; '' without one. */
  readonly language: string
  readonly text: string
  /** The text block that follows with nothing but blank lines between: what this one prints. */
  readonly prints: string | undefined
}

const FENCE = /^( *)(`{3,}|~{3,})[ \t]*([^\s`]*)[^\n]*\n([\s\S]*?)^ *\2[ \t]*$/gm

export function findBlocks(markdown: string, file: string): Block[] {
  const found = [...markdown.matchAll(FENCE)].map(match => {
    const [whole, indent = '', , language = '', text = ''] = match
    const line = markdown.slice(0, match.index).split('\n').length + 1
    const unindented = text.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
    return { place: `${file}:${line}`, language, text: unindented, start: match.index, end: match.index + whole.length }
  })
  return found.map(({ start: _start, end, ...block }, index) => {
    const next = found[index + 1]
    const follows = next?.language === 'text' && markdown.slice(end, next.start).trim() === ''
    return { ...block, prints: follows ? next.text : undefined }
  })
}

/** Lines that are the same, except that a line `…` stands for any lines and `…` in a line for any text. */
export function matches(actual: string, expected: string): boolean {
  const pattern = expected
    .trimEnd()
    .split('\n')
    .map(line => (line.trim() === '…' ? '(?:[^\n]*\n)*?' : `${line.split('…').map(quote).join('[^\n]*')}\n`))
    .join('')
  return new RegExp(`^${pattern}$`).test(`${actual.trimEnd()}\n`)
}

function quote(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

export interface Command {
  readonly command: string
  /** Undefined: nobody says what it prints. */
  readonly prints: string | undefined
}

/** The commands of a shell block: lines with a prompt `$ ` and what they print below, or else every line is one. */
export function findCommands(text: string): Command[] {
  const joined = text.replace(/\\\n\s*/g, '')
  if (!/^\$ /m.test(joined)) {
    const lines = joined.split('\n').filter(line => line.trim() !== '' && !line.startsWith('#'))
    return lines.map(command => ({ command, prints: undefined }))
  }
  return joined
    .split(/^\$ /m)
    .slice(1)
    .map(part => {
      const end = part.indexOf('\n')
      return { command: part.slice(0, end), prints: part.slice(end + 1) }
    })
}
