/** Of which family a Linux is: /etc/os-release tells. */

/** Its own ID first, then those it says it is like: ["ubuntu", "debian"]. Empty for a guest without that file. */
export function distributionIds(osRelease = ''): readonly string[] {
  return ['ID', 'ID_LIKE'].flatMap(key => {
    const [, ids = ''] = new RegExp(`^${key}=["']?([^"'\n]*)`, 'm').exec(osRelease) ?? []
    return ids.split(' ').filter(id => id !== '')
  })
}

const RED_HAT = new Set(['rhel', 'fedora', 'centos'])

export function isRedHat(osRelease: string | undefined): boolean {
  return distributionIds(osRelease).some(id => RED_HAT.has(id))
}

/** Debian itself and what is made of it. */
export function isDebian(osRelease: string | undefined): boolean {
  return distributionIds(osRelease).includes('debian')
}

/** The whole number that VERSION_ID begins with; 0 without one. */
export function majorVersion(osRelease = ''): number {
  return Number(/^VERSION_ID=["']?(\d+)/m.exec(osRelease)?.[1] ?? 0)
}
