import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { main } from './main.js'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mockvm-vectors-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64')

/** A line of a recording. */
function line(sent: string, received: string, more: Record<string, unknown> = {}): string {
  const exchange = { version: '2.11.0', session: 'demo', seq: 0, conn: 0, note: 'a note', setup: null }
  return `${JSON.stringify({ ...exchange, send_b64: base64(sent), recv_b64: base64(received), ...more })}\n`
}

async function run(recording: string, args: readonly string[] = []): Promise<{ status: number; text: string }> {
  writeFileSync(join(folder, '2.11.0.jsonl'), recording)
  return runIn(folder, args)
}

async function runIn(vectors: string, args: readonly string[] = []): Promise<{ status: number; text: string }> {
  let text = ''
  const status = await main(['--vectors', vectors, ...args], part => {
    text += part
  })
  return { status, text: text.replaceAll(folder, 'DIR').replace(TABLE, '') }
}

/** It has a test of its own. */
const TABLE = /^mockvm with recording: [\s\S]*?\n\n/

const PING = '{"execute":"guest-ping"}\n'
const PONG = '{"return": {}}\n'

test('recordings that mockvm answers alike give status 0', async () => {
  const status = { seq: 1, volatile: true, send_template: '{"execute":"guest-exec-status","arguments":{"pid":$PID}}' }
  const recording =
    line('{"execute":"guest-exec","arguments":{"path":"true"}}', '{"return": {"pid": 7}}\n', { volatile: true }) +
    line('', '{"return": {"exitcode": 0, "exited": true}}\n', status)
  expect(await run(recording)).toEqual({
    status: 0,
    text: '1 exchanges compared, 0 differ, 1 volatile, 0 sessions not run\n',
  })
})

test('a difference is printed in ASCII, and gives status 1', async () => {
  const recording =
    line('{"execute":"guest-sync-delimited","arguments":{"id":1}}', '\xff{"return": 2}\n') +
    line(PING, PONG, { seq: 1 })
  expect(await run(recording)).toEqual({
    status: 1,
    text: `2.11.0  demo, step 0: a note (mockvm with recording)
  sent      {"execute":"guest-sync-delimited","arguments":{"id":1}}
  expected  \\xff{"return": 2}\\n
  got       \\xff{"return": 1}\\n

2 exchanges compared, 1 differ, 0 volatile, 0 sessions not run
`,
  })
})

test('of a long reply the part around the first difference is printed', async () => {
  const reply = (last: string) => `{"return": "${'x'.repeat(500)}${last}"}\n`
  const echo = (last: string) => `{"error":"${'x'.repeat(500)}${last}"}`
  const { text } = await run(line(echo('a'), reply('b').replace('return', 'error')))
  expect(text.split('\n').slice(2, 4)).toEqual([
    `  expected  (351 bytes) ${'x'.repeat(160)}b"}\\n`,
    `  got       (351 bytes) ${'x'.repeat(160)}a"}\\n`,
  ])
})

test('a volatile reply of another shape is a difference', async () => {
  const { status, text } = await run(line('{"execute":"guest-get-time"}', '{"return": "noon"}\n', { volatile: true }))
  expect([status, text.split('\n')[3]]).toEqual([1, '  got       {"return": 1767225600000000000}\\n'])
})

test('a volatile reply whose list has an element of another kind is a difference', async () => {
  const blocks = (last: string) => `{"return": [{"online": true, "can-offline": true, "phys-index": 0}${last}]}\n`
  const asked = (received: string) => line('{"execute":"guest-get-memory-blocks"}', received, { volatile: true })
  expect((await run(asked(blocks('')))).status).toBe(0)
  expect((await run(asked(blocks(', {"online": true, "phys-index": 1}')))).status).toBe(1)
})

test('an agent that was to close the connection and did not is a difference', async () => {
  const { status, text } = await run(line('', '', { agent_closed_connection: true }))
  expect([status, text.split('\n').slice(2, 4)]).toEqual([1, ['  expected  (nothing) (end)', '  got       (nothing)']])
})

test('half a request is completed on a later connection', async () => {
  const recording =
    line(PING.slice(0, 10), '', { then_client_disconnects: true }) + line(PING.slice(10), PONG, { seq: 1, conn: 1 })
  expect((await run(recording)).text).toBe('2 exchanges compared, 0 differ, 0 volatile, 0 sessions not run\n')
})

test('a session starts in the guest that it was recorded in', async () => {
  const setup = {
    env: { TZ: 'EST5' },
    args: ['-F/tmp/qga-vec/hook'],
    state: '[global]\nfd_counter=7\n',
    files: { note: 'x' },
    hook: [['hook', '#!/nonexistent/sh\n', 0o755]],
    sshuser: true,
  }
  const steps: [string, string][] = [
    ['{"execute":"guest-get-timezone"}', '{"return": {"zone": "EST", "offset": -18000}}\n'],
    ['{"execute":"guest-file-open","arguments":{"path":"/tmp/qga-vec/note"}}', '{"return": 7}\n'],
    ['{"execute":"guest-file-open","arguments":{"path":"/tmp/qga-vec/home"}}', '{"return": 8}\n'],
    [
      '{"execute":"guest-fsfreeze-thaw"}',
      '{"error": {"class": "GenericError", "desc": "fsfreeze hook has failed with status 1"}}\n',
    ],
  ]
  const recording = steps.map(([sent, received], seq) => line(sent, received, { seq, setup })).join('')
  expect((await run(recording)).text).toBe('4 exchanges compared, 0 differ, 0 volatile, 0 sessions not run\n')
})

test('a session that began frozen begins frozen', async () => {
  const recording = line('{"execute":"guest-fsfreeze-status"}', '{"return": "frozen"}\n', { setup: { frozen: true } })
  expect((await run(recording)).text).toBe('1 exchanges compared, 0 differ, 0 volatile, 0 sessions not run\n')
})

test('what mockvm has no part for is not run, and the reason is told', async () => {
  const recording =
    line('{"execute":"guest-get-weather"}', '{"error": {}}\n', { session: 'b', volatile: true }) +
    line('{"execute":"guest-get-weather"}', '{"return": {}}\n', { session: 'c' }) +
    line(PING, PONG, { session: 'e', version: '1.9.9' })
  expect((await run(recording)).text.split('\n\n').filter(part => part.startsWith('Not run'))).toEqual([
    'Not run (2.11.0, mockvm with recording), because guest-get-weather is not simulated:\n  c',
    'Not run (1.9.9, mockvm with recording), because agent 1.9.9 is not simulated:\n  e',
  ])
})

test.each([
  ['not JSON', `${line(PING, PONG)}{"version"\n`, /^DIR\/2.11.0.jsonl:2 {2}expected a JSON object, got .+\n$/],
  ['no object', '[]\n', /^DIR\/2.11.0.jsonl:1 {2}Invalid input: expected object, received array\n$/],
  ['an unknown field', line(PING, PONG, { colour: 1 }), /^DIR\/2.11.0.jsonl:1 {2}Unrecognized key: "colour"\n$/],
  ['bad base64', line(PING, PONG, { send_b64: '$' }), /^DIR\/2.11.0.jsonl:1 {2}send_b64: Invalid base64.*\n$/],
  [
    'a missing line',
    line(PING, PONG) + line(PING, PONG, { seq: 2 }),
    /^DIR\/2.11.0.jsonl:2 {2}seq: expected 1, the next of its session, got 2\n$/,
  ],
])('a recording with %s is refused with its line', async (_, recording, message) => {
  const { status, text } = await run(recording)
  expect(status).toBe(2)
  expect(text).toMatch(message)
})

test('a folder that is missing or empty, and a version without recordings, are refused', async () => {
  expect(await runIn(join(folder, 'none'))).toEqual({
    status: 2,
    text: '--vectors: expected a folder of recordings, but there is no such folder: DIR/none\n',
  })
  expect(await runIn(folder)).toEqual({
    status: 2,
    text: '--vectors: expected <version>.jsonl files in DIR, found none\n',
  })
  expect(await run(line(PING, PONG), ['--version', '3.0'])).toEqual({
    status: 2,
    text: '--version: expected one that DIR has recordings of (2.11.0), got 3.0\n',
  })
  const { status, text } = await run(line(PING, PONG), ['--colour'])
  expect([status, text.includes('Usage: npm run conformance')]).toEqual([2, true])
})

test('the table tells for each command and version what was compared, and the sum stands last', async () => {
  writeFileSync(
    join(folder, '7.2.22.jsonl'),
    line(PING, PONG, { version: '7.2.22' }) +
      line('{"execute":"guest-get-time"}', '{"return": 1}\n', { version: '7.2.22', session: 't', volatile: true }),
  )
  writeFileSync(
    join(folder, '11.1.3.jsonl'),
    line(PING, '{"return": 5}\n', { version: '11.1.3' }) +
      line('{"execute":"guest-get-weather"}', '{"return": {}}\n', { version: '11.1.3', session: 'weather' }) +
      line('nonsense', '', { version: '11.1.3', session: 'A-any: x' }),
  )
  let text = ''
  await main(['--vectors', folder], part => {
    text += part
  })
  const lines = text.split('\n')
  expect(lines.slice(0, 6)).toEqual([
    'mockvm with recording: compared/differs/volatile/not run   7.2.22   11.1.3',
    'wire and parser                                                 -  1/0/0/0',
    'guest-get-time                                            0/0/1/0        -',
    'guest-get-weather                                               -  0/0/0/1',
    'guest-ping                                                1/0/0/0  1/1/0/0',
    '',
  ])
  expect(lines.at(-2)).toBe('3 exchanges compared, 1 differ, 1 volatile, 1 sessions not run')
})

test('an error is compared whole even where replies are of the machine', async () => {
  const recording = line('{"execute":"nope"}', '{"error": {"class": "GenericError", "desc": "x"}}\n', {
    volatile: true,
  })
  expect((await run(recording)).text).toMatch(/1 exchanges compared, 1 differ, 0 volatile, 0 sessions not run\n$/)
})

test('the results are written as data, with the bytes of what differs', async () => {
  const file = join(folder, 'results.json')
  const recording = line(PING, '{"return": 5}\n') + line(PING, PONG, { session: 'old', version: '1.9.9' })
  expect((await run(recording, ['--json', file])).status).toBe(1)
  const pair = 'mockvm with recording'
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    sum: { compared: 1, differ: 1, volatile: 0, sessionsNotRun: 1 },
    cells: [
      { pair, version: '2.11.0', subject: 'guest-ping', compared: 1, differ: 1, volatile: 0, notRun: 0 },
      { pair, version: '1.9.9', subject: 'guest-ping', compared: 0, differ: 0, volatile: 0, notRun: 1 },
    ],
    differences: [
      {
        ...{ pair, version: '2.11.0', session: 'demo', seq: 0, note: 'a note' },
        sent_b64: base64(PING),
        expected: { b64: base64('{"return": 5}\n'), closed: false },
        got: { b64: base64(PONG), closed: false },
      },
    ],
    notRun: [{ pair, version: '1.9.9', session: 'old', reason: 'agent 1.9.9 is not simulated' }],
  })
})
