import { expect, test } from 'vitest'
import { compareVersions } from '../../src/qapi/version.js'
import { fidelity } from './fidelity.js'
import { readSessions } from './recording.js'
import { countVmRequests } from './vm-recordings.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** A recording of one session for each exchange. */
function recording(...exchanges: readonly (readonly [name: string, sent: string, received: string, more?: object])[]) {
  const lines = exchanges.map(([session, sent, received, more]) =>
    JSON.stringify({
      ...{ version: '7.2.22', session, seq: 0, conn: 0, note: '' },
      ...{ send_b64: base64(sent), recv_b64: base64(received), ...more },
    }),
  )
  return readSessions(lines.join('\n'), 'demo')
}

/** The cells of the first row that begins so, without the padding. */
function row(page: string, name: string, occurrence = 0): string[] {
  const line = page.split('\n').filter(line => line.startsWith(`| ${name} `))[occurrence] ?? ''
  return line
    .split('|')
    .slice(1, -1)
    .map(cell => cell.trim())
}

const page = fidelity(
  recording(
    ['A-echo: x', '{"execute":"guest-ping"}', '{"return": {}}\n'],
    ['A-echo: y', '{"execute":"guest-ping"', ''],
    ['C-misc: x', '{"execute":"guest-get-time"}', '{"return": 1}\n', { volatile: true }],
    ['C-misc: y', '{"execute":"guest-get-time"}', '{"return": 1}\n', { version: '5.2.0', volatile: true }],
  ),
)

test('each command and version has its evidence', () => {
  expect(row(page, 'wire and parser')).toEqual(['wire and parser', 'source', 'source', 'recorded (2), live', 'source'])
  expect(row(page, 'guest-ping')).toEqual(['guest-ping', 'source', 'source', 'recorded (1), live', 'source'])
  expect(row(page, 'guest-get-time')).toEqual(['guest-get-time', 'source', 'shape (1)', 'shape (1), live', 'source'])
})

test('what was recorded in a VM is evidence of the version that ran there', () => {
  const withVm = fidelity([], new Map([['guest-shutdown', 3]]))
  expect(row(withVm, 'guest-shutdown')).toEqual(['guest-shutdown', 'source', 'source', 'VM (3)', 'source'])
})

test('of the recordings in a VM it is what was sent to the agent that counts', () => {
  const counts = countVmRequests()
  expect([...counts.keys()].filter(name => !name.startsWith('guest-'))).toEqual([])
  expect([counts.has('guest-shutdown'), counts.has('guest-suspend-ram'), counts.has('query-status')]).toEqual([
    true,
    true,
    false,
  ])
})

test('a command that a version does not have has no evidence', () => {
  expect(row(page, 'guest-get-disks')[1]).toBe('–')
})

test('systems of which there are no recordings tell what their agents have', () => {
  const cells = row(page, 'guest-suspend-hybrid', 1)
  expect([cells.includes('source'), cells.includes('disabled'), cells.includes('–')]).toEqual([false, true, true])
})

test('FreeBSD has no columns of versions that it never had', () => {
  const head = page.split('\n').find(line => line.includes('Windows 2.11.0')) ?? ''
  expect(
    head
      .split('|')
      .slice(2, -1)
      .map(cell => cell.trim()),
  ).toEqual([
    ...['Windows 2.11.0', 'Windows 5.2.0', 'Windows 7.2.22', 'Windows 11.1.3'],
    ...['FreeBSD 7.2.22', 'FreeBSD 11.1.3'],
  ])
})

test('a change tells of the stable branches that have it as well', () => {
  expect(page).toContain('whether it was cut. Stable branches have it since 7.2.20, 10.0.4 and 10.1.1.')
})

test('what changed stands in the order of versions, commands that came among it', () => {
  const since = page
    .slice(page.indexOf('## From version to version'))
    .split('\n')
    .filter(line => /^\| \d/.test(line))
    .map(line => line.split('|')[1]?.trim())
  expect(since.length).toBeGreaterThan(10)
  expect(since).toEqual(since.toSorted((a = '', b = '') => compareVersions(a, b)))
})
