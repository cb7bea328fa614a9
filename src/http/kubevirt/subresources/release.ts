/** What KubeVirt does differently from one release to the next. */

export interface Release {
  /** Milliseconds for which virt-launcher waits for a freeze, and for a thaw. */
  readonly freezeTimeout: number
  /** What stands still is as good as frozen: nobody is asked. */
  readonly pausedIsFrozen: boolean
  /** Of users; seconds have a fraction. */
  readonly loginTimeIn: 'seconds' | 'milliseconds'
}

interface Since extends Release {
  readonly major: number
  readonly minor: number
}

/** The newest first. */
const RELEASES: readonly Since[] = [
  // By calls of libvirt's own (virDomainFSFreeze, virDomainGetGuestInfo), where before it was merely handed the commands.
  { major: 1, minor: 6, freezeTimeout: Number.POSITIVE_INFINITY, pausedIsFrozen: true, loginTimeIn: 'milliseconds' },
  { major: 0, minor: 0, freezeTimeout: 5000, pausedIsFrozen: false, loginTimeIn: 'seconds' },
]

/** @param version As the options have it: "v1.6.2". */
export function releaseOf(version: string): Release {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number)
  return RELEASES.find(it => major > it.major || (major === it.major && minor >= it.minor)) as Since
}
