/** How an agent is started. */
import type { PatchName } from './patches.js'
import type { Quirks } from './quirks.js'

export interface AgentConfig {
  /** "2.11.0" */
  readonly version: string
  /** What its distribution has changed in it. */
  readonly patches: readonly PatchName[]
  readonly transport: 'virtio-serial' | 'isa-serial' | 'unix-listen'
  /** Whether its process is there when the VM is created. */
  readonly running: boolean
  /** It starts whenever the guest boots: its service is enabled. */
  readonly startsAtBoot: boolean
  /** What the guest's end of the channel is while no agent runs: closed without it. */
  readonly port?: 'closed' | 'firmware'
  /** Commands that are disabled. */
  readonly blockRpcs: readonly string[]
  /** Only these are enabled, if there is such a list; the block list wins over it. */
  readonly allowRpcs?: readonly string[]
  /** Path in the guest of the script that freezing and thawing call; absent: none is called. */
  readonly fsfreezeHook?: string
  /** Directory in the guest that holds qga.state. */
  readonly stateDir: string
  /** The account that the agent and its children run as. */
  readonly user: string
  /** The environment of the agent and its children. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** -r of qemu-ga: a channel that can't be read any more is opened again every 5 s. 2.11 has no such option. */
  readonly retryPath: boolean
  readonly quirks: Quirks
}
