/** Runs recordings on mockvm, and on a real agent where there is one. */
import { isVersion } from '../../src/agent/versions.js'
import type { Arm } from './arm.js'
import { type SessionResult, withReal, withRecording } from './compare.js'
import { liveSessions } from './live-cases.js'
import { mockvmArm } from './mockvm-arm.js'
import { type Playing, playAll } from './play.js'
import type { Session } from './recording.js'

/** What mockvm answers, held against the recordings. */
export async function runOnMockvm(sessions: readonly Session[]): Promise<SessionResult[]> {
  return (await playAll(sessions, mockvmArm())).map(withRecording)
}

/** What a real agent answers, held against the recordings; and what mockvm answers as that version, against the agent. */
export async function runOnReal(sessions: readonly Session[], arm: Arm, version: string): Promise<SessionResult[]> {
  const real = await playAll([...sessions, ...liveSessions(version)], arm)
  const mockvm = await playAll(
    real.map(({ session }) => session),
    isVersion(version, 'linux') ? mockvmArm(version) : mockvmArm(),
  )
  return [
    ...real.filter(({ session }) => sessions.includes(session)).map(withRecording),
    ...mockvm.map((playing, at) => withReal(playing, real[at] as Playing)),
  ]
}
