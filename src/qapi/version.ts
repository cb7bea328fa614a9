/** Versions of QEMU, which are those of its agent: "7.2.22", or "5.2" for the first of that branch. */

/** Below 0 if `a` is the older one, above 0 if it is the newer one. Parts that are missing are 0. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(version => version.split('.').map(Number))
  for (let part = 0; part < 3; part++) {
    const difference = (left?.[part] ?? 0) - (right?.[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether what came with `since` is there in `version`. */
export function has(version: string, since: string): boolean {
  return compareVersions(version, since) >= 0
}

/** In three parts, as agents tell theirs: "11.1" is "11.1.0". */
export function inFull(version: string): string {
  return [...version.split('.'), '0', '0'].slice(0, 3).join('.')
}
