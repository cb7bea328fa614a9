/** What a line of the agent is, as libvirt takes it. */
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/value.js'
import { decodeExact } from '../../../trace/exact-json.js'
import { type LibvirtError, notAnObject, notJson, unknownReply } from './libvirt-error.js'

export type AgentMessage =
  /** What only the monitor says: nobody cares. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'reply'; readonly members: JsonObject }
  | { readonly kind: 'unparsable'; readonly error: LibvirtError }
  /** JSON, but none that an agent says. */
  | { readonly kind: 'wrong'; readonly error: LibvirtError }

/** Bytes that are no UTF-8 are no JSON. */
const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** @param line Without its line feed. */
export function readMessage(line: Buffer): AgentMessage {
  const shown = line.toString('utf8')
  let value: JsonValue
  try {
    value = decodeExact(UTF8.decode(line))
  } catch {
    return { kind: 'unparsable', error: notJson(shown) }
  }
  if (!isJsonObject(value)) return { kind: 'wrong', error: notAnObject(shown) }
  if (value.has('QMP') || value.has('event')) return { kind: 'ignored' }
  if (value.has('return') || value.has('error')) return { kind: 'reply', members: value }
  return { kind: 'wrong', error: unknownReply(shown) }
}
