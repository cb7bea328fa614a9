/** Freezing on FreeBSD: only file systems of type ufs, through /dev/ufssuspend, which suspends one of them at a time. */
import { Errno } from '../../guest/errno.js'
import type { Mount } from '../../guest/mounts.js'
import type { CommandContext } from '../define.js'
import type { Freezer } from '../fsfreeze.js'
import { alreadyFrozen, freezeFailed, mountStatFailed, ufsSuspendNotOpened } from '../texts.js'

export const ufsFreezer: Freezer = {
  list({ guest }, mountpoints) {
    const all = guest.mounts.table.filter(({ type }) => type === 'ufs')
    for (const { path, openError } of all) {
      if (openError !== undefined) throw mountStatFailed(path, new Errno(openError))
    }
    return all.filter(({ path }) => mountpoints === undefined || mountpoints.includes(path))
  },

  freeze(context, mounts) {
    const { ufsSuspend } = context.guest
    // A freeze that finds nothing leaves the device open.
    if (ufsSuspend.isOpen) throw alreadyFrozen()
    try {
      ufsSuspend.open(context.agent.user)
    } catch (error) {
      if (error instanceof Errno) throw ufsSuspendNotOpened(error)
      throw error
    }
    return BigInt(mounts.toReversed().filter(mount => suspendOne(context, mount)).length)
  },

  thaw: ({ guest }) => (guest.ufsSuspend.close() ? 1n : 0n),
}

/** False for all but the first: the device is busy. */
function suspendOne({ guest }: CommandContext, mount: Mount): boolean {
  try {
    guest.ufsSuspend.suspend(mount)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (error.code === 'EBUSY') return false
    throw freezeFailed(mount.path, error)
  }
}
