import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { summary } from './statistics.mjs'

const IDLE = fileURLToPath(new URL('idle-guests.mjs', import.meta.url))
const MANY = 201

/** Resident memory in MiB: of a process with one idle guest, and what each further one adds. */
export function measureMemory(rounds) {
  const all = Array.from({ length: rounds }, () => ({ one: rss(1), many: rss(MANY) }))
  return {
    one: summary(all.map(({ one }) => one)),
    further: summary(all.map(({ one, many }) => (many - one) / (MANY - 1))),
  }
}

function rss(guests) {
  const output = execFileSync(process.execPath, ['--expose-gc', IDLE, String(guests)], { encoding: 'utf8' })
  return Number(output) / 2 ** 20
}
