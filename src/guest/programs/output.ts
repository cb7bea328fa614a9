import { Errno } from '../errno.js'
import { encodeName } from '../files/names.js'

/** What a program that is a function may print: the host's memory is not the guest's to fill. */
const MOST = 256 << 20

/** A width as a format has it. Throws ENOMEM for one that is wider than all that may be printed. */
export function boundedWidth(width: number): number {
  if (width > MOST) throw new Errno('ENOMEM')
  return width
}

/** What a program prints on one stream. */
export class Output {
  readonly #parts: Uint8Array[] = []
  readonly #also: Output | undefined
  #size = 0

  /** `also`: one that holds the same and more, such as both streams in the order written. */
  constructor(also?: Output) {
    this.#also = also
  }

  /**
   * Text may hold names of files: see files/names.ts for those that are not UTF-8. Zero bytes come as bytes. Throws ENOMEM
   * when it is more than a program may keep.
   */
  add(part: string | Uint8Array): void {
    const bytes = typeof part === 'string' ? textBytes(part) : part
    // What holds both is bounded by what they hold.
    if (this.#also !== undefined && this.#size + bytes.length > MOST) throw new Errno('ENOMEM')
    this.#also?.add(bytes)
    this.#parts.push(bytes)
    this.#size += bytes.length
  }

  bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#parts))
  }
}

/** The bytes of a text that may hold names of files. */
export function textBytes(text: string): Uint8Array {
  return /[\0\uDC80-\uDCFF]/u.test(text) ? encodeName(text) : Buffer.from(text, 'utf8')
}
