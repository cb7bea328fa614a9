/** What the recordings prove of each version. */
import { isOfTheMachine } from './compare.js'
import { LIVE_CASES } from './live-cases.js'
import type { Exchange, Session } from './recording.js'
import { subjectOf } from './subject.js'
import { whyNotRun, whyNotRunHere } from './why-not-run.js'

/** The one that sessions are played to beside mockvm. */
export const LIVE_VERSION = '7.2.22'

/** Exchanges about one subject, of one version. */
export interface Evidence {
  /** Compared byte for byte. */
  recorded: number
  /** Of which names and types are compared. */
  shape: number
  /** Sent to an agent in a VM, with what QEMU said of it. */
  inVm: number
  /** A running agent is asked the same. */
  isLive: boolean
}

const EMPTY_LIST = Buffer.from('{"return": []}\n')

const NONE: Evidence = { recorded: 0, shape: 0, inVm: 0, isLive: false }

/** By version and subject. `inVm`: how many requests of a command were recorded in a VM. */
export function collectEvidence(
  sessions: readonly Session[],
  inVm: ReadonlyMap<string, number> = new Map(),
): Map<string, Evidence> {
  const all = new Map<string, Evidence>()
  const evidence = (version: string, subject: string): Evidence => {
    const key = `${version} ${subject}`
    const found = all.get(key) ?? { ...NONE }
    all.set(key, found)
    return found
  }
  for (const session of sessions) {
    if (whyNotRun(session) !== undefined) continue
    const isLive = session.version === LIVE_VERSION && whyNotRunHere(session) === undefined
    for (const exchange of session.exchanges) {
      const reply = Buffer.from(exchange.recv_b64, 'base64')
      // There was nothing to list, which tells nothing of what is listed.
      if (reply.equals(EMPTY_LIST)) continue
      const kind = isOfTheMachine(exchange, reply) ? 'shape' : 'recorded'
      for (const subject of new Set([subjectOf(session, exchange), ...answering(exchange)])) {
        const found = evidence(session.version, subject)
        found[kind]++
        found.isLive ||= isLive
      }
    }
  }
  for (const [name, count] of inVm) evidence(LIVE_VERSION, name).inVm = count
  for (const name of LIVE_CASES) evidence(LIVE_VERSION, name).isLive = true
  return all
}

/** Also in recordings about the wire it is some command that answers. */
function answering({ send_b64, recv_b64 }: Exchange): string[] {
  if (!Buffer.from(recv_b64, 'base64').includes('"return": ')) return []
  const sent = Buffer.from(send_b64, 'base64').toString('latin1')
  return [...sent.matchAll(/["']execute["']\s*:\s*["'](guest-[a-z-]+)["']/g)].map(([, name = '']) => name)
}

/** In words. */
export function howVerified({ recorded, shape, inVm, isLive }: Evidence = NONE): string {
  const ways = [
    ...(recorded > 0 ? [`recorded (${recorded})`] : []),
    ...(shape > 0 ? [`shape (${shape})`] : []),
    ...(inVm > 0 ? [`VM (${inVm})`] : []),
    ...(isLive ? ['live'] : []),
  ]
  return ways.length === 0 ? 'source' : ways.join(', ')
}
