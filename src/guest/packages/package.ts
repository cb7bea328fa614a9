import type { FileConfig } from '../config.js'
import type { UnitConfig } from '../services/unit.js'

/** What a package manager knows of a package. */
export interface PackageConfig {
  readonly name: string
  /** As its own system writes it: "1:9.2p1-2+deb12u7", "8.7p1-45.el9". */
  readonly version: string
  /** "amd64", "all"; "x86_64", "noarch". */
  readonly architecture: string
  /** One line. */
  readonly summary: string
  /** False: it could be installed. */
  readonly installed: boolean
  /** A newer version that the repositories have; absent: none. */
  readonly candidate?: string
  /** Of Debian: "net", "admin". */
  readonly section: string
  /** The suite or repository that it comes from: "stable", "baseos". */
  readonly repository: string
  /** Bytes that it takes when it is installed, and that its archive has. */
  readonly installedSize: bigint
  readonly downloadSize: bigint
  /** Paths that it is said to bring. */
  readonly files: readonly string[]
  /** Files that are there while it is installed. */
  readonly contents: readonly FileConfig[]
  /** How they are once it is installed. */
  readonly units: readonly UnitConfig[]
}

export interface Package extends PackageConfig {
  /** When it came, nanoseconds since the epoch; absent: with the image. */
  readonly since?: bigint
  /** Of one that is not installed any more: what it has put into /etc is still there. */
  readonly hasSettings?: boolean
}

/** Whether something of it is the administrator's, and stays when it is removed but not purged. */
export function hasConfiguration({ contents, units }: PackageConfig): boolean {
  // Debian's daemons have their script in /etc/init.d.
  return units.length > 0 || contents.some(({ path, kind }) => kind === 'file' && path.startsWith('/etc/'))
}

/** All that it brings, as package managers list it. */
export function pathsOf({ files, contents, units }: PackageConfig): readonly string[] {
  return [...files, ...contents.map(({ path }) => path), ...units.map(({ path }) => path)]
}
