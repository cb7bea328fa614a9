/**
 * What a guest is made of: plain data, complete, every default already filled in. The scenario room produces it from
 * files; `new Guest(config)` builds a machine of it and never changes it.
 */
import type { CpuTime } from './cpu-times.js'
import type { DiskCounters } from './disk-counters.js'
import type { ErrnoCode } from './errno.js'
import type { JournalEntryConfig } from './journal/boot-entries.js'
import type { SmartLog } from './nvme-smart.js'
import type { PackageConfig } from './packages/package.js'
import type { UnitConfig } from './services/unit.js'
import type { WindowsConfig } from './windows/config.js'

/** How the guest's time moves: see clock.ts. */
export const CLOCK_MODES = ['real', 'manual', 'step', 'auto'] as const

export type ClockMode = (typeof CLOCK_MODES)[number]

export interface ClockConfig {
  readonly mode: ClockMode
  /** System time at the start, nanoseconds since the epoch; "host" takes the host's (in mode real). */
  readonly now: bigint | 'host'
  /** How far every request moves the clock in mode `step`, nanoseconds. */
  readonly step: bigint
  /** How long the guest has been up at the start, nanoseconds. */
  readonly uptime: bigint
  /** An IANA name ("Europe/Prague") or a POSIX TZ string ("EST5EDT,M3.2.0,M11.1.0"). */
  readonly timezone: string
}

/** The kind of operating system. */
export const FAMILIES = ['linux', 'windows', 'freebsd'] as const

export type Family = (typeof FAMILIES)[number]

export interface KernelConfig {
  readonly release: string
  readonly version: string
  readonly machine: string
  /** What it is started with besides its root: "console=ttyS0 net.ifnames=0". */
  readonly options?: string
}

export interface VcpuConfig {
  readonly online: boolean
  readonly canOffline: boolean
  /** What it has done at the start; absent: it was idle. */
  readonly times?: CpuTime
  /** The kernel refuses to change this one with that error. */
  readonly error?: ErrnoCode
}

/** How busy the guest is. */
export interface LoadConfig {
  /** Over 1, 5 and 15 minutes, at the start. */
  readonly averages: readonly [number, number, number]
  /** How many programs run all the time, besides those that the agent starts. */
  readonly running: number
}

export interface MemoryBlockConfig {
  readonly index: bigint
  readonly online: boolean
  readonly canOffline: boolean
  /** The kernel refuses to change this one with that error. */
  readonly error?: ErrnoCode
}

/** Of QEMU. */
export const MACHINE_TYPES = ['q35', 'pc'] as const

export type MachineType = (typeof MACHINE_TYPES)[number]

export interface MemoryConfig {
  /** Bytes of RAM. */
  readonly size: bigint
  /** Bytes of a memory block; 0n for a guest without memory hotplug (no sysfs directory). */
  readonly blockSize: bigint
  /** Ascending by index. */
  readonly blocks: readonly MemoryBlockConfig[]
}

/** bus-type of guest-get-fsinfo, in the order of its schema. */
export const DISK_BUSES = [
  'ide',
  'fdc',
  'scsi',
  'virtio',
  'xen',
  'usb',
  'uml',
  'sata',
  'sd',
  'unknown',
  'ieee1394',
  'ssa',
  'fibre',
  'raid',
  'iscsi',
  'sas',
  'mmc',
  'virtual',
  'file-backed-virtual',
  'nvme',
] as const

export type DiskBus = (typeof DISK_BUSES)[number]

export interface PciAddress {
  readonly domain: number
  readonly bus: number
  readonly slot: number
  readonly function: number
}

/** Of a disk on an s390 machine. */
export interface CcwAddress {
  readonly cssid: number
  readonly ssid: number
  readonly subchno: number
  readonly devno: number
}

export interface PartitionConfig {
  /** Kernel name: "vda1". */
  readonly name: string
  /** Bytes. */
  readonly size: bigint
  /** Its minor number of EXTENDED_MAJOR; absent: it has one of its disk's, by the number in its name. */
  readonly extendedMinor?: number
  /** What was counted at the start; absent: nothing. */
  readonly counters?: DiskCounters
}

export interface DiskConfig {
  /** Kernel name: "vda". */
  readonly name: string
  /** Bytes. */
  readonly size: bigint
  readonly busType: DiskBus
  readonly bus: number
  readonly target: number
  readonly unit: number
  /** The function that carries it; absent: the agent finds none. */
  readonly pci?: PciAddress
  readonly ccw?: CcwAddress
  readonly serial?: string
  /** Kernel names of the disks and partitions that it lies on (device mapper, software RAID); absent: on none. */
  readonly slaves?: readonly string[]
  /** Its name among those of the device mapper: "vg-root". */
  readonly alias?: string
  /** Of an NVMe disk. */
  readonly smart?: SmartLog
  /** What was counted at the start; absent: nothing. */
  readonly counters?: DiskCounters
  readonly major: number
  readonly minor: number
  readonly partitions: readonly PartitionConfig[]
}

export interface MountConfig {
  /** Kernel name of a disk or partition ("vda1"), or what a virtual file system has there ("tmpfs", "proc"). */
  readonly source: string
  /** Where it is mounted: "/boot/efi". */
  readonly path: string
  /** "ext4", "vfat", "tmpfs", … */
  readonly type: string
  /** As in /proc/mounts: "rw,relatime". "ro" makes it read-only. */
  readonly options: string
  /** Capacity in bytes. */
  readonly size: bigint
  /** Bytes taken before the files of the scenario count. */
  readonly used: bigint
  /** Bytes that are kept for root; none if absent. */
  readonly reserved?: bigint
  /** What of the file system is mounted there: "/var" of a subvolume or a bind mount; all of it, "/", if absent. */
  readonly root?: string
  /** Bytes that guest-fstrim discards, or whatever is free then, or the error it meets. */
  readonly trim: bigint | 'free' | ErrnoCode
  /** FIFREEZE fails with that error. */
  readonly freezeError?: ErrnoCode
  /** Opening the mount point fails with that error (freeze and trim meet it). */
  readonly openError?: ErrnoCode
  /** Looking up its device in /sys/dev/block fails with that error. */
  readonly sysfsError?: ErrnoCode
}

export interface IpAddressConfig {
  /** Lower case; on Windows a link-local one ends in its scope: "fe80::1%6". */
  readonly address: string
  /** -1 where it isn't known (Windows). */
  readonly prefix: number
}

export interface InterfaceStatistics {
  readonly rxBytes: bigint
  readonly rxPackets: bigint
  readonly rxErrs: bigint
  readonly rxDropped: bigint
  readonly txBytes: bigint
  readonly txPackets: bigint
  readonly txErrs: bigint
  readonly txDropped: bigint
}

export interface InterfaceConfig {
  readonly name: string
  /**
   * Lower case, colons; absent for an interface without one (a tunnel), of which Linux says that it is zeros. "none": the
   * system has no such thing for it (the loopback of Windows).
   */
  readonly mac?: string
  /** IPv4 and IPv6 in kernel order. */
  readonly addresses: readonly IpAddressConfig[]
  readonly statistics: InterfaceStatistics
  readonly mtu: number
  readonly up: boolean
}

/** A route of the main table. */
export interface RouteConfig {
  readonly interface: string
  /** With its prefix: "192.168.122.0/24", "::/0". */
  readonly destination: IpAddressConfig
  /** Without one the destination is on the link. */
  readonly gateway?: string
  readonly metric: number
  /** Bytes; 0 for that of the interface. */
  readonly mtu: number
}

/** A socket that waits for others. */
export interface ListeningConfig {
  readonly protocol: 'tcp' | 'udp'
  readonly address: string
  readonly port: number
  /** The name of the program that has it; absent: none of the guest's processes. */
  readonly process?: string
  /** What is served there, by path; absent: nobody knows what is spoken. */
  readonly http?: Readonly<Record<string, HttpAnswer>>
}

/** `directory`: what lies in that folder of the guest is sent for all paths below. */
export type HttpAnswer = { readonly status: number } & ({ readonly body: string } | { readonly directory: string })

export interface UserConfig {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly gecos: string
  readonly home: string
  readonly shell: string
  /** The second field of /etc/shadow: "*", "!", or a crypt(3) hash. */
  readonly password: string
}

export interface GroupConfig {
  readonly name: string
  readonly gid: number
  readonly members: readonly string[]
}

/** A record of utmp: type 7 (USER_PROCESS) is a login. */
export interface SessionConfig {
  readonly type: number
  readonly pid: number
  readonly line: string
  readonly user: string
  readonly host: string
  /** Microseconds since the epoch. */
  readonly time: bigint
}

export interface ProcessConfig {
  readonly pid: number
  readonly ppid: number
  readonly user: string
  /** The arguments, argv[0] first. */
  readonly argv: readonly string[]
}

/** Bytes of a file or of a program's output. */
export type Content =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `size` bytes of zeros (a sparse file), of the text `fill` repeated, or of the stream `random`. */
  | { readonly kind: 'fill'; readonly size: bigint; readonly fill: 'zero' | 'random' | { readonly text: string } }

export type FileConfig = {
  readonly path: string
  readonly mode: number
  /** A name of /etc/passwd or a number. */
  readonly owner: string | number
  readonly group: string | number
} & (
  | { readonly kind: 'file'; readonly content: Content }
  | { readonly kind: 'directory' }
  | { readonly kind: 'symlink'; readonly target: string }
  | { readonly kind: 'fifo' }
)

/** Text in which * stands for any text, or a regular expression. */
export type TextPattern = string | { readonly regex: string }

/** What a program prints. `text` and `path` hold `{{ … }}`: see scenario-programs/template.ts. */
export type ProgramOutput =
  | Content
  | { readonly kind: 'template'; readonly text: string }
  /** What that file of the guest holds by then. */
  | { readonly kind: 'file'; readonly path: string }

export interface ProgramPrint {
  readonly stdout?: ProgramOutput
  readonly stderr?: ProgramOutput
}

/** How things have to stand in the guest. Nanoseconds. */
export interface ProgramCondition {
  /** Whether a file system is frozen. */
  readonly frozen?: boolean
  readonly uptime?: { readonly from?: bigint; readonly to?: bigint }
  /** A path that exists. */
  readonly exists?: string
  /** A command line of a process that runs; * stands for any text. */
  readonly running?: string
}

/** Which of the calls that an entry is for it answers. */
export interface ProgramCounting {
  /** So many are let pass first. */
  readonly skip: number
  /** Only these of those that follow, counted from 1. */
  readonly nth?: readonly number[]
  /** Every so manieth of them. */
  readonly every: number
  /** How often it answers at most. */
  readonly times?: number
  /** From 0 to 1. */
  readonly probability: number
}

/**
 * Something that happens besides, and a duration that chance decides: plain data in the words of who plays the guest (the
 * time line's actions, the faults' distributions). The guest fills in templates, hands it on (see Outside), and never looks
 * what it is: it knows of no agent, no channel and no faults.
 */
export type Effect = object
export type DrawnDuration = object

export interface ProgramConfig {
  /**
   * The command line that this answers: "pg_dump --all". The first word is compared with the path of the request, what
   * that resolves to, and its last component; the rest with the arguments joined by blanks. `*` stands for any text.
   * Exactly one of `match`, `path`, `argv` and `regex` is there, but that `path` may stand beside `regex`.
   */
  readonly match?: string
  /** The program that this answers, whatever the arguments: "/usr/bin/pg_dump". */
  readonly path?: string
  /** Its arguments one by one, its name first; "..." stands for any number of them. */
  readonly argv?: readonly TextPattern[]
  /** Fits somewhere in the arguments joined by blanks, the program's name first. */
  readonly regex?: string
  /** Variables of its environment. */
  readonly env?: Readonly<Record<string, TextPattern>>
  /** All of its standard input. */
  readonly stdin?: TextPattern
  /** Who runs it. */
  readonly user?: string
  readonly while?: ProgramCondition
  /** Absent: it answers every time. */
  readonly counting?: ProgramCounting
  readonly stdout: ProgramOutput
  readonly stderr: ProgramOutput
  /** In place of those two: piece by piece, each so many nanoseconds after the one before. */
  readonly output?: readonly (ProgramPrint & { readonly after: bigint })[]
  /** Then that again and again, without `times` until it is killed. `every` 0n: as fast as somebody reads. */
  readonly repeat?: ProgramPrint & { readonly every: bigint; readonly times?: number }
  /** A template gives the number as text. */
  readonly exitCode: number | { readonly template: string }
  /** Killed by that signal number instead of exiting. */
  readonly signal?: number
  /** How long it runs after all that, nanoseconds on the guest's clock. */
  readonly after: bigint | DrawnDuration
  readonly effects?: { readonly start: readonly Effect[]; readonly end: readonly Effect[] }
}

/** What becomes of an attempt to suspend. */
export type SuspendOutcome = 'ok' | 'unsupported' | 'fails'

export interface SuspendConfig {
  /** `poweroff`: the machine has no S4, and Linux switches it off when it has written its image. */
  readonly disk: SuspendOutcome | 'poweroff'
  /** `idle`: the machine has no S3, and Linux makes do with letting everything rest (s2idle). */
  readonly ram: SuspendOutcome | 'idle'
  readonly hybrid: SuspendOutcome
}

/** How long it takes the guest, nanoseconds on its own clock. */
export interface PowerConfig {
  /** From power on, or a reset, until its agent runs. */
  readonly boot: bigint
  /** From the end of its agent until the power is off. */
  readonly shutdown: bigint
  /** From a press of the power button until it begins to go down. */
  readonly button: bigint | 'ignored'
}

export interface GuestConfig {
  readonly seed: string
  readonly hostname: string
  readonly clock: ClockConfig
  readonly family: Family
  readonly kernel: KernelConfig
  /** Path of the agent's port; absent: where its system has it. */
  readonly agentPort?: string
  /** Text of /etc/os-release; undefined for a guest without one. */
  readonly osRelease?: string
  readonly vcpus: readonly VcpuConfig[]
  /** What only Windows has. */
  readonly windows?: WindowsConfig
  /** Absent: at rest. */
  readonly load?: LoadConfig
  readonly machine: MachineType
  readonly memory: MemoryConfig
  readonly disks: readonly DiskConfig[]
  /** In the order of the mount table; the root is among them. */
  readonly mounts: readonly MountConfig[]
  readonly interfaces: readonly InterfaceConfig[]
  /** Absent: those that follow from the addresses, and a gateway for what is elsewhere. */
  readonly routes?: readonly RouteConfig[]
  /** Absent: none. */
  readonly listening?: readonly ListeningConfig[]
  readonly users: readonly UserConfig[]
  readonly groups: readonly GroupConfig[]
  readonly sessions: readonly SessionConfig[]
  /** What runs at the start, the agent's own process included (argv[0] ends in "qemu-ga"). */
  readonly processes: readonly ProcessConfig[]
  /** Those of systemd that are not systemd's own. */
  readonly units: readonly UnitConfig[]
  /** What was logged before the start, besides what follows from the boot. */
  readonly journal: readonly JournalEntryConfig[]
  /** Of the package manager: what is installed, and what could be. */
  readonly packages: readonly PackageConfig[]
  readonly programs: readonly ProgramConfig[]
  /** Names of built-in programs that the guest has, as files in /usr/bin, /usr/sbin, …: "/usr/bin/cat". */
  readonly builtins: readonly string[]
  readonly files: readonly FileConfig[]
  readonly suspend: SuspendConfig
  readonly power: PowerConfig
}
