/** The copying of dd(1), block by block. */
import { Errno } from '../../errno.js'
import type { OpenFile } from '../../files/open-file.js'
import type { Source } from '../reading.js'
import type { Tool } from '../tool.js'

/** The most that one dd moves here. */
export const LARGEST = 256n << 20n

export interface Job {
  readonly ibs: bigint
  readonly obs: bigint
  /** Reads and writes are of the same blocks. */
  readonly whole: boolean
  readonly conv: readonly string[]
  readonly limit: bigint | undefined
  readonly byBytes: boolean
}

/** Of one run: what went in and out. */
export class Copy {
  readonly in = { full: 0n, partial: 0n }
  readonly out = { full: 0n, partial: 0n }
  bytes = 0n
  stage: 'reading' | 'writing' = 'reading'
  readonly #tool: Tool
  readonly #source: Source
  readonly #target: OpenFile | undefined
  readonly #job: Job
  #pending = Buffer.alloc(0)

  constructor(tool: Tool, source: Source, target: OpenFile | undefined, job: Job) {
    this.#tool = tool
    this.#source = source
    this.#target = target
    this.#job = job
  }

  run(): void {
    const { ibs, obs, limit, whole } = this.#job
    for (let left = limit; left === undefined || left > 0n; ) {
      const wanted = left === undefined || left > ibs ? ibs : left
      this.stage = 'reading'
      const block = readFully(this.#source, Number(wanted))
      if (block.length === 0) break
      if (BigInt(block.length) === ibs) this.in.full += 1n
      else this.in.partial += 1n
      // A short block counts as a block, unless bytes are counted.
      if (left !== undefined) left -= this.#job.byBytes ? BigInt(block.length) : ibs
      const piece = this.#converted(block)
      if (whole) this.#write(piece)
      else {
        this.#pending = Buffer.concat([this.#pending, piece])
        while (BigInt(this.#pending.length) >= obs) {
          this.#write(this.#pending.subarray(0, Number(obs)))
          this.#pending = this.#pending.subarray(Number(obs))
        }
      }
    }
    if (this.#pending.length > 0) this.#write(this.#pending)
  }

  #converted(block: Uint8Array): Uint8Array {
    const { conv, ibs } = this.#job
    const bytes = conv.includes('sync') ? Buffer.concat([block], Number(ibs)) : Buffer.from(block)
    if (conv.includes('swab')) bytes.subarray(0, bytes.length & ~1).swap16()
    if (conv.includes('ucase')) return bytes.map(byte => (byte >= 97 && byte <= 122 ? byte - 32 : byte))
    if (conv.includes('lcase')) return bytes.map(byte => (byte >= 65 && byte <= 90 ? byte + 32 : byte))
    return bytes
  }

  #write(piece: Uint8Array): void {
    this.stage = 'writing'
    if (this.bytes + BigInt(piece.length) > LARGEST) throw this.#tool.fail('mockvm copies no more than 256 MiB at once')
    if (this.#target === undefined) this.#tool.print(piece)
    for (let rest = piece; this.#target !== undefined && rest.length > 0; ) {
      const count = this.#target.write(rest)
      this.bytes += BigInt(count)
      rest = rest.subarray(count)
      if (count === 0) throw new Errno('EIO')
    }
    if (this.#target === undefined) this.bytes += BigInt(piece.length)
    if (BigInt(piece.length) === this.#job.obs) this.out.full += 1n
    else this.out.partial += 1n
  }
}

function readFully(source: Source, length: number): Uint8Array {
  const parts: Uint8Array[] = []
  for (let left = length; left > 0; ) {
    const part = source.read(left)
    if (part.length === 0) break
    parts.push(part)
    left -= part.length
  }
  return Buffer.concat(parts)
}
