/**
 * The bytes of a migration, between two processes of the same version of mockvm:
 *
 * ```
 * mockvm-migration 0.1.0\n     who speaks
 * length, identity             which machine the guest is of
 *                              ← "expected\n"
 * length, state                the guest
 *                              ← "loaded\n"
 * ```
 *
 * Lengths are 32 bits, the most significant byte first; what they count is plain data as v8.serialize writes it.
 */
import { deserialize, serialize } from 'node:v8'
import { VERSION } from './version.js'

/** What two machines must have in common. */
export interface MachineIdentity {
  readonly machineType: string
  /** Bytes. */
  readonly memory: bigint
  /** What the scenario says of the guest: a hash of each of its sections. */
  readonly sections: Readonly<Record<string, string>>
}

export const EXPECTED = 'expected\n'
export const LOADED = 'loaded\n'

const NAME = 'mockvm-migration '
const LONGEST_HEADER = 64
const LENGTH = 4
/** Bytes; more than any identity, and any guest, has. */
const LONGEST = { identity: 64 * 1024, state: 512 * 1024 * 1024 }

export function header(): Buffer {
  return Buffer.from(`${NAME}${VERSION}\n`)
}

export function frame(data: unknown): Buffer {
  const bytes = serialize(data)
  const length = Buffer.alloc(LENGTH)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

export interface MigrationReaderListener {
  /** A machine of that kind wants to send its guest; false: it may not, and nothing that follows is read. */
  identity(identity: unknown): boolean
  state(state: unknown): void
  /** What QEMU logs of what it can't read. Nothing follows. */
  failed(log: readonly string[]): void
}

/** Reads what the source sends, cut anywhere. */
export class MigrationReader {
  readonly #listener: MigrationReaderListener
  #chunks: Buffer[] = []
  #size = 0
  #stage: 'header' | 'identity' | 'state' | 'over' = 'header'

  constructor(listener: MigrationReaderListener) {
    this.#listener = listener
  }

  feed(chunk: Buffer): void {
    if (this.#stage === 'over') return
    this.#chunks.push(chunk)
    this.#size += chunk.length
    while (this.#next());
  }

  /** Nothing follows: was that all? */
  end(): void {
    if (this.#stage === 'header') this.#fail('Not a migration stream')
    else if (this.#stage !== 'over') this.#fail('check_section_footer: Read section footer failed: -5')
  }

  #next(): boolean {
    if (this.#stage === 'over') return false
    if (this.#stage === 'header') return this.#readHeader()
    const length = this.#peekLength()
    if (length === undefined) return false
    if (length > LONGEST[this.#stage]) {
      this.#fail('Not a migration stream')
      return false
    }
    if (this.#size < LENGTH + length) return false
    this.#take(LENGTH)
    const bytes = this.#take(length)
    let data: unknown
    try {
      data = deserialize(bytes)
    } catch {
      this.#fail('mockvm: the stream holds what is no data of mockvm’s')
      return false
    }
    if (this.#stage === 'identity') {
      this.#stage = this.#listener.identity(data) ? 'state' : 'over'
    } else {
      this.#stage = 'over'
      this.#listener.state(data)
    }
    if (this.#stage === 'over') this.#chunks = []
    return true
  }

  #readHeader(): boolean {
    const given = this.#all().subarray(0, LONGEST_HEADER).toString('latin1')
    const end = given.indexOf('\n')
    const isOurs = given.startsWith(NAME.slice(0, given.length))
    if (!isOurs || (end === -1 && given.length === LONGEST_HEADER)) {
      this.#fail('Not a migration stream')
      return false
    }
    if (end === -1) return false
    const version = given.slice(NAME.length, end)
    if (version !== VERSION) {
      this.#fail(`mockvm: the guest comes from mockvm ${version}, and this is ${VERSION}`)
      return false
    }
    this.#take(end + 1)
    this.#stage = 'identity'
    return true
  }

  #peekLength(): number | undefined {
    return this.#size < LENGTH ? undefined : this.#all(LENGTH).readUInt32BE()
  }

  /** All that is there, or as much of it as is looked at. */
  #all(least = this.#size): Buffer {
    const [first] = this.#chunks
    if (first !== undefined && first.length >= least) return first
    const all = Buffer.concat(this.#chunks)
    this.#chunks = [all]
    return all
  }

  #take(size: number): Buffer {
    const all = this.#all(size)
    const taken = all.subarray(0, size)
    this.#chunks[0] = all.subarray(size)
    this.#size -= size
    return taken
  }

  #fail(line: string): void {
    this.#stage = 'over'
    this.#chunks = []
    this.#listener.failed([line])
  }
}

/** Why a guest of that machine can't run on this one; undefined when it can. */
export function mismatch(sent: unknown, own: MachineIdentity): readonly string[] | undefined {
  if (!isIdentity(sent)) return ['mockvm: the stream does not say which guest it is']
  if (sent.machineType !== own.machineType) {
    return [`Machine type received is '${sent.machineType}' and local is '${own.machineType}'`]
  }
  if (sent.memory !== own.memory) {
    const [theirs, ours] = [sent.memory, own.memory].map(size => `0x${size.toString(16)}`)
    return [
      `Size mismatch: pc.ram: ${theirs} != ${ours}: Invalid argument`,
      "error while loading state for instance 0x0 of device 'ram'",
    ]
  }
  const names = new Set([...Object.keys(own.sections), ...Object.keys(sent.sections)])
  const differing = [...names].filter(name => sent.sections[name] !== own.sections[name])
  if (differing.length === 0) return undefined
  return [
    `mockvm: the guest is one of another scenario, with other ${differing.join(', ')}. Give both the same scenario and seed.`,
  ]
}

function isIdentity(sent: unknown): sent is MachineIdentity {
  if (typeof sent !== 'object' || sent === null) return false
  const { machineType, memory, sections } = sent as Partial<Record<keyof MachineIdentity, unknown>>
  const isHashed = typeof sections === 'object' && sections !== null
  return typeof machineType === 'string' && typeof memory === 'bigint' && isHashed
}
