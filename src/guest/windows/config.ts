/** What a Windows guest is made of besides what every guest has: plain data, complete. */
import type { DiskConfig } from '../config.js'

export interface WindowsConfig {
  /** ProductName of the registry: "Windows Server 2022 Standard". */
  readonly product: string
  /** 20348 */
  readonly build: number
  /** "10.0" */
  readonly version: string
  readonly variant: 'server' | 'client'
  /** x86_64, x86, arm, ia64; what the agent says of anything else is "unknown". */
  readonly machine: string
  /** Where relative paths of a service begin: `C:\Windows\System32`. */
  readonly systemFolder: string
  readonly timeZone: TimeZoneNames
  /** In the order in which Windows finds them. */
  readonly volumes: readonly VolumeConfig[]
  readonly users: readonly WindowsUserConfig[]
  /** Who is logged on, in the order of the sessions. */
  readonly sessions: readonly LogonConfig[]
  readonly passwordPolicy: PasswordPolicy
  readonly vss: VssConfig
  readonly timeService: TimeServiceConfig
  readonly devices: readonly DeviceConfig[]
}

/** As the registry has them, in the language of the system. */
export interface TimeZoneNames {
  readonly standard: string
  readonly daylight: string
}

export const VOLUME_KINDS = ['fixed', 'cdrom', 'removable'] as const

export interface VolumeConfig {
  /** Lower case, without braces; absent: one of the seed. */
  readonly guid?: string
  /** Where its files lie in the guest's tree: see paths.ts. */
  readonly place: string
  /** `C:\`, or a folder: `D:\mnt\`; absent where it is mounted nowhere. */
  readonly path?: string
  readonly label: string
  /** "NTFS", "FAT32", "CDFS", …; absent for an empty drive and for what Windows can't read. */
  readonly fileSystem?: string
  readonly kind: (typeof VOLUME_KINDS)[number]
  /** Bytes. */
  readonly size: bigint
  /** Bytes taken before the files of the scenario count. */
  readonly used: bigint
  /** What it lies on, an entry an extent; the drive of a CD-ROM. */
  readonly disks: readonly DiskConfig[]
  /** VSS refuses to make a snapshot of it, with that code. */
  readonly vssError?: number
  /** How long defrag.exe takes to trim it, nanoseconds. */
  readonly trimTakes: bigint
  /** The line that defrag.exe ends with instead, with its code: "… (0x8900002A)". */
  readonly trimError?: string
}

export interface WindowsUserConfig {
  readonly name: string
  readonly fullName: string
  readonly isAdministrator: boolean
  /** `C:\Users\Administrator` */
  readonly profile: string
}

export interface LogonConfig {
  readonly user: string
  /** Of the account; absent: of this computer. */
  readonly domain?: string
  /** "console", "rdp-tcp#0" */
  readonly session: string
  /** Microseconds since the epoch. */
  readonly time: bigint
}

export interface PasswordPolicy {
  readonly minimumLength: number
  /** Characters of three of the four kinds, and not the name of the account. */
  readonly isComplex: boolean
}

/** The steps of a freeze at which VSS may fail, in the words of the agent. */
export const VSS_STEPS = [
  'create VSS backup components',
  'initialize for backup',
  'set backup state',
  'set backup context',
  'gather writer metadata',
  'start snapshot set',
  'prepare for backup',
  'gather writer status',
  'do snapshot set',
] as const

export type VssStep = (typeof VSS_STEPS)[number]

export interface VssConfig {
  /** The agent's provider is installed and could be loaded. */
  readonly isAvailable: boolean
  /** From the command to frozen volumes, nanoseconds. */
  readonly freezeTakes: bigint
  /** For how long writes are held, nanoseconds; then VSS lets go by itself. */
  readonly holds: bigint
  /** Every freeze fails at that step, with that code. */
  readonly error?: { readonly step: VssStep; readonly code: number }
}

export interface TimeServiceConfig {
  /** W32Time runs. */
  readonly isRunning: boolean
  /** There is a way to the internet; absent: if an interface has an address of more than the link. */
  readonly hasInternet?: boolean
  /** From the command to the corrected clock, nanoseconds. */
  readonly syncTakes: bigint
}

/** A PCI device, as the device manager shows it. */
export interface DeviceConfig {
  readonly name: string
  readonly vendorId: number
  readonly deviceId: number
  /** "100.95.104.26200"; absent: it has no driver. */
  readonly driverVersion?: string
  /** Nanoseconds since the epoch. */
  readonly driverDate?: bigint
}
