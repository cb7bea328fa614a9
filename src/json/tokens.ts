/** What the lexer cuts the byte stream into. */
export type Punctuation = '{' | '}' | '[' | ']' | ':' | ','

export type Token = {
  /** Bytes on the wire, quotes included. */
  readonly size: number
} & (
  | { readonly type: Punctuation }
  | { readonly type: 'integer' | 'float' | 'keyword'; readonly text: string }
  | { readonly type: 'string'; readonly text: string }
  /** A string that means nothing; told where one may stand. */
  | { readonly type: 'bad string'; readonly fault: string }
  /** `%d` and the like: QEMU's own format directives, which mean nothing on the wire. */
  | { readonly type: 'interpolation' }
  /** A token past the size limit, cut there. */
  | { readonly type: 'oversized' }
)
