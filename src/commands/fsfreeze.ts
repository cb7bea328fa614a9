/** Freezing and thawing, hook included: what the three commands share. */
import { Errno } from '../guest/errno.js'
import type { BlockMount, Mount } from '../guest/mounts.js'
import type { Wait } from '../guest/wait.js'
import { QapiError } from '../qapi/errors.js'
import type { CommandContext } from './define.js'
import { runFor, whyNotExecutable } from './run-program.js'
import { freezeFailed, hookNotAccessible, mountOpenFailed } from './texts.js'

/** How a system freezes. */
export interface Freezer {
  /** What is to be frozen, in the order of the mount table; without a list of mount points all that can be. */
  list(context: CommandContext, mountpoints: readonly string[] | undefined): readonly Mount[]
  /** Freezes them in reverse order; returns how many it has frozen. Throws QapiError at the first that fails. */
  freeze(context: CommandContext, mounts: readonly Mount[]): bigint
  /** Thaws whatever is frozen; returns how many were. */
  thaw(context: CommandContext): bigint
}

/**
 * Freezes the mounts of the list (all without one) in reverse order of the mount table; returns how many. When one
 * fails, all are thawed again. Whether the agent counts as frozen if there was nothing to freeze depends on its version.
 */
export function* freezeBy(
  freezer: Freezer,
  context: CommandContext,
  mountpoints?: readonly string[],
): Generator<Wait, bigint, void> {
  const { agent } = context
  yield* runHook(context, 'freeze')
  const wanted = freezer.list(context, mountpoints)
  agent.frozen = true
  let count: bigint
  try {
    count = freezer.freeze(context, wanted)
  } catch (error) {
    yield* thawAnyway(freezer, context)
    throw error
  }
  if (count === 0n && !agent.behaviour.freezesNothing) agent.frozen = false
  return count
}

/** Thaws all mounts, in any state; returns how many were frozen. The hook comes last: its failure undoes nothing. */
export function* thawBy(freezer: Freezer, context: CommandContext): Generator<Wait, bigint, void> {
  const count = freezer.thaw(context)
  context.agent.frozen = false
  yield* runHook(context, 'thaw')
  return count
}

/** By ioctls, mount by mount. */
const linuxFreezer: Freezer = {
  list: (context, mountpoints) =>
    agentMounts(context).filter(({ path }) => mountpoints === undefined || mountpoints.includes(path)),
  freeze: (context, mounts) => BigInt(mounts.toReversed().filter(mount => freezeOne(context, mount)).length),
  thaw: context => BigInt(agentMounts(context).filter(mount => thawOne(context, mount)).length),
}

export const freeze = (context: CommandContext, mountpoints?: readonly string[]) =>
  freezeBy(linuxFreezer, context, mountpoints)

export const thaw = (context: CommandContext) => thawBy(linuxFreezer, context)

/** What the agent freezes, thaws and trims, in the order of the mount table. */
export function agentMounts({ guest, agent }: CommandContext): readonly BlockMount[] {
  return guest.mounts.blockMountsFor(agent.behaviour.listsBindMounts)
}

/** Thaws because something else has failed: that is what the reply tells, not what becomes of the hook. */
function* thawAnyway(freezer: Freezer, context: CommandContext): Generator<Wait, void, void> {
  try {
    yield* thawBy(freezer, context)
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
  if (context.agent.behaviour.childText === 'bare') {
    const reason = whyNotExecutable(context, path)
    if (reason !== undefined) throw hookNotAccessible(path, reason)
  }
  yield* runFor('hook', context, path, [action])
}
