/** Requests by chance: derived from the descriptors of the commands, so that none is forgotten. */
import fc from 'fast-check'
import { commands } from '../../src/commands/registry.js'
import type { ScenarioInput } from '../../src/index.js'
import type { JsonValue } from '../../src/json/value.js'
import { writeJson } from '../../src/json/write.js'
import { type Descriptor, isAlternate, isEnum, isList, isStruct } from '../../src/qapi/descriptor.js'

/** A guest in which nothing that is asked for ends the agent or suspends it: no byte is lost to a process that is gone. */
export const steadfastGuest: ScenarioInput = {
  extends: 'default',
  programs: [{ path: '/usr/sbin/shutdown', exitCode: 1 }],
  suspend: { disk: 'fails', ram: 'unsupported', hybrid: 'unsupported' },
}

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })
const handle = fc.constantFrom(1000n, 1000n, 1000n, 1001n, 1001n, 1002n, 1003n, -1n)

/** What a parameter of that name is worth trying with. */
const byName: Readonly<Record<string, fc.Arbitrary<JsonValue>>> = {
  handle,
  pid: fc.constantFrom(910n, 910n, 911n, 912n, 1n),
  count: fc.bigInt({ min: -1n, max: 9000n }),
  offset: fc.oneof(fc.bigInt({ min: -20n, max: 9000n }), int64),
  whence: fc.oneof(fc.bigInt({ min: -1n, max: 3n }), fc.constantFrom('set', 'cur', 'end', 'END')),
  path: fc.constantFrom(
    ...[
      '/tmp/a',
      '/tmp/a',
      '/tmp/a',
      '/tmp/b',
      '/etc/motd',
      '/etc/motd',
      '/etc',
      '/dev/null',
      '/dev/full',
      '/dev/urandom',
    ],
    ...[
      '/proc/uptime',
      '/run/backup.pipe',
      '/srv/data/dump.bin',
      '/none',
      '',
      'true',
      'echo',
      'sleep',
      'cat',
      'pg_dump',
    ],
  ),
  mode: fc.constantFrom('r', 'w', 'a', 'r+', 'w+', 'a+', 'a+', 'w+', 'r+', 'rw'),
  arg: fc.array(fc.constantFrom('1', '/tmp/a', '--all', '-n', 'é'), { maxLength: 3 }),
  env: fc.array(fc.constantFrom('PATH=/usr/bin', 'A=b', 'LANG=C'), { maxLength: 3 }),
  mountpoints: fc.array(fc.constantFrom('/', '/srv/data', '/boot/efi', '/run', '/none'), { maxLength: 3 }),
  username: fc.constantFrom('root', 'alice', 'nobody-knows', 'a:b'),
  time: fc.oneof(fc.bigInt({ min: 0n, max: 3_200_000_000_000_000_000n }), int64),
  'logical-id': fc.bigInt({ min: -1n, max: 3n }),
  'phys-index': fc.bigInt({ min: -1n, max: 17n }),
  'buf-b64': base64(),
  'input-data': base64(),
  password: base64(),
}

function base64(): fc.Arbitrary<string> {
  const bytes = fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes).toString('base64'))
  const long = fc.nat({ max: 9000 }).map(length => Buffer.alloc(length, 'x').toString('base64'))
  return fc.oneof({ weight: 5, arbitrary: bytes }, { weight: 2, arbitrary: long }, fc.constantFrom('=', 'YQ', '$'))
}

function valueFor(descriptor: Descriptor, name: string): fc.Arbitrary<JsonValue> {
  const known = byName[name]
  if (known !== undefined) return known
  if (isStruct(descriptor)) return membersOf(descriptor.members)
  if (isList(descriptor)) return fc.array(valueFor(descriptor.element, name), { maxLength: 4 })
  if (isEnum(descriptor)) return fc.constantFrom(...descriptor.values)
  if (isAlternate(descriptor)) return fc.constantFrom(...descriptor.values.values)
  if (descriptor.kind === 'bool') return fc.boolean()
  return descriptor.kind === 'str' ? fc.string({ maxLength: 8 }) : int64
}

const anything: fc.Arbitrary<JsonValue> = fc.constantFrom(null, true, -1n, 2n ** 63n, 0.5, '', 'x', [], new Map())

type Entry = readonly [string, JsonValue]

function membersOf(members: Readonly<Record<string, Descriptor>>): fc.Arbitrary<ReadonlyMap<string, JsonValue>> {
  const rarely = fc.integer({ min: 0, max: 19 }).map(draw => draw === 0)
  const known = Object.entries(members).map(([name, member]) => {
    const value = fc.oneof({ weight: 15, arbitrary: valueFor(member, name) }, { weight: 1, arbitrary: anything })
    const isAbsent = member.isOptional ? fc.boolean() : rarely
    return fc.tuple(isAbsent, value).map(([isAbsent, value]): Entry[] => (isAbsent ? [] : [[name, value]]))
  })
  const unknown = fc
    .tuple(rarely, fc.constantFrom('x', 'y', 'id'), anything)
    .map(([isThere, name, value]): Entry[] => (isThere ? [[name, value]] : []))
  return fc.tuple(...known, unknown).map(parts => new Map(parts.flat()))
}

/** Handles and programs have a state worth getting into; a guest that is frozen refuses nearly everything. */
function weight(name: string): number {
  if (name.startsWith('guest-fsfreeze-freeze')) return 1
  return name.startsWith('guest-file') || name.startsWith('guest-exec') ? 12 : 3
}

/** A request for any of the commands, mostly with arguments that fit. */
export const request: fc.Arbitrary<string> = fc.oneof(
  ...commands.map(({ name, args }) => ({
    weight: weight(name),
    arbitrary: membersOf(args.members).map(given => {
      const members = new Map<string, JsonValue>([['execute', name]])
      if (given.size > 0) members.set('arguments', given)
      return `${writeJson(members)}\n`
    }),
  })),
)

/** Pieces that are no request, or only half of one. */
const piece: fc.Arbitrary<Buffer> = fc.oneof(
  fc
    .constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        "'",
        '\\',
        '\n',
        ' ',
        '12',
        '-1.5e3',
        '0',
        'true',
        'foo',
        '%d',
        '%',
        '\xff',
      ],
      ...['{"execute":', '"guest-ping"', '"arguments":{', '"\\u00e9', '"\xc3\xa9"', '\xff\xff', '{"error":1}', 'PING'],
    )
    .map(text => Buffer.from(text, 'latin1')),
  fc.uint8Array({ minLength: 1, maxLength: 12 }).map(bytes => Buffer.from(bytes)),
)

/** What a host may send, good and bad. */
export const traffic: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: request.map(text => Buffer.from(text, 'latin1')) },
      { weight: 1, arbitrary: piece },
    ),
    { maxLength: 14 },
  )
  .map(parts => Buffer.concat(parts))

/** Bytes that are hardly ever a request. */
export const noise: fc.Arbitrary<Buffer> = fc
  .array(
    fc.oneof(
      piece,
      fc.uint8Array({ maxLength: 30 }).map(bytes => Buffer.from(bytes)),
    ),
    { maxLength: 30 },
  )
  .map(parts => Buffer.concat(parts))
