/** What a unit of systemd is: what its file says, and what has become of it. */
import type { ListeningConfig } from '../config.js'
import type { Ending } from '../processes.js'
import type { ExecLine } from './exec-line.js'

/** Where `systemctl enable` has put links, or why there is nothing to put. */
export const FILE_STATES = ['enabled', 'disabled', 'static', 'masked', 'generated', 'indirect', 'alias'] as const

export type FileState = (typeof FILE_STATES)[number] | 'transient'

export const ACTIVE_STATES = ['active', 'inactive', 'failed', 'activating', 'deactivating', 'reloading'] as const

export type ActiveState = (typeof ACTIVE_STATES)[number]

/** The kinds of unit that there are here, and how one is that works. */
export const UNIT_KINDS = {
  service: 'running',
  timer: 'waiting',
  socket: 'listening',
  mount: 'mounted',
  target: 'active',
  path: 'waiting',
  slice: 'active',
  scope: 'running',
  swap: 'active',
  automount: 'running',
  device: 'plugged',
} as const

export type UnitKind = keyof typeof UNIT_KINDS

/** How systemd knows that a service has started. */
export const SERVICE_TYPES = ['simple', 'exec', 'notify', 'forking', 'oneshot', 'dbus', 'idle'] as const

export type ServiceType = (typeof SERVICE_TYPES)[number]

/** When systemd starts a service again that ended by itself. */
export const RESTARTS = ['no', 'always', 'on-failure'] as const

export interface UnitConfig {
  /** With its kind: "ssh.service". */
  readonly name: string
  readonly aliases: readonly string[]
  readonly description: string
  readonly documentation: readonly string[]
  /** Where its file is: "/lib/systemd/system/ssh.service". */
  readonly path: string
  readonly fileState: FileState
  readonly preset: 'enabled' | 'disabled'
  /** The unit that wants it when it is enabled. */
  readonly wantedBy: string
  readonly type: ServiceType
  /** ExecStart: the arguments, argv[0] first; empty for a unit that has no process. */
  readonly command: readonly string[]
  /**
   * How its main process shows in the table, if otherwise than by `command`: the arguments joined by blanks, `*` for any
   * text.
   */
  readonly process?: string
  readonly user: string
  readonly restart: (typeof RESTARTS)[number]
  readonly canReload: boolean
  /** Of a service whose file stands in the guest: what it executes. Without it only its process is in the table. */
  readonly exec?: UnitExec
  /** Of one whose file stands in the guest. */
  readonly relations?: Relations
  /** Why systemd loads its file and refuses to start it. */
  readonly refusal?: string
  /** Stays active when its processes have ended. */
  readonly remainAfterExit?: boolean
  /** What waits for others while it is active. */
  readonly listening?: readonly ListeningConfig[]
  /** How it is at the start. */
  readonly active: ActiveState
  readonly sub: string
  /** Since when, nanoseconds since the epoch; absent: since the boot. */
  readonly since?: bigint
  /** Of one that has failed. */
  readonly ending?: Ending
  /** Starting it fails like that. */
  readonly startError?: StartError
  /** How long a start takes, nanoseconds. */
  readonly startTime: bigint
  /** Of a timer: what it starts, and in how many nanoseconds after `since` and again. */
  readonly timer?: TimerConfig
}

/** What the keys Exec… and Environment… of a file say. */
export interface UnitExec {
  /** SuccessExitStatus: endings that are no failure besides those that never are. */
  readonly success: SuccessStatus
  /** How long one command of a start may take, nanoseconds; absent: as long as it likes. */
  readonly startTimeout?: bigint
  readonly commands: Readonly<Record<ExecPhase, readonly ExecLine[]>>
  /** NAME=VALUE */
  readonly environment: readonly string[]
  readonly environmentFiles: readonly { readonly path: string; readonly isOptional: boolean }[]
  readonly workingDirectory?: string
  /** Nanoseconds until it is started again by itself. */
  readonly restartDelay: bigint
  /** The scenario knows the service without its program: where that isn't, a process stands for it. */
  readonly isPlayed: boolean
}

export interface SuccessStatus {
  readonly exitCodes: readonly number[]
  readonly signals: readonly number[]
}

/** Other units that a file names, by their full names. */
export type Relations = Readonly<Record<Relation, readonly string[]>>

export const RELATIONS = ['Requires', 'Requisite', 'Wants', 'BindsTo', 'PartOf', 'After', 'Before'] as const

export type Relation = (typeof RELATIONS)[number]

/** Lists of commands of a service, in the order in which they come. */
export const EXEC_PHASES = ['start-pre', 'start', 'start-post', 'reload', 'stop'] as const

export type ExecPhase = (typeof EXEC_PHASES)[number]

export interface StartError {
  readonly exitCode: number
  /** What its main process says of it. */
  readonly message?: string
}

export interface TimerConfig {
  readonly unit: string
  readonly every: bigint
}

/** What systemd remembers of a unit. */
export interface UnitState {
  readonly active: ActiveState
  readonly sub: string
  readonly fileState: FileState
  /** Since when it is as it is: nanoseconds since the epoch, and in the guest; absent: it has never been otherwise. */
  readonly since?: bigint
  readonly sinceInGuest?: bigint
  /** How long it was active when it was so last, nanoseconds. */
  readonly ranFor?: bigint
  readonly mainPid?: number
  /** How the main process ended, of one that doesn't run any more. */
  readonly exited?: { readonly pid: number; readonly ending: Ending }
  readonly result: 'success' | 'exit-code' | 'signal' | 'resources' | 'timeout' | 'protocol'
  /** Which command of which list runs. */
  readonly step?: { readonly phase: ExecPhase; readonly index: number }
  /** The process of a command that is not the main one. */
  readonly controlPid?: number
  /** It is to be started once those that it comes after have. */
  readonly isQueued?: boolean
  /** What it requires has failed, so it hasn't been started. */
  readonly lacksDependency?: boolean
  /** Its file is gone. */
  readonly isGone?: boolean
  /** It is to be started again once it has stopped. */
  readonly startsAgain?: boolean
  /** When systemd has last started it, in the guest. */
  readonly starts?: readonly bigint[]
  /** How often systemd has started it again by itself. */
  readonly restarts: number
  /** Of one that is starting: when it will have started, in the guest; of one that stops: when it is killed. */
  readonly startedAt?: bigint
}

export interface Unit extends UnitConfig, UnitState {
  readonly load: 'loaded' | 'masked' | 'bad-setting' | 'not-found'
}

export function kindOf(name: string): UnitKind {
  return name.slice(name.lastIndexOf('.') + 1) as UnitKind
}

/** A unit as people name it: "ssh" is ssh.service, "/boot/efi" is boot-efi.mount. */
export function unitName(text: string): string {
  if (text.startsWith('/')) return `${escapePath(text)}.${text.startsWith('/dev/') ? 'device' : 'mount'}`
  return Object.hasOwn(UNIT_KINDS, text.slice(text.lastIndexOf('.') + 1)) ? text : `${text}.service`
}

/** As systemd-escape --path does: "/boot/efi" is "boot-efi", "/" is "-". */
export function escapePath(path: string): string {
  const parts = path.split('/').filter(part => part !== '')
  if (parts.length === 0) return '-'
  const escaped = parts.map(part =>
    [...Buffer.from(part, 'utf8')]
      .map(byte => String.fromCharCode(byte))
      .map(character => (/[A-Za-z0-9:_.]/.test(character) ? character : hex(character)))
      .join(''),
  )
  return escaped.join('-').replace(/^\./, '\\x2e')
}

function hex(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`
}

/** Ends that are no failure: those by which people and systemd itself end a daemon. */
const CLEAN_SIGNALS = new Set([1, 2, 13, 15])

/** Of a daemon. */
export function isClean(ending: Ending, success?: SuccessStatus): boolean {
  return isCleanCommand(ending, success) || ('signal' in ending && CLEAN_SIGNALS.has(ending.signal))
}

/** Of a command that is waited for: no signal is an end of it as it should be. */
export function isCleanCommand(ending: Ending, success: SuccessStatus = NONE): boolean {
  if ('signal' in ending) return success.signals.includes(ending.signal)
  return ending.exitCode === 0 || success.exitCodes.includes(ending.exitCode)
}

const NONE: SuccessStatus = { exitCodes: [], signals: [] }
