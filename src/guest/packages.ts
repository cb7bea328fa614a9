/** The package manager's list: what is installed, in which version, and what the repositories have. */
import type { OnChange } from './changes.js'
import type { Clock } from './clock.js'
import { Errno } from './errno.js'
import { hasConfiguration, type Package, type PackageConfig } from './packages/package.js'

export type { Package } from './packages/package.js'

/** What has become of a package since the image was made. */
interface Changed {
  readonly installed: boolean
  readonly version: string
  readonly hasSettings?: boolean
  /** Nanoseconds since the epoch. */
  readonly since: bigint
}

export type PackagesSnapshot = readonly (readonly [name: string, changed: Changed])[]

export class Packages {
  readonly #config: ReadonlyMap<string, PackageConfig>
  readonly #clock: Clock
  readonly #onChange: OnChange
  #changed = new Map<string, Changed>()

  constructor(config: readonly PackageConfig[], clock: Clock, onChange: OnChange) {
    this.#config = new Map(config.map(it => [it.name, it]))
    this.#clock = clock
    this.#onChange = onChange
  }

  /** Those that are installed and those that could be, by name. */
  list(): readonly Package[] {
    return [...this.#config.keys()].sort().flatMap(name => this.get(name) ?? [])
  }

  get(name: string): Package | undefined {
    const config = this.#config.get(name)
    if (config === undefined) return undefined
    const changed = this.#changed.get(name)
    if (changed === undefined) return config
    const { candidate, ...rest } = config
    const isNewest = changed.version === (candidate ?? config.version)
    return { ...rest, ...(candidate !== undefined && !isNewest && { candidate }), ...changed }
  }

  /** Installs the newest version, or upgrades to it. Throws ENOENT for a name that no repository has. */
  install(name: string): void {
    const { installed, version, candidate } = this.#known(name)
    if (installed && candidate === undefined) return
    this.#set(name, { installed: true, version: candidate ?? version }, installed ? 'upgraded' : 'installed')
  }

  /** Throws ENOENT for a name that is not installed, or has nothing left to purge. */
  remove(name: string, keepsSettings = false): void {
    const item = this.#known(name)
    const { installed, version, hasSettings } = item
    if (!installed && (keepsSettings || !hasSettings)) throw new Errno('ENOENT')
    const leaves = keepsSettings && hasConfiguration(item)
    this.#set(name, { installed: false, version, ...(leaves && { hasSettings: true }) }, 'removed')
  }

  snapshot(): PackagesSnapshot {
    return [...this.#changed]
  }

  restore(snapshot: PackagesSnapshot): void {
    this.#changed = new Map(snapshot)
  }

  #known(name: string): Package {
    const found = this.get(name)
    if (found === undefined) throw new Errno('ENOENT')
    return found
  }

  #set(name: string, change: Omit<Changed, 'since'>, done: 'installed' | 'upgraded' | 'removed'): void {
    this.#changed.set(name, { ...change, since: this.#clock.now() })
    this.#onChange({ what: 'package', name, done, version: change.version })
  }
}
