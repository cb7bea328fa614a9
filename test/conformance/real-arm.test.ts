/** The sessions here leave the machine as it is, and don't use the folder that recordings work in. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findRealAgent } from '../real-agent/real-agent.js'
import { withRecording } from './compare.js'
import { playAll } from './play.js'
import { realArm } from './real-arm.js'
import { RealFolder } from './real-folder.js'
import { readSessions } from './recording.js'
import { describeDifferences } from './report.js'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** Lines of a session, as [sent, received, more]. */
function session(setup: object, ...steps: readonly (readonly [sent: string, received: string, more?: object])[]) {
  const lines = steps.map(([sent, received, more], seq) =>
    JSON.stringify({
      ...{ version: '7.2.22', session: 'demo', seq, conn: 0, note: 'a note', setup },
      ...{ send_b64: base64(sent), recv_b64: base64(received), ...more },
    }),
  )
  return readSessions(lines.join('\n'), 'demo')
}

const STATUS = { volatile: true, send_template: '{"execute":"guest-exec-status","arguments":{"pid":$PID}}' }

const sessions = [
  ...session(
    { env: { TZ: 'EST5' } },
    ['{"execute":"guest-', '', { then_client_disconnects: true }],
    ['get-timezone"}', '{"return": {"zone": "EST", "offset": -18000}}\n', { conn: 1 }],
    ['{"execute":"guest-exec","arguments":{"path":"true"}}', '{"return": {"pid": 7}}\n', { conn: 1, volatile: true }],
    ['', '{"return": {"exitcode": 0, "exited": true}}\n', { conn: 1, ...STATUS }],
  ),
]

// What can be tested depends on the machine; nothing is skipped.
const agent = findRealAgent()
const title = agent === undefined ? 'without a real agent no session is played' : 'a session is played to a real agent'
test(title, async () => {
  const parent = mkdtempSync(join(tmpdir(), 'mockvm-real-'))
  const folder = new RealFolder(join(parent, 'vec'))
  onTestFinished(() => {
    folder.remove()
    rmSync(parent, { recursive: true })
  })
  const playing = playAll(sessions, realArm(folder))
  if (agent === undefined) await expect(playing).rejects.toThrow('expected qemu-ga in PATH or in /usr/sbin, found none')
  else expect((await playing).map(withRecording).flatMap(describeDifferences)).toEqual([])
})
