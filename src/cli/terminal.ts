import type { Readable, Writable } from 'node:stream'

/** What a command sees of the process that it runs in: tests hand in their own. */
export interface Terminal {
  /** What the program was called: `mockvm`, or the name of a link to it. */
  readonly name: string
  readonly stdin: Readable
  readonly stdout: Writable & { readonly isTTY?: boolean }
  readonly stderr: Writable
  readonly env: Readonly<Record<string, string | undefined>>
  readonly pid: number
  /** Calls the listener at each such signal, which then does nothing else; returns how to stop that. */
  onSignal(signals: readonly NodeJS.Signals[], listener: (signal: NodeJS.Signals) => void): () => void
  /** Calls the listener when the process ends, however it does; it can only do what is synchronous. */
  onExit(listener: () => void): () => void
  /**
   * Starts the same program again with these arguments and environment, detached from this process but for standard
   * error, which they share until that one calls `detach`.
   */
  startDetached(args: readonly string[], env: Readonly<Record<string, string>>): void
  /**
   * The same, with these file descriptors under their numbers. Resolves when that process has called `ready`, with
   * undefined, or has ended, with its status.
   */
  startDetachedUntilReady(
    args: readonly string[],
    env: Readonly<Record<string, string>>,
    inherited?: readonly number[],
  ): Promise<number | undefined>
  /** Tells the process that has started this one, if it waits for that. */
  ready(): void
  /** Lets go of standard error, as daemon(3) does: whoever reads it is not kept waiting for the end of this process. */
  detach(): void
}

/** NO_COLOR is honoured as https://no-color.org asks: any text in it turns colours off. */
export function hasColour({ stdout, env }: Terminal): boolean {
  return stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb'
}
