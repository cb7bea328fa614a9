/** Freezing and thawing, hook included: what the three commands share. */
import { Errno } from '../guest/errno.js'
import type { Mount } from '../guest/mounts.js'
import type { Wait } from '../guest/wait.js'
import { QapiError } from '../qapi/errors.js'
import type { CommandContext } from './define.js'
import { runProgram } from './run-program.js'
import { freezeFailed, hookFailed, hookNotAccessible, hookTerminated, mountOpenFailed } from './texts.js'

/**
 * Freezes the mounts of the list (all without one) in reverse order of the mount table; returns how many. When one
 * fails, all are thawed again. In 2.11 the agent counts as frozen even if there was nothing to freeze.
 */
export function* freeze(context: CommandContext, mountpoints?: readonly string[]): Generator<Wait, bigint, void> {
  const { guest, agent } = context
  yield* runHook(context, 'freeze')
  const wanted = guest.mounts.blockMounts.filter(({ path }) => mountpoints === undefined || mountpoints.includes(path))
  agent.frozen = true
  let count = 0n
  for (const mount of wanted.toReversed()) {
    try {
      if (freezeOne(context, mount)) count++
    } catch (error) {
      yield* thawAnyway(context)
      throw error
    }
  }
  return count
}

/** Thaws all mounts, in any state; returns how many were frozen. The hook comes last: its failure undoes nothing. */
export function* thaw(context: CommandContext): Generator<Wait, bigint, void> {
  const { guest, agent } = context
  const count = guest.mounts.blockMounts.filter(mount => thawOne(context, mount)).length
  agent.frozen = false
  yield* runHook(context, 'thaw')
  return BigInt(count)
}

/** Thaws because something else has failed: that is what the reply tells, not what becomes of the hook. */
function* thawAnyway(context: CommandContext): Generator<Wait, void, void> {
  try {
    yield* thaw(context)
  } catch (error) {
    if (!(error instanceof QapiError)) throw error
  }
}

/** False for a file system that can't be frozen, or is. */
function freezeOne({ guest }: CommandContext, mount: Mount): boolean {
  if (mount.openError !== undefined) throw mountOpenFailed(mount.path, new Errno(mount.openError))
  try {
    guest.mounts.freeze(mount)
    return true
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    if (error.code === 'EOPNOTSUPP' || error.code === 'EBUSY') return false
    throw freezeFailed(mount.path, error)
  }
}

function thawOne({ guest }: CommandContext, mount: Mount): boolean {
  if (mount.openError !== undefined || !guest.mounts.isFrozen(mount)) return false
  guest.mounts.thaw(mount)
  return true
}

function* runHook(context: CommandContext, action: 'freeze' | 'thaw'): Generator<Wait, void, void> {
  const path = context.agent.fsfreezeHook
  if (path === undefined) return
  try {
    context.guest.files.access(path, 'x', context.guest.users.credentials(context.agent.user))
  } catch (error) {
    if (error instanceof Errno) throw hookNotAccessible(path, error)
    throw error
  }
  const ending = yield* runProgram(context, path, [action])
  if ('signal' in ending) throw hookTerminated()
  if (ending.exitCode !== 0) throw hookFailed(ending.exitCode)
}
