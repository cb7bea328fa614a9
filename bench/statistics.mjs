/** @returns {{ min: number, median: number, max: number }} */
export function summary(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  return { min: sorted[0], median, max: sorted.at(-1) }
}

/**
 * Measures two arms in turn, A B A B …, so that what else the machine does hits both, and compares them round by round.
 *
 * @param {() => Promise<number>} a  what one round of it costs, in any unit
 * @param {() => Promise<number>} b
 * @returns {Promise<{ ratio: { min: number, median: number, max: number }, a: number, b: number }>} how often faster
 *   `a` is than `b`, and the median cost of each
 */
export async function compare(a, b, rounds) {
  // Warm up both: the compiler is not what is compared.
  await a()
  await b()
  const costs = []
  for (let round = 0; round < rounds; round++) costs.push({ a: await a(), b: await b() })
  return {
    ratio: summary(costs.map(cost => cost.b / cost.a)),
    a: summary(costs.map(cost => cost.a)).median,
    b: summary(costs.map(cost => cost.b)).median,
  }
}
