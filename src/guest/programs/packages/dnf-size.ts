/** "200 k", "1.4 M" */
export function dnfSize(bytes: bigint): string {
  if (bytes < 1024n) return `${bytes} `
  if (bytes < 1000n * 1024n) return `${(bytes + 512n) / 1024n} k`
  return `${bytes >> 20n}.${((bytes % (1n << 20n)) * 10n) >> 20n} M`
}
