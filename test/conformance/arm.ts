/** What a session is played to: mockvm, or a real agent on this machine. */
import type { Session } from './recording.js'

export interface Arm {
  readonly name: 'mockvm' | 'real agent'
  /** The reason, or undefined for a session that can be played to it. */
  whyNotRun(session: Session): string | undefined
  /** An agent that was started for this session, in the guest that the session was recorded in. */
  start(session: Session): Promise<ArmAgent>
}

export interface ArmAgent {
  connect(): Promise<ArmClient>
  /** Lets a little time pass. */
  wait(): Promise<void>
  stop(): Promise<void>
}

/** A client that reads all the time. */
export interface ArmClient {
  /** What comes back until the agent falls silent. */
  exchange(bytes: Buffer): Promise<Buffer>
  leave(): Promise<void>
  /** The agent has ended the connection. */
  readonly closed: boolean
}
