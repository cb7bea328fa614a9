/** Which commands an agent was asked for in a VM whose QEMU was recorded as well: those that no agent runs beside others. */
import { readdirSync, readFileSync } from 'node:fs'

const FOLDER = new URL('../monitor/recorded/', import.meta.url)

/** How many requests there are of each command; replies, silence and QEMU's events are played in test/monitor. */
export function countVmRequests(): Map<string, number> {
  const counts = new Map<string, number>()
  const files = readdirSync(FOLDER).filter(name => name.endsWith('.jsonl'))
  for (const line of files.flatMap(name => readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split('\n'))) {
    const { to, data } = JSON.parse(line) as { readonly to?: string; readonly data?: string }
    if (to === undefined || to === 'qmp') continue
    for (const [, name = ''] of (data ?? '').matchAll(/"execute"\s*:\s*"(guest-[a-z-]+)"/g)) {
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return counts
}
