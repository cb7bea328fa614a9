/** Sets of processors as util-linux writes and reads them. */

/** "0,1", "0-3,5": two in a row are no range. */
export function cpuList(ids: readonly number[]): string {
  const runs: number[][] = []
  for (const id of ids) {
    const run = runs.at(-1)
    if (run !== undefined && run.at(-1) === id - 1) run.push(id)
    else runs.push([id])
  }
  return runs.map(run => (run.length > 2 ? `${run[0]}-${run.at(-1)}` : run.join(','))).join(',')
}

/** Hexadecimal: "0x3". */
export function cpuMask(ids: readonly number[]): string {
  return `0x${ids.reduce((sum, id) => sum | (1n << BigInt(id)), 0n).toString(16)}`
}

/** Undefined for what is no list. Ascending. */
export function parseCpuList(text: string): number[] | undefined {
  const ids = new Set<number>()
  for (const part of text.split(',')) {
    const match = /^(\d{1,6})(?:-(\d{1,6})(?::([1-9]\d{0,5}))?)?$/.exec(part)
    if (match === null) return undefined
    const [, from, to = from, step = 1] = match
    if (Number(to) < Number(from)) return undefined
    for (let id = Number(from); id <= Number(to); id += Number(step)) ids.add(id)
  }
  return [...ids].sort((a, b) => a - b)
}
