/** What is made of a real agent, with a second mockvm in its place: nothing here touches the machine. */
import { describe, expect, test } from 'vitest'
import type { Arm } from './arm.js'
import { liveSessions } from './live-cases.js'
import { mockvmArm } from './mockvm-arm.js'
import { readSessions, type Session } from './recording.js'
import { describeDifferences, report } from './report.js'
import { runOnReal } from './run.js'
import { whyNotRunHere } from './why-not-run.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')

function session(sent: string, received: string, more: Record<string, unknown> = {}): Session {
  const exchange = { version: '7.2.22', session: 'demo', seq: 0, conn: 0, note: 'a note' }
  const line = JSON.stringify({ ...exchange, send_b64: base64(sent), recv_b64: base64(received), ...more })
  return readSessions(line, 'demo')[0] as Session
}

/** An agent of that version, as if it were real. */
function standIn(version: string): Arm {
  return { ...mockvmArm(version), name: 'real agent', whyNotRun: whyNotRunHere }
}

const FLOAT = '{"execute":"guest-ping","id":0.1}'
const SHORT = '{"return": {}, "id": 0.1}\n'
const LONG = '{"return": {}, "id": 0.10000000000000001}\n'

const isNumbers = (line: string) => /compared|\d\/\d/.test(line)

/** Without the commands that no recording asks. */
async function run(sessions: readonly Session[], arm: Arm, version: string) {
  const results = await runOnReal(sessions, arm, version)
  return results.filter(({ session }) => sessions.includes(session))
}

describe('a real agent', () => {
  test('that answers as recorded and as mockvm is as it should be', async () => {
    const results = await run([session(FLOAT, LONG)], standIn('7.2.22'), '7.2.22')
    expect(results.map(({ pair }) => pair)).toEqual(['real agent with recording', 'mockvm with real agent'])
    expect(results.flatMap(describeDifferences)).toEqual([])
  })

  test('has tables and sums of its own in the report', async () => {
    expect(
      report(await run([session(FLOAT, LONG)], standIn('5.2.0'), '7.2.22'))
        .split('\n')
        .filter(isNumbers),
    ).toEqual([
      'real agent with recording: compared/differs/volatile/not run   7.2.22',
      'guest-ping                                                    1/1/0/0',
      'mockvm with real agent: compared/differs/volatile/not run   7.2.22',
      'guest-ping                                                 1/1/0/0',
      'real agent with recording: 1 exchanges compared, 1 differ, 0 volatile, 0 sessions not run',
      'mockvm with real agent: 1 exchanges compared, 1 differ, 0 volatile, 0 sessions not run',
      '2 exchanges compared, 2 differ, 0 volatile, 0 sessions not run',
    ])
  })

  test('that answers otherwise differs from the recording, and mockvm from it', async () => {
    const results = await run([session(FLOAT, LONG)], standIn('5.2.0'), '7.2.22')
    expect(results.flatMap(describeDifferences)).toEqual([
      `7.2.22  demo, step 0: a note (real agent with recording)
  sent      {"execute":"guest-ping","id":0.1}
  expected  {"return": {}, "id": 0.10000000000000001}\\n
  got       {"return": {}, "id": 0.1}\\n
`,
      `7.2.22  demo, step 0: a note (mockvm with real agent)
  sent      {"execute":"guest-ping","id":0.1}
  expected  {"return": {}, "id": 0.1}\\n
  got       {"return": {}, "id": 0.10000000000000001}\\n
`,
    ])
  })

  test('of another version than the recordings is held against mockvm of its own', async () => {
    const results = await run([session(FLOAT, SHORT, { version: '5.2.0' })], standIn('7.2.21'), '7.2.21')
    expect(results.map(result => describeDifferences(result).length)).toEqual([1, 0])
  })

  test('is not made to change the machine it is on', async () => {
    const needy = [session(FLOAT, LONG, { setup: { sshuser: true } })]
    const reason = 'it needs an account of its own in passwd'
    const results = await run(needy, standIn('7.2.22'), '7.2.22')
    expect(results.map(({ outcome }) => outcome)).toEqual([reason, reason])
  })

  test('is asked what no recording tells, beside mockvm', async () => {
    const results = await runOnReal([], standIn('7.2.22'), '7.2.22')
    expect(results.map(({ pair, session }) => [pair, session.name])).toEqual(
      liveSessions('7.2.22').map(({ name }) => ['mockvm with real agent', name]),
    )
    expect(results.flatMap(describeDifferences)).toEqual([])
  })
})
