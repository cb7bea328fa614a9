/** IP addresses as bytes, 4 or 16, in network order. Texts are taken to be addresses: parseAddress knows. */

/** Of "192.168.122.10" or "fe80::1"; a scope ("%2") is no part of the address. */
export function ipBytes(address: string): Uint8Array {
  const [text = ''] = address.split('%')
  if (!text.includes(':')) return Uint8Array.from(text.split('.').map(Number))
  const [head = '', tail] = text.split('::')
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array<number>(Math.max(8 - before.length - after.length, 0)).fill(0)
  return Uint8Array.from([...before, ...zeros, ...after].flatMap(group => [group >> 8, group & 0xff]))
}

/** As inet_ntop(3) writes it: the longest run of zeros is "::". */
export function ipText(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  const words = Array.from({ length: 8 }, (_, at) => ((bytes[2 * at] ?? 0) << 8) | (bytes[2 * at + 1] ?? 0))
  const [start, length] = longestRun(words)
  // An IPv4 address in an IPv6 one keeps its dots.
  const mapped = start === 0 && (length === 6 || (length === 5 && words[5] === 0xffff))
  const hex = (from: number, to: number) =>
    words
      .slice(from, to)
      .map(word => word.toString(16))
      .join(':')
  if (mapped) return `::${length === 5 ? 'ffff:' : ''}${bytes.subarray(12).join('.')}`
  return length < 2 ? hex(0, 8) : `${hex(0, start)}::${hex(start + length, 8)}`
}

/** The address with all bits behind the prefix cleared. */
export function networkOf(bytes: Uint8Array, prefix: number): Uint8Array {
  return bytes.map((byte, at) => byte & (0xff00 >> Math.min(Math.max(prefix - at * 8, 0), 8)))
}

/** The mask of an IPv4 network. */
export function prefixMask(prefix: number): Uint8Array {
  return networkOf(Uint8Array.of(255, 255, 255, 255), prefix)
}

/** Below 0, 0 or above 0, as numbers compare. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b)
}

function groups(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap(group => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)]
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
    return [(a << 8) | b, (c << 8) | d]
  })
}

/** Where the first of the longest runs of zeros begins, and how long it is. */
function longestRun(words: readonly number[]): [start: number, length: number] {
  let best: [number, number] = [0, 0]
  for (let start = 0; start < words.length; start++) {
    const rest = words.slice(start).findIndex(word => word !== 0)
    const length = rest === -1 ? words.length - start : rest
    if (length > best[1]) best = [start, length]
  }
  return best
}
