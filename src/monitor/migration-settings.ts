/** What clients of a monitor have set for migrations: it goes with QEMU's process, not with the guest. */
import { checkCapabilities, type MigrationCapability } from './migration-capabilities.js'
import { checkParameters, DEFAULT_PARAMETERS, type MigrationParameters } from './migration-parameters.js'

export interface MigrationSettingsSnapshot {
  readonly capabilities: readonly MigrationCapability[]
  readonly parameters: MigrationParameters
}

const AT_START: MigrationSettingsSnapshot = { capabilities: [], parameters: DEFAULT_PARAMETERS }

/** QEMU 7.2 takes these and forgets them. */
const FORGOTTEN: readonly string[] = ['multifd-zlib-level', 'multifd-zstd-level']

export class MigrationSettings {
  #enabled: ReadonlySet<MigrationCapability> = new Set()
  #parameters = DEFAULT_PARAMETERS

  get capabilities(): ReadonlySet<MigrationCapability> {
    return this.#enabled
  }

  /** Those that QEMU has from its start are always there. */
  get parameters(): MigrationParameters {
    return this.#parameters
  }

  /** Throws QapiError, and changes nothing then, where they don't go together. */
  setCapabilities(changes: readonly { readonly capability: MigrationCapability; readonly state: boolean }[]): void {
    const enabled = new Set(this.#enabled)
    for (const { capability, state } of changes) state ? enabled.add(capability) : enabled.delete(capability)
    checkCapabilities(enabled, this.#parameters['tls-creds'] !== '')
    this.#enabled = enabled
  }

  /** What is not mentioned stays. Throws QapiError, and changes nothing then, where QEMU refuses one. */
  setParameters(given: MigrationParameters): void {
    const kept = Object.entries(given).filter(([name, value]) => value !== undefined && !FORGOTTEN.includes(name))
    const parameters: MigrationParameters = { ...this.#parameters, ...Object.fromEntries(kept) }
    checkParameters(parameters)
    checkCapabilities(this.#enabled, parameters['tls-creds'] !== '')
    this.#parameters = parameters
  }

  /** As a new process has them. */
  reset(): void {
    this.restore(AT_START)
  }

  snapshot(): MigrationSettingsSnapshot {
    return { capabilities: [...this.#enabled], parameters: this.#parameters }
  }

  restore({ capabilities, parameters }: MigrationSettingsSnapshot): void {
    this.#enabled = new Set(capabilities)
    this.#parameters = parameters
  }
}
