/** A program of the guest: a function from what exec gave it to what it prints and how it ends. */
import type { Credentials } from '../files/credentials.js'
import type { FileStat } from '../files/stat.js'
import type { Guest } from '../guest.js'
import type { Execution } from '../tasks/task.js'

export interface ProgramCall {
  /** argv[0] first, as exec got it. */
  readonly argv: readonly string[]
  /** NAME=VALUE in order, as it got them. */
  readonly environ: readonly string[]
  /** The same as getenv(3) finds them. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  readonly stdin: Uint8Array
  /** The first line of stdin, of which no more is read then; where it isn't told stdin has it. */
  readonly answer?: Uint8Array
  /** Where stdin is a file, what fstat(2) tells of it. */
  readonly stdinStat?: FileStat | undefined
  readonly pid: number
  /** Absent: those that its user has now. */
  readonly cred?: Credentials
  readonly guest: Guest
}

export interface ProgramOutcome {
  readonly stdout?: string | Uint8Array
  readonly stderr?: string | Uint8Array
  /** Both in the order in which they were written, of a program that tells it. */
  readonly merged?: () => Uint8Array
  /** 0 unless it says otherwise. */
  readonly exitCode?: number
  /** Killed by that signal instead of exiting. */
  readonly signal?: number
  /** How long it runs, nanoseconds on the guest's clock. 0n: it has ended when exec returns; 'forever': until it is killed. */
  readonly duration?: bigint | 'forever'
  /** What the process becomes when it has written that: execve(2) with that environment. */
  readonly execute?: Execution & { readonly environ: readonly string[] }
}

export type Program = (call: ProgramCall) => ProgramOutcome
