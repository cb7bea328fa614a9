/**
 * The order in which GLib walks a hash table of strings. The agent keeps the members that it has not read yet in one,
 * and complains about the first that is left: so this order decides which name an error shows.
 */
import { encodeText } from '../json/text.js'

const MIN_BITS = 3
/** The largest primes below the powers of two from 2^3 on: a hash is reduced by one of them before it is masked. */
const PRIMES = [
  7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573,
]

interface Entry {
  readonly key: string
  readonly hash: number
}

/** A slot that held a key: still in the way of probing. */
const REMOVED = 'removed'

export class GlibHashTable {
  #slots: (Entry | typeof REMOVED | undefined)[] = new Array(1 << MIN_BITS).fill(undefined)
  #bits = MIN_BITS
  #live = 0
  #occupied = 0

  constructor(keys: Iterable<string>) {
    for (const key of keys) this.#insert(key)
  }

  /** The key that a walk meets first. */
  first(): string | undefined {
    const entry = this.#slots.find(isEntry)
    return entry?.key
  }

  remove(key: string): void {
    const index = this.#slots.findIndex(slot => isEntry(slot) && slot.key === key)
    if (index === -1) return
    this.#slots[index] = REMOVED
    this.#live--
    this.#resizeIfNeeded()
  }

  #insert(key: string): void {
    const entry = { key, hash: hashString(key) }
    let index = this.#home(entry.hash)
    for (let step = 1; this.#slots[index] !== undefined; step++) index = (index + step) % this.#slots.length
    this.#slots[index] = entry
    this.#live++
    this.#occupied++
    this.#resizeIfNeeded()
  }

  #home(hash: number): number {
    return Number((BigInt(hash) * 11n) & 0xffffffffn) % (PRIMES[this.#bits - MIN_BITS] ?? 1)
  }

  #resizeIfNeeded(): void {
    const size = this.#slots.length
    const isTooSparse = size > this.#live * 4 && size > 1 << MIN_BITS
    const isTooFull = size <= this.#occupied + Math.floor(this.#occupied / 16)
    if (isTooSparse || isTooFull) this.#resize()
  }

  /** The table is rearranged in place: an entry put where an unmoved one stands takes its slot, and that one moves on. */
  #resize(): void {
    const old = this.#slots
    this.#bits = Math.max(Math.floor(this.#live * 1.333).toString(2).length, MIN_BITS)
    const size = 1 << this.#bits
    const slots = old.map(slot => (isEntry(slot) ? slot : undefined))
    while (slots.length < size) slots.push(undefined)
    const placed = new Set<number>()
    for (let from = 0; from < old.length; from++) {
      let moving = slots[from]
      if (moving === undefined || placed.has(from)) continue
      slots[from] = undefined
      while (moving !== undefined) {
        let index = this.#home(moving.hash)
        for (let step = 1; placed.has(index); step++) index = (index + step) % size
        placed.add(index)
        const displaced: Entry | undefined = slots[index]
        slots[index] = moving
        moving = displaced
      }
    }
    this.#slots = slots.slice(0, size)
    this.#occupied = this.#live
  }
}

function isEntry(slot: Entry | typeof REMOVED | undefined): slot is Entry {
  return slot !== undefined && slot !== REMOVED
}

/** g_str_hash: 33 times and plus, over signed bytes. 0 and 1 mark empty and removed slots, so no key may have them. */
function hashString(key: string): number {
  let hash = 5381
  for (const byte of encodeText(key)) hash = (Math.imul(hash, 33) + ((byte << 24) >> 24)) | 0
  const unsigned = hash >>> 0
  return Math.max(unsigned, 2)
}
