import type { CommandContext } from './define.js'
import { badArgumentValue, handleNotFound } from './texts.js'

const DEFAULT_COUNT = 4096n
/** More in one reply than a JavaScript string can hold, encoded. */
export const MOST_BYTES = 256n << 20n

/** How many bytes guest-file-read asks for. Throws QapiError for a handle that isn't there and a count that can't be. */
export function readCount({ guest, agent }: CommandContext, handle: bigint, count = DEFAULT_COUNT): bigint {
  if (!guest.handles.has(handle)) throw handleNotFound(handle)
  const { maxRead } = agent.behaviour
  if (count < 0n || (maxRead !== undefined && count > maxRead)) throw badArgumentValue(count, 'count')
  // 2.11 has no upper limit: it allocates what it is asked for, and GLib aborts the process when it can't.
  if (count > guest.config.memory.size) agent.abort(`failed to allocate ${count} bytes`)
  return count
}
