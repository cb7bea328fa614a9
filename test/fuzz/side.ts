/** One of the two agents that a story is played to. */
export interface Side {
  readonly name: string
  /** The agent has ended the connection. */
  readonly closed: boolean
  /** A fresh agent, the files as at the beginning, a client. */
  start(): Promise<void>
  /** What comes back until the agent falls silent. */
  send(bytes: Buffer): Promise<Buffer>
  /** Time for a process to get on. */
  wait(): Promise<void>
  reconnect(): Promise<void>
  /** The files as others see them: name, kind, mode, size, content. */
  look(): string
  /** The agent ends in good order. */
  stop(): Promise<void>
  /** Nothing is left of it. */
  close(): Promise<void>
}
