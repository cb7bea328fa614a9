// Runs the benchmark on one core where taskset(1) is there. On several, waking the other core up takes longer than
// answering, and the scheduler's mood decides: the same ping takes 16 or 90 µs.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const BENCH = fileURLToPath(new URL('bench.mjs', import.meta.url))

const pinned = spawnSync('taskset', ['-c', '0', process.execPath, BENCH], { stdio: 'inherit' })
const { status } = pinned.error === undefined ? pinned : spawnSync(process.execPath, [BENCH], { stdio: 'inherit' })
process.exitCode = status ?? 1
