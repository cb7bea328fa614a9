/** The ways of suspending that an agent knows: systemd, pm-utils, and the kernel's own /sys/power/state. */
import type { PowerState } from '../guest/changes.js'
import type { SuspendConfig } from '../guest/config.js'
import { Errno } from '../guest/errno.js'
import type { Wait } from '../guest/wait.js'
import { QapiError } from '../qapi/errors.js'
import type { CommandContext } from './define.js'
import { findInPath, runProgram } from './run-program.js'
import { helperFailed, suspendFailed, suspendNotSupported, suspendTerminated } from './texts.js'

type Mode = keyof SuspendConfig

/** What the guest is then, and what its helpers call that. A hybrid suspend writes the image too, but sleeps in memory. */
const MODES: Readonly<
  Record<Mode, { readonly state: PowerState; readonly systemd: string; readonly pmUtils: string }>
> = {
  disk: { state: 'suspended-disk', systemd: 'hibernate', pmUtils: 'hibernate' },
  ram: { state: 'suspended-ram', systemd: 'suspend', pmUtils: 'suspend' },
  hybrid: { state: 'suspended-ram', systemd: 'hybrid-sleep', pmUtils: 'suspend-hybrid' },
}

/** Returns false where the guest doesn't have that way; throws QapiError where it fails. */
type Way = (context: CommandContext, mode: Mode) => Generator<Wait, boolean, void>

/** Throws QapiError: of several ways that failed, that of the last one. */
export function* suspend(context: CommandContext, mode: Mode): Generator<Wait, void, void> {
  let failure = suspendNotSupported()
  for (const way of waysOf(context)) {
    try {
      if (yield* way(context, mode)) return
    } catch (error) {
      if (!(error instanceof QapiError)) throw error
      failure = error
    }
  }
  throw failure
}

function waysOf(context: CommandContext): readonly Way[] {
  if (context.agent.behaviour.suspendsWith === 'systemd first') return [viaSystemd, viaPmUtils, viaKernel]
  return findInPath(context, PM_QUERY) === undefined ? [viaKernel] : [viaPmUtilsAlone]
}

/** The status of a unit that is there and isn't active. Without such a unit it would be 4. */
const INACTIVE = [1, 2, 3]

function* viaSystemd(context: CommandContext, mode: Mode): Generator<Wait, boolean, void> {
  if (findInPath(context, 'systemctl') === undefined) return false
  const verb = MODES[mode].systemd
  const { ending } = yield* runProgram(context, 'systemctl', ['status', `systemd-${verb}`])
  if ('signal' in ending || !INACTIVE.includes(ending.exitCode)) return false
  yield* help(context, 'systemctl', [verb])
  return true
}

const PM_QUERY = 'pm-is-supported'
const NOT_SUPPORTED = 1

function* viaPmUtils(context: CommandContext, mode: Mode): Generator<Wait, boolean, void> {
  if (findInPath(context, PM_QUERY) === undefined) return false
  const action = MODES[mode].pmUtils
  const { ending } = yield* runProgram(context, PM_QUERY, [`--${action}`])
  if ('signal' in ending || ending.exitCode !== 0) return false
  yield* help(context, `pm-${action}`, [])
  return true
}

/** As 2.11 uses them: what else there may be isn't looked at. */
function* viaPmUtilsAlone(context: CommandContext, mode: Mode): Generator<Wait, boolean, void> {
  const action = MODES[mode].pmUtils
  const query = findInPath(context, PM_QUERY) ?? PM_QUERY
  const { ending } = yield* runProgram(context, query, [`--${action}`])
  if ('signal' in ending) throw suspendTerminated()
  if (ending.exitCode === NOT_SUPPORTED) return false
  if (ending.exitCode !== 0) throw helperFailed(query, ending.exitCode)
  const { ending: end } = yield* runProgram(context, `pm-${action}`, [])
  if ('signal' in end) throw suspendTerminated()
  if (end.exitCode !== 0) throw suspendFailed(context.agent.behaviour, new Errno('EBUSY'))
  return true
}

function* help(context: CommandContext, program: string, args: readonly string[]): Generator<Wait, void, void> {
  const { ending } = yield* runProgram(context, program, args)
  if ('signal' in ending) throw suspendTerminated()
  if (ending.exitCode !== 0) throw helperFailed([program, ...args].join(' '), ending.exitCode)
}

/**
 * The kernel has no word for a hybrid suspend. That it works, or that 2.11 fails at it, is then as if there were a helper:
 * the scenario wants it so.
 */
// biome-ignore lint/correctness/useYield: the other ways wait for programs.
function* viaKernel({ guest, agent }: CommandContext, mode: Mode): Generator<Wait, boolean, void> {
  const outcome = guest.config.suspend[mode]
  const isTried = mode !== 'hybrid' || outcome === 'ok' || agent.behaviour.suspendsWith === 'pm-utils'
  if (outcome === 'unsupported' || !isTried) return false
  if (outcome === 'fails') throw suspendFailed(agent.behaviour, new Errno('EBUSY'))
  guest.power.request(MODES[mode].state)
  return true
}
