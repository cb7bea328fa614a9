/** What mockvm's guest has from the machine that the real agent runs on, so that it needs no excuse. */
import { readFileSync } from 'node:fs'
import { cpus, hostname, machine, release, version } from 'node:os'
import type { ScenarioInput } from '../../src/index.js'

export function thisMachine(): ScenarioInput {
  return {
    hostname: hostname(),
    os: { release: osRelease(), kernel: { release: release(), version: version(), machine: machine() } },
    vcpus: cpus().length,
    clock: { mode: 'manual', timezone: Intl.DateTimeFormat().resolvedOptions().timeZone },
  }
}

function osRelease(): string | null {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      // The next one, then.
    }
  }
  return null
}
