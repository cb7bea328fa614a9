/** What a monitor says, as values; how it is written is the monitor's. */
import type { JsonObject, JsonValue } from '../../json/value.js'
import type { QapiError } from '../../qapi/errors.js'
import { looseJson } from '../../qapi/to-json.js'
import { inFull } from '../../qapi/version.js'
import type { QemuEvent } from '../events.js'
import type { QemuConfig } from '../qemu-config.js'

/** As query-version tells it. */
export function versionInfo({ version, package: packageName }: QemuConfig) {
  const [major = 0, minor = 0, micro = 0] = inFull(version).split('.').map(Number)
  return { qemu: { major, minor, micro }, package: packageName }
}

export function greeting(config: QemuConfig): JsonValue {
  return looseJson({ QMP: { version: versionInfo(config), capabilities: ['oob'] } })
}

/** `echo`: the member `id` of the request. */
export function success(result: JsonValue, echo: JsonValue | undefined): JsonObject {
  return withId([['return', result]], echo)
}

export function failure({ class: errorClass, desc }: QapiError, echo: JsonValue | undefined): JsonObject {
  return withId([['error', looseJson({ class: errorClass, desc })]], echo)
}

/** `at`: nanoseconds since the epoch. */
export function eventMessage(event: QemuEvent, at: bigint): JsonValue {
  const timestamp = { seconds: at / 1_000_000_000n, microseconds: (at % 1_000_000_000n) / 1000n }
  return looseJson({ event: event.event, timestamp, ...('data' in event && { data: event.data }) })
}

function withId(members: readonly (readonly [string, JsonValue])[], echo: JsonValue | undefined): JsonObject {
  return new Map(echo === undefined ? members : [...members, ['id', echo]])
}
