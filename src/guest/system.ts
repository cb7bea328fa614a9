/** What the kind of operating system decides of a guest: a seam that each fills for itself. */
import type { AccountFiles } from './account-files.js'
import type { FileConfig, GuestConfig } from './config.js'
import type { ResolveExecutable } from './execve.js'
import type { PathStyle } from './files/path-style.js'
import type { SyntheticTree } from './files/synthetic.js'
import type { Guest } from './guest.js'
import type { HandleTable } from './handle-table.js'
import type { HandlesOptions } from './handles.js'
import type { PidRule } from './processes.js'
import type { Program } from './programs/program.js'
import type { Body } from './tasks/stream.js'

export interface System {
  /** Where accounts and logins are kept. */
  readonly accounts: AccountFiles
  /** Directories whose content is computed, by path. */
  trees(guest: Guest): ReadonlyMap<string, SyntheticTree>
  /** Its directories; a scenario may have a link in the place of one (/bin, which leads to usr/bin). */
  readonly directories: readonly string[]
  /** What else follows from the configuration. */
  files(config: GuestConfig, facts: ImageFacts): FileConfig[]
  /** Reads the host name that the guest boots with; undefined where the files don't tell it. */
  hostname(read: (path: string) => string | undefined): string | undefined
  /** Built-in programs that are others than those of that name on Linux. */
  readonly programs: ReadonlyMap<string, Program>
  /** The same of those that go on while others do. */
  readonly bodies?: ReadonlyMap<string, Body>

  // What a system that is no Unix has in place of what all others share.
  /** The whole image, by canonical paths of the tree. */
  image?(config: GuestConfig): FileConfig[]
  /** How it spells paths. */
  style?(config: GuestConfig): PathStyle
  /** The agent's open files. */
  handles?(options: HandlesOptions, config: GuestConfig): HandleTable
  /** How it numbers processes. */
  readonly pids?: PidRule
  /** How it finds programs. */
  readonly resolveExecutable?: ResolveExecutable
  /** It tells programs that wait for a device of its arrival: they need not look for it again and again. */
  readonly announcesDevices?: boolean
}

/** What is not in the configuration but shows in files. */
export interface ImageFacts {
  /** Days since the epoch. */
  readonly today: number
  /** When it was made and when it had booted before, nanoseconds since the epoch. */
  readonly now: bigint
  readonly booted: bigint
  /** 32 hexadecimal digits. */
  readonly machineId: string
}
