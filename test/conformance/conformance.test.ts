import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { VERIFIED_VERSIONS } from '../../src/agent/versions.js'
import { notRunByReason, versionsOf } from './counts.js'
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

/** Of every version. */
const NEED_A_SHELL = {
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
}

/** Those that older agents refuse before they come to their shell. */
const CAPTURE_MODES = [
  "C-exec: capture-output mode 'none'",
  "C-exec: capture-output mode 'stdout'",
  "C-exec: capture-output mode 'separated'",
  "C-exec: capture-output mode 'merged'",
  'C-exec: merged order',
]

describe('the sessions that are not run are these, and no others', () => {
  test.each([
    ['2.11.0', NEED_A_SHELL],
    ['5.2.0', NEED_A_SHELL],
    ['7.2.22', NEED_A_SHELL],
    [
      '11.1.3',
      {
        ...NEED_A_SHELL,
        'it runs /bin/sh in the guest': [...NEED_A_SHELL['it runs /bin/sh in the guest'], ...CAPTURE_MODES],
      },
    ],
  ])('%s', (version, expected) => {
    const results = sessions
      .filter(session => session.version === version)
      .flatMap(session => {
        const outcome = whyNotRun(session)
        return outcome === undefined ? [] : [{ pair: 'mockvm with recording' as const, session, outcome }]
      })
    const sorted = Object.entries(notRunByReason(results)).map(([reason, names]) => [reason, names.sort()])
    expect(Object.fromEntries(sorted)).toEqual(
      Object.fromEntries(Object.entries(expected).map(([reason, names]) => [reason, [...names].sort()])),
    )
  })
})

test('sessions of an agent that is not simulated are not run', () => {
  const [first] = sessions
  expect(whyNotRun({ ...(first as Session), version: '1.0.0' })).toBe('agent 1.0.0 is not simulated')
})
