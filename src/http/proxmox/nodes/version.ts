/** What the cluster says that it is. */
import { createHash } from 'node:crypto'
import type { Cluster } from '../cluster.js'

export interface Version {
  /** "9.0.3" */
  readonly version: string
  /** "9.0" */
  readonly release: string
  /** Of the commit that it was built of; made up. */
  readonly repoid: string
}

export function versionOf({ version }: Cluster): Version {
  const repoid = createHash('sha1').update(`pve-manager ${version}`).digest('hex').slice(0, 16)
  const [release = version] = /^\d+\.\d+/.exec(version) ?? []
  return { version, release, repoid }
}
