export interface HereDocument {
  readonly delimiter: string
  /** <<- */
  readonly stripsTabs: boolean
  /** Of its operator, from 1. */
  readonly line: number
}

/** Where the text goes on behind the body that begins at `from`, and whether its delimiter was there. */
export function skipHereDocument(
  text: string,
  from: number,
  { delimiter, stripsTabs }: HereDocument,
): { readonly end: number; readonly isEnded: boolean } {
  for (let at = from; at < text.length; ) {
    const next = text.indexOf('\n', at)
    const end = next === -1 ? text.length : next
    const line = text.slice(at, end)
    at = Math.min(text.length, end + 1)
    if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter) return { end: at, isEnded: true }
  }
  return { end: text.length, isEnded: false }
}
