import { encodeName } from '../files/names.js'

/** One byte more than the agent keeps of a stream, so that it shows that there was more. */
const KEPT = (16 << 20) + 1

/** A width as a format has it; what is wider than all that is kept is as wide as that. */
export function boundedWidth(width: number): number {
  return Math.min(width, KEPT)
}

/** What a program prints on one stream. Past 16 MiB nobody would ever see it, so it is not kept. */
export class Output {
  readonly #parts: Uint8Array[] = []
  readonly #also: Output | undefined
  #size = 0

  /** `also`: one that holds the same and more, such as both streams in the order written. */
  constructor(also?: Output) {
    this.#also = also
  }

  /** Text may hold names of files: see files/names.ts for those that are not UTF-8. Zero bytes come as bytes. */
  add(part: string | Uint8Array): void {
    if (this.full) return
    const bytes = typeof part === 'string' ? textBytes(part) : part
    this.#also?.add(bytes)
    this.#parts.push(bytes.subarray(0, KEPT - this.#size))
    this.#size = Math.min(KEPT, this.#size + bytes.length)
  }

  /** Nothing more will be kept. */
  get full(): boolean {
    return this.#size === KEPT
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts))
  }
}

/** The bytes of a text that may hold names of files. */
export function textBytes(text: string): Uint8Array {
  return /[\0\uDC80-\uDCFF]/u.test(text) ? encodeName(text) : Buffer.from(text, 'utf8')
}
