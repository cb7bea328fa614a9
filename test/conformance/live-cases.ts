/** Commands that no recording asks: nearly all of their replies is of the machine. A real agent can be asked, and mockvm beside it. */
import type { Session } from './recording.js'

export const LIVE_CASES: readonly string[] = [
  'guest-get-diskstats',
  'guest-get-host-name',
  'guest-get-vcpus',
  'guest-network-get-interfaces',
]

/** A session a command. There is nothing recorded in them. */
export function liveSessions(version: string): Session[] {
  return LIVE_CASES.map(name => ({
    version,
    name: `live: ${name}`,
    setup: {},
    exchanges: [
      {
        ...{ version, session: `live: ${name}`, seq: 0, conn: 0, note: 'the shape of the reply', volatile: true },
        send_b64: Buffer.from(`{"execute":"${name}"}\n`).toString('base64'),
        recv_b64: '',
      },
    ],
  }))
}
