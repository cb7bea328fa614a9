import fc from 'fast-check'
import type { GuestChange } from '../../src/guest/changes.js'
import type { JsonValue } from '../../src/json/value.js'
import type { Occurrence, TraceEvent } from '../../src/trace/events.js'

function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true })
}

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\u0000', '\udc80\udcff', '\ufffe', '😀"\\'))
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 64n - 1n })
const small = fc.nat()
const bytes = fc.uint8Array().map(array => Buffer.from(array).toString('latin1'))

export const jsonValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    int64,
    fc.double({ noNaN: true }),
    text,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.uniqueArray(fc.tuple(text, tie('value')), { maxLength: 4, selector: ([key]) => key }).map(all => new Map(all)),
  ),
})).value

const change: fc.Arbitrary<GuestChange> = fc.oneof(
  record({ what: fc.constant('time' as const), from: int64, to: int64 }),
  record({ what: fc.constant('trim' as const), mount: text, bytes: int64 }),
  record({ what: fc.constant('vcpu' as const), id: small, online: fc.boolean() }),
  record({ what: fc.constant('interface' as const), name: text, addresses: fc.array(text), up: fc.boolean() }),
  record({ what: fc.constant('file-open' as const), handle: int64, path: text, mode: text }),
  record({ what: fc.constant('process-start' as const), pid: small, argv: fc.array(text) }),
  record({ what: fc.constant('process-end' as const), pid: small, exitCode: small }),
  record({ what: fc.constant('service' as const), unit: text, active: text, sub: text }),
)

const error = record({ class: text, desc: text })
const scenario = fc.jsonValue().map(value => JSON.parse(JSON.stringify(value)) as unknown)

const occurrence: fc.Arbitrary<Occurrence> = fc.oneof(
  record({ type: fc.constant('start' as const), mockvm: text, agent: text, scenario }),
  record({ type: fc.constantFrom('connect' as const, 'disconnect' as const), client: small }),
  record({ type: fc.constant('in' as const), client: small, data: bytes }),
  fc.record(
    { type: fc.constant('out' as const), client: small, data: bytes },
    { requiredKeys: ['type', 'data'], noNullPrototype: true },
  ),
  record({ type: fc.constant('request' as const), id: small, name: text, arguments: jsonValue }),
  fc.record(
    { type: fc.constant('reply' as const), id: small, name: text, return: jsonValue, error },
    { requiredKeys: ['type', 'id', 'name'], noNullPrototype: true },
  ),
  record({ type: fc.constant('refused' as const), error }),
  record({ type: fc.constant('guest' as const), change }),
  record({
    type: fc.constant('agent' as const),
    state: fc.constantFrom('started' as const, 'aborted' as const),
    reason: text,
  }),
  record({ type: fc.constant('stop' as const) }),
)

export const traceEvent: fc.Arbitrary<TraceEvent> = fc
  .tuple(int64, small, occurrence)
  .map(([at, seq, what]) => ({ at, seq, ...what }))
