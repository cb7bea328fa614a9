/** Amounts of bytes as Kubernetes writes them. */

const UNITS = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** In the greatest unit that leaves no fraction: "2Gi", "1536Mi", "1000". */
export function quantity(bytes: bigint): string {
  let unit = 0
  let count = bytes
  while (count > 0n && count % 1024n === 0n && unit < UNITS.length - 1) {
    count /= 1024n
    unit++
  }
  return `${count}${UNITS[unit]}`
}
