import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { VERIFIED_VERSIONS } from '../../src/agent/versions.js'
import { versionsOf } from './counts.js'
import { readRecordings, type Session } from './recording.js'
import { describeDifferences } from './report.js'
import { runOnMockvm } from './run.js'
import { whyNotRun } from './why-not-run.js'

const sessions = readRecordings(fileURLToPath(new URL('vectors', import.meta.url)))

/** "2.11.0 A-echo" and the like: what stands before the colon of a session's name. */
const groups = new Map<string, Session[]>()
for (const session of sessions) {
  const key = `${session.version} ${session.name.split(':', 1)[0]}`
  groups.set(key, [...(groups.get(key) ?? []), session])
}

describe('what the real agent answered is what mockvm answers', () => {
  test.each([...groups])('%s', async (_, group) => {
    const results = await runOnMockvm(group)
    expect(results.flatMap(describeDifferences).join('\n')).toBe('')
  })
})

test('there are recordings of every version that is called verified', () => {
  expect(versionsOf(sessions).sort()).toEqual([...VERIFIED_VERSIONS].sort())
})

describe('guest-info of a verified version is that of the real agent, to the last command', () => {
  test.each(VERIFIED_VERSIONS)('%s', async version => {
    const asked = sessions.filter(it => it.version === version && it.name === 'C-misc: guest-info')
    const results = await runOnMockvm(asked)
    const replies = results.flatMap(({ outcome }) => (typeof outcome === 'string' ? [] : outcome))
    expect(replies).toHaveLength(1)
    for (const { got, expected } of replies) expect(got.bytes.toString()).toBe(expected.bytes.toString())
  })
})

test('there is no session that is not run', () => {
  expect(sessions.map(whyNotRun).filter(reason => reason !== undefined)).toEqual([])
})

test('sessions of an agent that is not simulated are not run', () => {
  const [first] = sessions
  expect(whyNotRun({ ...(first as Session), version: '1.0.0' })).toBe('agent 1.0.0 is not simulated')
})
