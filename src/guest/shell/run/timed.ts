import type { Wait } from '../../wait.js'
import type { Shell } from '../shell.js'

const MILLISECOND = 1_000_000n

/** The reserved word `time`: how long the work took on the guest's clock. It takes no time of a processor. */
export function* timed(shell: Shell, isPosix: boolean, work: Generator<Wait, void, void>): Generator<Wait, void, void> {
  const { clock } = shell.task.guest
  const start = clock.inGuest()
  yield* work
  const elapsed = (clock.inGuest() - start) / MILLISECOND
  const text = (milliseconds: bigint) => {
    const seconds = milliseconds / 1000n
    const fraction = String(milliseconds % 1000n).padStart(3, '0')
    if (isPosix) return `${seconds}.${fraction.slice(0, 2)}`
    return `${seconds / 60n}m${seconds % 60n}.${fraction}s`
  }
  const separator = isPosix ? ' ' : '\t'
  const lines = [
    ['real', elapsed],
    ['user', 0n],
    ['sys', 0n],
  ] as const
  const report = lines.map(([name, value]) => `${name}${separator}${text(value)}\n`).join('')
  yield* shell.print(isPosix ? report : `\n${report}`, 2)
}
