/** Which recordings a real agent is held against. */
import { compareVersions } from '../../src/qapi/version.js'

/** Those of its own version, or else of the nearest one before it; undefined if all are of later ones. */
export function nearestRecorded(version: string, recorded: Iterable<string>): string | undefined {
  // A distribution may have added something of its own: "8.2.2 (Debian 1:8.2.2+ds)", "9.0.50-rc1".
  const own = /^\d+(?:\.\d+)*/.exec(version)?.[0]
  if (own === undefined) return undefined
  return [...recorded]
    .filter(other => compareVersions(other, own) <= 0)
    .sort(compareVersions)
    .at(-1)
}
