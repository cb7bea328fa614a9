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
  /** Paths that it brings. */
  readonly files: readonly string[]
}

export interface Package extends PackageConfig {
  /** When it came, nanoseconds since the epoch; absent: with the image. */
  readonly since?: bigint
}
