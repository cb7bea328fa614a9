/** What can come of a call but a result. The texts stand here, and nowhere else. */
import { printableBytes } from '../trace/printable.js'

/** Stands for the command where only a sync was sent. */
export const SYNC = 'guest-sync-delimited'

/** The agent answered an error. */
export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly command: string
  /** Such as GenericError or CommandNotFound. */
  readonly class: string
  readonly desc: string

  constructor(command: string, errorClass: string, desc: string) {
    super(desc)
    this.command = command
    this.class = errorClass
    this.desc = desc
  }
}

/** What was waited for: a connection, the answer to the sync, the reply to the command, or all of it in ready(). */
export type TimeoutPhase = 'connect' | 'sync' | 'reply' | 'ready'

/** It took too long. */
export class AgentTimeout extends Error {
  override readonly name = 'AgentTimeout'
  readonly command: string
  readonly milliseconds: number
  readonly phase: TimeoutPhase

  constructor(
    command: string,
    milliseconds: number,
    phase: TimeoutPhase,
    more: { instead?: string | undefined; cause?: Error } = {},
  ) {
    const why = TIMEOUT_TEXTS[phase](command, `${milliseconds / 1000} s`)
    const instead = more.instead === undefined ? '' : ` What came instead was discarded: ${shown(more.instead)}`
    const cause = more.cause === undefined ? '' : ` ${more.cause.message}`
    super(why + instead + cause, more.cause && { cause: more.cause })
    this.command = command
    this.milliseconds = milliseconds
    this.phase = phase
  }

  /** Whether the agent has answered the sync: it is there, and it has got the command. */
  get isAlive(): boolean {
    return this.phase === 'reply'
  }
}

const TIMEOUT_TEXTS: Readonly<Record<TimeoutPhase, (command: string, time: string) => string>> = {
  connect: (command, time) => `${command}: no connection within ${time}. Is anybody accepting there?`,
  sync: (command, time) => {
    const sent = 'The command was sent with it: an agent that comes to it later executes it.'
    return `${command}: nothing answers, not even the sync within ${time}. Is the agent running?${command === SYNC ? '' : ` ${sent}`}`
  },
  reply: (command, time) =>
    `${command}: the agent answered the sync, but not the command within ${time}: it may still be executing it. ` +
    'Give it a longer timeout.',
  ready: (_command, time) => `the agent was not ready within ${time}.`,
}

/** There is no connection, or none any more. */
export class AgentDisconnected extends Error {
  override readonly name = 'AgentDisconnected'
  /** Of the system, such as ENOENT, if it was one that said so. */
  readonly code: string | undefined
  /** False: nothing of the command was sent. True: it is unknown whether it was executed. */
  readonly wasSent: boolean

  constructor(message: string, { wasSent = false, cause }: { wasSent?: boolean; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.wasSent = wasSent
    this.code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  }
}

/** The connection went away with a request on it. */
export function lostWithout(command: string, why: string, cause: Error | undefined): AgentDisconnected {
  const unknown = command === SYNC ? '' : ': it is unknown whether it was executed'
  return new AgentDisconnected(`${why} without a reply to ${command}${unknown}`, { wasSent: true, cause })
}

/** The agent answered what no agent answers. */
export class AgentProtocolError extends Error {
  override readonly name = 'AgentProtocolError'
  readonly command: string

  constructor(command: string, what: string, line: string) {
    super(`the reply to ${command} is ${what}: ${shown(line)}`)
    this.command = command
  }
}

function shown(line: string): string {
  return printableBytes(line)[0] ?? 'an empty line'
}
