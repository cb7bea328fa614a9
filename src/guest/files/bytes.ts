import type { FillReader } from './fill.js'
import { BLOCK } from './mounts.js'
import { SparseBytes, type SparseSnapshot } from './sparse.js'
import type { Store } from './store.js'

/** From this size on a file is kept in pages: memfs moves a whole file whenever it outgrows its room. */
const DENSE_MAX = 16n * 1024n * 1024n
const PAGE = Number(BLOCK)

export type BytesSnapshot = { readonly dense: Uint8Array } | { readonly sparse: SparseSnapshot }

/**
 * The bytes of a file: in memfs while they are few and without holes, in pages of ours from then on. A descriptor of
 * memfs is held only between `attach` and `detach`, since memfs has a limited number of them.
 */
export class FileBytes {
  readonly #store: Store
  readonly #reader: FillReader
  #sparse: SparseBytes | undefined
  #size = 0n
  #fd: number | undefined
  /** What the file starts with; memfs gets it when someone opens the file, which for most of an image nobody does. */
  #initial: Uint8Array | undefined

  constructor(store: Store, reader: FillReader, from?: BytesSnapshot) {
    this.#store = store
    this.#reader = reader
    if (from && 'sparse' in from) this.#sparse = new SparseBytes(reader, from.sparse)
    else if (from && from.dense.length > 0) {
      this.#initial = from.dense
      this.#size = BigInt(from.dense.length)
    }
  }

  get size(): bigint {
    return this.#sparse?.size ?? this.#size
  }

  /** Bytes of the blocks taken on the disk. */
  get allocated(): bigint {
    return (this.#sparse?.pages ?? pagesOf(this.#size)) * BLOCK
  }

  /** Someone opened the file under that name. */
  attach(path: string): void {
    if (this.#sparse) return
    this.#fd = this.#store.openBytes(path)
    if (this.#initial) this.#store.writeBytes(this.#fd, 0, this.#initial)
    this.#initial = undefined
  }

  /** Nobody has it open any more. */
  detach(): void {
    if (this.#fd !== undefined) this.#store.closeBytes(this.#fd)
    this.#fd = undefined
  }

  read(offset: bigint, length: number): Uint8Array {
    if (this.#sparse) return this.#sparse.read(offset, length)
    if (offset >= this.#size) return new Uint8Array(0)
    const left = Number(this.#size - offset)
    return this.#store.readBytes(this.#descriptor, Number(offset), Math.min(left, length))
  }

  write(offset: bigint, bytes: Uint8Array): void {
    const end = offset + BigInt(bytes.length)
    if (!this.#sparse && (end > DENSE_MAX || this.#leavesHole(offset))) this.#makeSparse()
    if (this.#sparse) this.#sparse.write(offset, bytes)
    else if (bytes.length > 0) {
      this.#store.writeBytes(this.#descriptor, Number(offset), bytes)
      if (end > this.#size) this.#size = end
    }
  }

  truncate(size: bigint): void {
    if (!this.#sparse && this.#leavesHole(size)) this.#makeSparse()
    if (this.#sparse) this.#sparse.truncate(size)
    else {
      this.#store.truncateBytes(this.#descriptor, Number(size))
      this.#size = size
    }
  }

  /** How many of `length` bytes at `offset` can be written if no more than `blocks` new blocks may be taken. */
  fits(offset: bigint, length: number, blocks: bigint): number {
    if (BigInt(Math.ceil(length / PAGE) + 1) <= blocks) return length
    let left = blocks
    let within = Number(offset % BLOCK)
    let done = 0
    for (let index = offset / BLOCK; done < length; index += 1n) {
      if (!this.#hasPage(index)) {
        if (left === 0n) break
        left -= 1n
      }
      done += PAGE - within
      within = 0
    }
    return Math.min(done, length)
  }

  /** `path` is a name of the file if nobody has it open. */
  snapshot(path?: string): BytesSnapshot {
    if (this.#sparse) return { sparse: this.#sparse.snapshot() }
    if (this.#initial) return { dense: this.#initial.slice() }
    if (this.#size === 0n) return { dense: new Uint8Array(0) }
    if (path !== undefined) this.attach(path)
    const dense = this.read(0n, Number(this.#size))
    if (path !== undefined) this.detach()
    return { dense }
  }

  get #descriptor(): number {
    if (this.#fd === undefined) throw new Error('the bytes of a closed file were asked for')
    return this.#fd
  }

  /** Whether something at `offset` would leave at least one whole page unwritten. */
  #leavesHole(offset: bigint): boolean {
    return offset > pagesOf(this.#size) * BLOCK
  }

  #hasPage(index: bigint): boolean {
    return this.#sparse ? this.#sparse.hasPage(Number(index)) : index < pagesOf(this.#size)
  }

  #makeSparse(): void {
    const sparse = new SparseBytes(this.#reader)
    sparse.write(0n, this.read(0n, Number(this.#size)))
    sparse.truncate(this.#size)
    if (this.#size > 0n) this.#store.truncateBytes(this.#descriptor, 0)
    this.#sparse = sparse
  }
}

function pagesOf(size: bigint): bigint {
  return (size + BLOCK - 1n) / BLOCK
}
