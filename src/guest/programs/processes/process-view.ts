/** A process as the tools of procps see it: what /proc says of it, and what follows from that. */
import type { Guest } from '../../guest.js'
import { meminfo } from '../../kernel/proc-meminfo.js'
import { memoryOf, type ProcessMemory } from '../../kernel/proc-pid-memory.js'
import { comm, isKernelThread } from '../../kernel/proc-pid-names.js'
import { flagsOf, processorOf, startTicks, stateLetter, waitChannel } from '../../kernel/proc-pid-stat.js'
import { groupOf, sessionOf, type Terminal, terminalOf } from '../../kernel/proc-pid-terminal.js'
import { ticks } from '../../kernel/ticks.js'
import type { Process } from '../../processes.js'

const HERTZ = 100n
const SECOND = 1_000_000_000n

export class ProcessView {
  readonly guest: Guest
  readonly process: Process
  readonly pid: number
  readonly ppid: number
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
  readonly comm: string
  /** As ps shows it under STAT, first letter. */
  readonly state: string
  readonly pgid: number
  readonly sid: number
  readonly terminal: Terminal | undefined
  readonly memory: ProcessMemory

  constructor(guest: Guest, process: Process) {
    const { uid, gid, groups } = guest.users.credentials(process.user)
    this.guest = guest
    this.process = process
    this.pid = process.pid
    this.ppid = process.ppid
    this.uid = uid
    this.gid = gid
    this.groups = groups
    this.comm = comm(process)
    this.state = stateLetter(guest, process)
    this.pgid = groupOf(process)
    this.sid = sessionOf(process)
    this.terminal = terminalOf(guest, process)
    this.memory = memoryOf(guest, process)
  }

  /** "?" where there is none. */
  get tty(): string {
    return this.terminal?.name ?? '?'
  }

  get isDefunct(): boolean {
    return this.state === 'Z'
  }

  /** "Ss+" and the like. */
  get stat(): string {
    const { state, sid, pid, memory, terminal, pgid } = this
    const leads = sid === pid ? 's' : ''
    const threads = memory.threads > 1 ? 'l' : ''
    return `${state}${leads}${threads}${terminal?.foreground === pgid ? '+' : ''}`
  }

  /** Its arguments, or its name in brackets when it has none to show. */
  get commandLine(): string {
    if (this.isDefunct) return `[${this.comm}] <defunct>`
    if (isKernelThread(this.process)) return `[${this.comm}]`
    return this.process.argv.join(' ')
  }

  /** Its arguments as they can be matched; none of what has none. */
  get argv(): readonly string[] {
    return this.isDefunct || isKernelThread(this.process) ? [] : this.process.argv
  }

  get flags(): number {
    return flagsOf(this.guest, this.process)
  }

  get processor(): number {
    return processorOf(this.guest, this.process)
  }

  get waitChannel(): string {
    return waitChannel(this.guest, this.process)
  }

  /** What it has had of the processors, in ticks. */
  get cpuTicks(): bigint {
    return ticks(this.guest.activity.userTime(this.process))
  }

  /** In ticks after the boot. */
  get startTicks(): bigint {
    return startTicks(this.guest, this.process)
  }

  /** When it was started, in whole seconds since the epoch. */
  get startTime(): bigint {
    return bootTime(this.guest) + this.startTicks / HERTZ
  }

  /** For how long it has run, in ticks. */
  get elapsedTicks(): bigint {
    return ticks(this.guest.clock.uptime()) - this.startTicks
  }

  /** The same in seconds. */
  get elapsed(): bigint {
    return this.elapsedTicks / HERTZ
  }
}

/** Ascending by pid. */
export function processViews(guest: Guest): ProcessView[] {
  return guest.processes.list().map(process => new ProcessView(guest, process))
}

/** Seconds since the epoch, as btime of /proc/stat. */
function bootTime({ clock }: Guest): bigint {
  return (clock.now() - clock.uptime()) / SECOND
}

/** kB: MemTotal of /proc/meminfo. */
export function totalMemory(guest: Guest): bigint {
  return BigInt(/^MemTotal: *(\d+)/m.exec(meminfo(guest))?.[1] ?? 1)
}
