import type { Guest } from '../../guest/guest.js'
import type { Wait } from '../../guest/wait.js'
import type { Volume } from '../../guest/windows/volumes.js'
import { labelOf } from '../../guest/windows/volumes.js'
import { VssError } from '../../guest/windows/vss.js'
import type { Windows } from '../../guest/windows/windows.js'
import { unsupported } from '../../qapi/errors.js'
import type { CommandContext } from '../define.js'
import { onWindows } from './behaviour.js'
import { FREEZE_TIMEOUT, notAdded, vssFailed, vssNotInitialized } from './texts.js'

const E_FAIL = 0x8000_4005
const OBJECT_NOT_FOUND = 0x8004_2308
const VOLUME_NOT_SUPPORTED = 0x8004_230c
const NOT_SUPPORTED_BY_PROVIDER = 0x8004_230e

/** Up to 9.0 the commands that need VSS are disabled where there is none. */
export function isVssThere(context: CommandContext): boolean {
  const { windows, behaviour } = onWindows(context)
  return windows.vss.config.isAvailable || behaviour.withoutVss === 'failing'
}

/** Throws QapiError where there is no VSS. */
export function assertVss(context: CommandContext): void {
  const { windows, behaviour } = onWindows(context)
  if (windows.vss.config.isAvailable) return
  throw behaviour.withoutVss === 'failing' ? vssNotInitialized() : unsupported()
}

/** Freezes these volumes, all fixed ones without any: as paths or names that end in a backslash. Returns how many. */
export function* freeze(context: CommandContext, mountpoints: readonly string[] = []): Generator<Wait, bigint, void> {
  assertVss(context)
  const { guest, agent } = context
  const { windows, behaviour } = onWindows(context)
  const { error, freezeTakes } = windows.vss.config
  agent.frozen = true
  try {
    const fail = () => {
      if (error !== undefined) throw new VssError(`failed to ${error.step}`, error.code)
    }
    if (error?.step !== 'do snapshot set') fail()
    windows.vss.assertFree()
    const volumes = wanted(windows, mountpoints)
    windows.vss.begin(volumes)
    const isTooSlow = freezeTakes > behaviour.freezeWait
    yield* wait(guest, isTooSlow ? behaviour.freezeWait : freezeTakes)
    fail()
    if (isTooSlow) throw new VssError(FREEZE_TIMEOUT, E_FAIL)
    windows.vss.hold()
    return BigInt(volumes.length)
  } catch (error) {
    windows.vss.abandon()
    agent.frozen = false
    throw error instanceof VssError ? vssFailed(error, behaviour) : error
  }
}

/** Thaws; returns how many were frozen. Whatever comes of it, nothing is frozen any more. */
export function thaw(context: CommandContext): bigint {
  assertVss(context)
  const { windows, behaviour } = onWindows(context)
  context.agent.frozen = false
  try {
    return BigInt(windows.vss.finish())
  } catch (error) {
    throw error instanceof VssError ? vssFailed(error, behaviour) : error
  }
}

/** Throws VssError for what VSS makes no snapshot of. */
function wanted({ volumes: all, fixedVolumes: fixed }: Windows, mountpoints: readonly string[]): readonly Volume[] {
  if (mountpoints.length === 0) {
    for (const volume of fixed) checkVolume(volume, labelOf(volume))
    return fixed
  }
  return mountpoints.map(text => {
    const volume = all.find(({ path, name }) => [path, name].some(it => it?.toUpperCase() === text.toUpperCase()))
    if (volume === undefined) {
      throw new VssError(notAdded(text), text.endsWith('\\') ? OBJECT_NOT_FOUND : NOT_SUPPORTED_BY_PROVIDER)
    }
    if (!fixed.includes(volume)) throw new VssError(notAdded(text), VOLUME_NOT_SUPPORTED)
    checkVolume(volume, text)
    return volume
  })
}

function checkVolume({ vssError }: Volume, text: string): void {
  if (vssError !== undefined) throw new VssError(notAdded(text), vssError)
}

function* wait({ clock }: Guest, duration: bigint): Generator<Wait, void, void> {
  if (duration > 0n) yield resume => void clock.after(duration, resume)
}
