import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { readRecordings, type Session } from './recording.js'
import { describeDifferences, notRunByReason } from './report.js'
import { runSessions } from './run.js'
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
    const results = await runSessions(group)
    expect(results.flatMap(describeDifferences).join('\n')).toBe('')
  })
})

test('the sessions that are not run are these, and no others', () => {
  const results = sessions.flatMap(session => {
    const reason = whyNotRun(session)
    return reason === undefined ? [] : [{ session, verdict: 'not run' as const, reason }]
  })
  expect(notRunByReason(results)).toEqual({
    'it runs /bin/sh in the guest': [
      'C-exec: exit 42',
      'C-exec: exit 255',
      'C-exec: killed by 9',
      'C-exec: segv',
      'C-exec: argv0 is path, no shell',
      'C-exec: running with capture shows no partial output',
      'C-exec: background child holds pipe open',
      'C-exec: stdin without input-data is /dev/null or inherited',
      'C-exec: SIGPIPE reset in child',
      'C-exec: open fds in child',
    ],
    'its hook is a script for /bin/sh': [
      'C-hook: thaw runs hook with thaw',
      'C-hook: hook exits 3 silently',
      'C-hook: failing thaw hook while frozen flag set',
    ],
    'it runs sh in the guest': ['C-file: existing file keeps its mode'],
  })
})

test('sessions of an agent that is not simulated are not run', () => {
  const [first] = sessions
  expect(whyNotRun({ ...(first as Session), version: '1.0.0' })).toBe('agent 1.0.0 is not simulated')
})
