/** The seam where something may meddle with a command that the agent is about to run. */
import type { Wait } from '../guest/wait.js'
import type { JsonObject, JsonValue } from '../json/value.js'
import type { QapiError } from '../qapi/errors.js'
import type { Asked } from './reply.js'

export interface Interference {
  /** The agent waits for each of them in turn, and does nothing else meanwhile. */
  readonly waits: readonly Wait[]
  /** That is what comes of it. The command isn't run, unless an error comes after it has been (`run`). */
  readonly instead?: { readonly error: QapiError; readonly run: boolean } | { readonly result: JsonValue }
  /** Called instead of running the command: the process ends. */
  readonly crash?: () => void
}

/** Called once for every command that begins; undefined when it shall just run. */
export type Intercept = (asked: Asked, args: JsonObject) => Interference | undefined
