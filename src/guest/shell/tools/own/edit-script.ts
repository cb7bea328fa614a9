/** What two lists of lines have in common, as the changes between them: Myers' greedy algorithm. */
export interface Change {
  /** Lines from…to (the last not included) of each, counted from 0. */
  readonly left: readonly [from: number, to: number]
  readonly right: readonly [from: number, to: number]
}

export function changesBetween(left: readonly string[], right: readonly string[]): Change[] {
  const trace: Map<number, number>[] = []
  const furthest = new Map<number, number>([[1, 0]])
  const limit = left.length + right.length
  for (let distance = 0; distance <= limit; distance++) {
    trace.push(new Map(furthest))
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const [above, below] = [furthest.get(diagonal + 1) ?? -1, furthest.get(diagonal - 1) ?? -1]
      let x = diagonal === -distance || (diagonal !== distance && below < above) ? above : below + 1
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x++
      furthest.set(diagonal, x)
      if (x >= left.length && x - diagonal >= right.length) return merge(backtrack(trace, left.length, right.length))
    }
  }
  return []
}

interface Step {
  readonly x: number
  readonly y: number
  readonly isInsertion: boolean
}

function backtrack(trace: readonly Map<number, number>[], toX: number, toY: number): Step[] {
  const steps: Step[] = []
  let [x, y] = [toX, toY]
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const furthest = trace[distance] ?? new Map<number, number>()
    const diagonal = x - y
    const [above, below] = [furthest.get(diagonal + 1) ?? -1, furthest.get(diagonal - 1) ?? -1]
    const isInsertion = diagonal === -distance || (diagonal !== distance && below < above)
    x = isInsertion ? above : below
    y = x - (isInsertion ? diagonal + 1 : diagonal - 1)
    steps.push({ x, y, isInsertion })
  }
  return steps.reverse()
}

function merge(steps: readonly Step[]): Change[] {
  const changes: { left: [number, number]; right: [number, number] }[] = []
  for (const { x, y, isInsertion } of steps) {
    const last = changes.at(-1)
    const [toX, toY] = isInsertion ? [x, y + 1] : [x + 1, y]
    if (last !== undefined && last.left[1] === x && last.right[1] === y) {
      last.left[1] = toX
      last.right[1] = toY
    } else changes.push({ left: [x, toX], right: [y, toY] })
  }
  return changes
}
