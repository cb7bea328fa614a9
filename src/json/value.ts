/**
 * A value of QEMU's JSON. Integers are bigint (int64, or uint64 above it), doubles are number, so the two never mix.
 * Strings are JavaScript strings; a byte 0x80–0xFF that belongs to no valid UTF-8 sequence is kept as the lone
 * surrogate U+DC80–U+DCFF (see text.ts), so that nothing on the wire is lost. U+0000 that was read is two such bytes,
 * C0 80: that is how the agent keeps it, hands it to commands and counts it in QDict order.
 */
export type JsonValue = null | boolean | bigint | number | string | readonly JsonValue[] | JsonObject

/** The members of an object in the order they came; qdict.ts knows the order they leave in. */
export type JsonObject = ReadonlyMap<string, JsonValue>

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return value instanceof Map
}
