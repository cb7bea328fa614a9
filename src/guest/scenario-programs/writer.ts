/** Writing much: in chunks, and so that an output without end lets others go on. */
import type { Content } from '../config.js'
import { FillReader, fillOf } from '../files/fill.js'
import type { Task } from '../tasks/task.js'
import type { Wait } from '../wait.js'

const CHUNK = 65_536
/** So much is written without time passing: twice of what an agent keeps of a stream. */
const FREE = 32 << 20
/** Then time passes before so much again, more and more: whoever reads to the end of what has none must not stop the host. */
const FIRST_PAUSE = 10_000_000n
const LONGEST_PAUSE = 60_000_000_000n

export class Writer {
  readonly #task: Task
  #written = 0
  #pause = FIRST_PAUSE

  constructor(task: Task) {
    this.#task = task
  }

  /** Into a descriptor that is closed nothing is written. `work`: what it took to make, if that is more than its bytes. */
  *write(fd: number, bytes: Uint8Array, work = 0): Generator<Wait, void, void> {
    if (this.#written >= FREE) yield* this.#rest()
    this.#written += Math.max(bytes.length, work)
    if (bytes.length > 0 && this.#task.descriptors.has(fd)) yield* this.#task.write(fd, bytes)
  }

  /** `label` names the stream of chance of a random one. */
  *writeContent(fd: number, content: Content, label: string): Generator<Wait, void, void> {
    if (content.kind === 'bytes') return yield* this.write(fd, content.bytes)
    const chunk = chunkOf(content, label, this.#task)
    for (let at = 0n; at < content.size; ) {
      const bytes = chunk(at)
      const rest = content.size - at
      yield* this.write(fd, rest < BigInt(bytes.length) ? bytes.subarray(0, Number(rest)) : bytes)
      at += BigInt(bytes.length)
    }
  }

  *#rest(): Generator<Wait, void, void> {
    const pause = this.#pause
    this.#written = 0
    this.#pause = pause * 2n > LONGEST_PAUSE ? LONGEST_PAUSE : pause * 2n
    yield* this.#task.sleep(pause)
  }
}

/** What stands at an offset. Texts and zeros are the same in every chunk that is a multiple of them long: made once. */
function chunkOf(
  content: Content & { readonly kind: 'fill' },
  label: string,
  { guest }: Task,
): (offset: bigint) => Uint8Array {
  const reader = new FillReader(guest.randomBytes)
  const fill = fillOf(content, label)
  const period = fill.kind === 'text' ? fill.bytes.length : 1
  const read = (offset: bigint) => {
    const chunk = new Uint8Array(Math.ceil(CHUNK / period) * period)
    reader.read(fill, offset, chunk)
    return chunk
  }
  if (fill.kind === 'random') return read
  const chunk = read(0n)
  return () => chunk
}
