import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { GroupConfig, ProcessConfig, UserConfig } from '../../../../src/guest/config.js'
import type { Guest } from '../../../../src/guest/guest.js'
import type { Process } from '../../../../src/guest/processes.js'
import { builtins } from '../../../../src/guest/programs/registry.js'
import { programGuest } from '../guest.js'
import { commandLine, type RecordedCommand } from '../recorded.js'

/** The real tools read what the guest says in /proc and /run/utmp; see `about`. */
interface Recording {
  /** Seconds since the epoch. */
  readonly now: number
  readonly setup: {
    readonly users: readonly UserConfig[]
    readonly groups: readonly GroupConfig[]
    readonly running: readonly ProcessConfig[]
    readonly sessions: readonly { pid: number; line: string; user: string; host?: string; time: string }[]
    /** Nanoseconds. */
    readonly uptime: string
    /** Started one after the other, so many nanoseconds later. */
    readonly processes: readonly (Omit<Process, 'startedAt'> & { readonly after?: string })[]
    /** The process that the tool runs as. */
    readonly self: number
  }
  readonly commands: readonly RecordedCommand[]
}

const VECTORS = new URL('./vectors/procps.json', import.meta.url)
const { setup, now, commands }: Recording = JSON.parse(readFileSync(VECTORS, 'utf8'))
const VCPU = { online: true, canOffline: true }

function recordedGuest(): Guest {
  const { users, groups, running, sessions, uptime } = setup
  const guest = programGuest({
    ...{ users, groups, processes: running, vcpus: [VCPU, VCPU] },
    // The one that waits for a disk has had a processor then.
    load: { averages: [0, 0, 0], running: 1 },
    sessions: sessions.map(session => ({ type: 7, host: '', ...session, time: BigInt(session.time) })),
    clock: { mode: 'manual', now: 0n, step: 0n, uptime: BigInt(uptime), timezone: 'UTC' },
  })
  // When it was recorded all of them were as old as the guest's own time.
  for (const { pid } of running) guest.processes.change(pid, { startedAt: 0n })
  for (const { after = '0', ...process } of setup.processes) {
    guest.clock.advance(BigInt(after))
    guest.processes.start(process)
  }
  // There was no wtmp.
  guest.files.unlink('/var/log/wtmp')
  guest.clock.setTime(BigInt(now) * 1_000_000_000n)
  return guest
}

for (const name of new Set(commands.map(({ argv }) => argv[0]))) {
  const recorded = commands.filter(({ argv }) => argv[0] === name)
  describe(`${name} prints what it prints on Debian 12`, () => {
    test.for(recorded.map(command => [commandLine(command), command] as const))('%s', ([, { argv, ...expected }]) => {
      const guest = recordedGuest()
      const call = { argv, environ: [], env: { LC_ALL: 'C', TZ: 'UTC' }, cwd: '/', stdin: new Uint8Array(), guest }
      const outcome = builtins.get(name ?? '')?.({ ...call, pid: setup.self })
      const latin1 = (output: string | Uint8Array = '') => Buffer.from(output).toString('latin1')
      const { stdout, stderr, exitCode = 0 } = outcome ?? {}
      expect({ stdout: latin1(stdout), stderr: latin1(stderr), exitCode }).toEqual(expected)
    })
  })
}
