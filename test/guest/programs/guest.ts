/** A small guest for the tests of its programs, and running one of them in it. */
import type { GuestConfig } from '../../../src/guest/config.js'
import { toEnviron } from '../../../src/guest/environ.js'
import { Guest } from '../../../src/guest/guest.js'
import { builtins } from '../../../src/guest/programs/registry.js'
import { loadScenario } from '../../../src/scenario/load.js'

const ACCOUNTS = [
  { name: 'root', id: 0, home: '/root' },
  { name: 'daemon', id: 1, home: '/usr/sbin' },
  { name: 'bin', id: 2, home: '/bin' },
  { name: 'nobody', id: 65534, home: '/nonexistent' },
]

/** The same object every time, so that the scenario is read once. */
const VOCABULARY = { commandNames: [], isAgentVersion: () => true, agentVersionExpected: () => 'any' }

export function programGuest(changes: Partial<GuestConfig> = {}): Guest {
  const { guest } = loadScenario('minimal', { vocabulary: VOCABULARY })
  return new Guest({
    ...guest,
    users: ACCOUNTS.map(({ name, id, home }) => ({
      ...{ name, uid: id, gid: id, home, gecos: name },
      shell: '/bin/sh',
      password: '*',
    })),
    groups: ACCOUNTS.map(({ name, id }) => ({ name: name === 'nobody' ? 'nogroup' : name, gid: id, members: [] })),
    ...changes,
  })
}

export interface Ran {
  /** Bytes as Latin-1. */
  readonly stdout: string
  readonly stderr: string
  readonly exitCode: number
  readonly duration: bigint | 'forever'
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  readonly stdin?: string | Uint8Array
  readonly user?: string
}

/** Runs a built-in program as a process of the guest would run it. */
export function run(guest: Guest, argv: readonly string[], surroundings: Surroundings = {}): Ran {
  const { env = {}, cwd = '/', stdin = '', user = 'root' } = surroundings
  const name = argv[0] ?? ''
  const program = builtins.get(name.slice(name.lastIndexOf('/') + 1))
  if (program === undefined) throw new Error(`no built-in program ${name}`)
  const pid = guest.processes.allocatePid()
  guest.processes.start({ pid, ppid: guest.agentPid, user, argv })
  const input = typeof stdin === 'string' ? Buffer.from(stdin, 'latin1') : stdin
  const outcome = program({ argv, environ: toEnviron(env), env, cwd, stdin: new Uint8Array(input), pid, guest })
  const { exitCode = 0, duration = 0n } = outcome
  if (duration !== 'forever') guest.processes.endAfter(pid, duration, { exitCode })
  return { stdout: latin1(outcome.stdout), stderr: latin1(outcome.stderr), exitCode, duration }
}

function latin1(output: string | Uint8Array | undefined): string {
  return Buffer.from(output ?? '').toString('latin1')
}

export const debian: GuestConfig = loadScenario('debian-12', { vocabulary: VOCABULARY }).guest

/** How a line of words without quotes ends. */
export function ended(guest: Guest, line: string, user = 'root') {
  const { stdout, stderr, exitCode } = run(guest, line.split(' '), { user })
  return { stdout, stderr, exitCode }
}

export const fails = (stderr: string, exitCode = 1) => ({ stdout: '', stderr, exitCode })
export const prints = (stdout: string) => ({ stdout, stderr: '', exitCode: 0 })
