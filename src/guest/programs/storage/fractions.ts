/** Sizes with a unit behind a blank, rounded to the nearest: "3.1 M", "3.0 Mi", "447 k". */
export function humanFraction(value: number, base: 1000 | 1024): string {
  const letters = base === 1000 ? 'kMGTPEZY' : 'KMGTPEZY'
  let power = 0
  let scaled = value
  while (scaled >= base && power < letters.length) {
    scaled /= base
    power += 1
  }
  const text = scaled < 9.95 && power > 0 ? scaled.toFixed(1) : String(Math.round(scaled))
  if (power === 0) return `${text} `
  return `${text} ${letters[power - 1]}${base === 1024 ? 'i' : ''}`
}
