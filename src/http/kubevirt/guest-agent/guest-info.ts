/** What virt-launcher knows of a guest by its agent, in the words of KubeVirt's API. */

export interface SupportedCommand {
  readonly name: string
  readonly enabled: boolean
}

/** All of them are left out that the agent doesn't tell. */
export interface GuestOs {
  readonly name?: string | undefined
  readonly kernelRelease?: string | undefined
  readonly version?: string | undefined
  readonly prettyName?: string | undefined
  readonly versionId?: string | undefined
  readonly kernelVersion?: string | undefined
  readonly machine?: string | undefined
  readonly id?: string | undefined
}

export interface GuestTimezone {
  /** "CET". */
  readonly zone: string
  /** Seconds east of UTC. */
  readonly offset: number
}

export interface GuestUser {
  readonly userName: string
  readonly domain?: string | undefined
  /** Seconds since the epoch, with a fraction. */
  readonly loginTime?: number | undefined
}

export interface GuestDisk {
  readonly serial?: string | undefined
  readonly busType: string
}

export interface GuestFilesystem {
  /** Kernel name of the device, "vda1". */
  readonly diskName: string
  readonly mountPoint: string
  readonly fileSystemType: string
  /** Bytes; 0 if unknown. */
  readonly usedBytes: bigint
  readonly totalBytes: bigint
  readonly disk: readonly GuestDisk[]
}

export interface GuestInterface {
  /** "eth0". */
  readonly interfaceName: string
  /** Lower case with colons; undefined where the agent tells none. */
  readonly mac: string | undefined
  /** In the agent's order, without prefix lengths. */
  readonly ipAddresses: readonly string[]
}

/** What has never been heard is missing. */
export interface GuestInfo {
  readonly guestAgentVersion?: string | undefined
  readonly supportedCommands?: readonly SupportedCommand[] | undefined
  readonly hostname?: string | undefined
  readonly os?: GuestOs | undefined
  readonly timezone?: GuestTimezone | undefined
  readonly users?: readonly GuestUser[] | undefined
  readonly filesystems?: readonly GuestFilesystem[] | undefined
  /** "thawed" or "frozen". */
  readonly fsFreezeStatus?: string | undefined
  /** `lo` among them. */
  readonly interfaces?: readonly GuestInterface[] | undefined
}
