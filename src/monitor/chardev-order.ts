/**
 * QEMU keeps its character devices in a hash table of GLib's and lists them from its end to its beginning. Measured: right
 * for up to seven of them, as many as the table has room for at first; of more, some may come out elsewhere.
 */

/** Sizes of a table are powers of two; its keys are spread by the prime below. */
const PRIMES = [1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093]
const LEAST_SHIFT = 3
const SPREAD = 11
/** Of g_str_hash. */
const SEED = 5381
const FACTOR = 33
const UINT32 = 2 ** 32

/** @param labels In the order in which they were made. */
export function inQueryOrder(labels: readonly string[]): string[] {
  let slots = emptySlots(LEAST_SHIFT)
  for (const [index, label] of labels.entries()) {
    put(slots, label)
    const count = index + 1
    if (slots.length > count + Math.floor(count / 16)) continue
    const grown = emptySlots(Math.max(LEAST_SHIFT, bitsOf(Math.floor(count * 1.333))))
    for (const other of slots) if (other !== undefined) put(grown, other)
    slots = grown
  }
  return slots.filter(label => label !== undefined).reverse()
}

function emptySlots(shift: number): (string | undefined)[] {
  return new Array<string | undefined>(2 ** shift).fill(undefined)
}

function put(slots: (string | undefined)[], label: string): void {
  const shift = Math.log2(slots.length)
  let at = ((hash(label) * SPREAD) % UINT32) % (PRIMES[shift] ?? slots.length)
  for (let step = 1; slots[at] !== undefined; step++) at = (at + step) % slots.length
  slots[at] = label
}

function hash(label: string): number {
  let value = SEED
  for (const byte of Buffer.from(label)) value = (value * FACTOR + ((byte << 24) >> 24) + UINT32) % UINT32
  return Math.max(value, 2)
}

function bitsOf(value: number): number {
  return value.toString(2).length
}
