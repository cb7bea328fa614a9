/** How the tools of procps write how long something took, in seconds. */

/** "1-02:03:04" */
export function cpuTime(seconds: bigint): string {
  const days = seconds / 86_400n
  const clock = `${two((seconds / 3600n) % 24n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`
  return days > 0n ? `${days}-${clock}` : clock
}

/** "1-02:03:04", "02:03:04" or "03:04" */
export function elapsedTime(seconds: bigint): string {
  return cpuTime(seconds).replace(/^00:/, '')
}

/** "12:34", minutes without end. */
export function minutesAndSeconds(seconds: bigint): string {
  return `${seconds / 60n}:${two(seconds % 60n)}`
}

function two(number: bigint): string {
  return String(number).padStart(2, '0')
}
