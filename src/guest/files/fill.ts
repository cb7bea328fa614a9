import type { Content } from '../config.js'

/** What a file holds where nothing was written: zeros (a hole), a text over and over, or a stream of chance. */
export type Fill =
  | { readonly kind: 'zero' }
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'random'; readonly label: string }

/** Seeded bytes: the same label and size always give the same bytes. */
export type RandomBytes = (label: string, size: number) => Uint8Array

export const HOLE: Fill = { kind: 'zero' }

/** Bytes that are drawn under one label, so that any place of a huge file can be read without what comes before. */
const RANDOM_BLOCK = 65536

/** The fill of a content that is described rather than spelt out; `label` names its stream of chance. */
export function fillOf(content: Content & { kind: 'fill' }, label: string): Fill {
  if (content.fill === 'zero') return HOLE
  if (content.fill === 'random') return { kind: 'random', label }
  const bytes = new TextEncoder().encode(content.fill.text)
  return bytes.length === 0 ? HOLE : { kind: 'text', bytes }
}

/** Reads fills at any offset. */
export class FillReader {
  readonly #random: RandomBytes
  /** The block drawn last: reads come in pages, blocks are larger. Holds nothing that could not be drawn again. */
  #memo: { readonly label: string; readonly bytes: Uint8Array } | undefined

  constructor(random: RandomBytes) {
    this.#random = random
  }

  /** Puts what `fill` has from `offset` on into `target`. */
  read(fill: Fill, offset: bigint, target: Uint8Array): void {
    if (fill.kind === 'zero') target.fill(0)
    else if (fill.kind === 'text') {
      const start = Number(offset % BigInt(fill.bytes.length))
      for (let i = 0; i < target.length; i += 1) target[i] = fill.bytes[(start + i) % fill.bytes.length] ?? 0
    } else {
      for (let done = 0; done < target.length; ) {
        const at = offset + BigInt(done)
        const block = this.#block(`${fill.label}#${at / BigInt(RANDOM_BLOCK)}`)
        const part = block.subarray(Number(at % BigInt(RANDOM_BLOCK))).subarray(0, target.length - done)
        target.set(part, done)
        done += part.length
      }
    }
  }

  #block(label: string): Uint8Array {
    if (this.#memo?.label !== label) this.#memo = { label, bytes: this.#random(label, RANDOM_BLOCK) }
    return this.#memo.bytes
  }
}
