/** What is written to an agent at once: a sync, and the command behind it. */
import { findCommand } from '../commands/registry.js'
import { looseJson } from '../qapi/to-json.js'
import { encodeExact } from '../trace/exact-json.js'
import { SYNC } from './errors.js'
import type { SyncIds } from './sync-ids.js'

export interface Request {
  /** The command's name, or that of the sync if there is no other. */
  readonly command: string
  /** What comes behind the answer to this sync is ours. */
  readonly syncId: bigint
  readonly answer: Answer
  readonly bytes: Buffer
}

/** What follows the answer to the sync: a reply, nothing, or an error at most and then the answer to a second sync. */
export type Answer = { readonly kind: 'reply' | 'nothing' } | { readonly kind: 'failure'; readonly endId: bigint }

export function syncRequest(ids: SyncIds): Request {
  const syncId = ids.next()
  return { command: SYNC, syncId, answer: { kind: 'nothing' }, bytes: toBytes(syncText(syncId)) }
}

/** @param text As `commandText` gives it. */
export function commandRequest(ids: SyncIds, command: string, text: string): Request {
  const definition = findCommand(command)
  const syncId = ids.next(definition?.delimited ? text : '')
  const start = syncText(syncId) + text
  if (definition?.successResponse !== false) {
    return { command, syncId, answer: { kind: 'reply' }, bytes: toBytes(start) }
  }
  const endId = ids.next()
  // Without a 0xFF: the agent's complaint about it would look like an error of the command.
  return { command, syncId, answer: { kind: 'failure', endId }, bytes: toBytes(start + syncText(endId)) }
}

/** Throws TypeError for arguments that JSON can't hold. */
export function commandText(name: string, args: unknown): string {
  const rest = args === undefined ? '' : `, "arguments": ${encodeExact(looseJson(args))}`
  return `{"execute": ${JSON.stringify(name)}${rest}}\n`
}

function syncText(id: bigint): string {
  return `{"execute": "${SYNC}", "arguments": {"id": ${id}}}\n`
}

/** The 0xFF makes the agent drop what an earlier client may have left in its parser. */
function toBytes(text: string): Buffer {
  return Buffer.concat([Buffer.of(0xff), Buffer.from(text)])
}
