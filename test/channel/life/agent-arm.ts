/** An agent that listens at a path: a real one, or ours. What a script does to it is done to both. */
export interface AgentArm {
  readonly path: string
  /** Resolves when it has dealt with all that was sent. */
  settle(): Promise<void>
  /** It does nothing while that is done. */
  hold(meanwhile: () => Promise<void>): Promise<void>
  /** "runs", "exit 0", "SIGABRT". */
  ending(): string
  /** Content of qga.state. */
  state(): string | undefined
  /** Whether the flag file says that file systems are frozen. */
  isFlagged(): boolean
  /** SIGTERM, or SIGKILL, and another one in its place. */
  restart(how: 'SIGTERM' | 'SIGKILL'): Promise<void>
  close(): Promise<void>
}

export interface AgentSetup {
  /** What is in qga.state when it starts. */
  readonly state?: string
  /** The flag file is there when it starts. */
  readonly frozen?: boolean
}
