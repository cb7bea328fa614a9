/** Plays a session to an agent. */
import type { Arm, ArmAgent, ArmClient } from './arm.js'
import type { Exchange, Session } from './recording.js'

/** What came back, and whether the agent ended the connection with it. */
export interface Reply {
  readonly bytes: Buffer
  readonly closed: boolean
}

export interface Played {
  readonly exchange: Exchange
  readonly sent: Buffer
  readonly reply: Reply
}

export interface Playing {
  readonly arm: Arm['name']
  readonly session: Session
  /** A reason, where it was not played. */
  readonly outcome: readonly Played[] | string
}

/** One after another, each to an agent of its own. */
export async function playAll(sessions: readonly Session[], arm: Arm): Promise<Playing[]> {
  const all: Playing[] = []
  for (const session of sessions) {
    const outcome = arm.whyNotRun(session) ?? (await playSession(session, arm))
    all.push({ arm: arm.name, session, outcome })
  }
  return all
}

async function playSession(session: Session, arm: Arm): Promise<Played[]> {
  const agent = await arm.start(session)
  try {
    return await play(session, agent)
  } finally {
    await agent.stop()
  }
}

async function play(session: Session, agent: ArmAgent): Promise<Played[]> {
  const all: Played[] = []
  let client: ArmClient | undefined
  let number = 0
  let pid = ''
  for (const exchange of session.exchanges) {
    if (client === undefined || exchange.conn !== number) {
      await client?.leave()
      client = await agent.connect()
      number = exchange.conn
    }
    const sent = requestBytes(exchange, pid)
    let bytes = await client.exchange(sent)
    // How long a program runs is of the machine: it is asked about until it has ended, if it ever had.
    for (let polls = 0; tellsRunning(bytes) && !tellsRunning(recorded(exchange)) && polls < MOST_POLLS; polls++) {
      await agent.wait()
      bytes = await client.exchange(sent)
    }
    pid = startedPid(bytes) ?? pid
    all.push({ exchange, sent, reply: { bytes, closed: client.closed } })
    if (exchange.then_client_disconnects) {
      await client.leave()
      client = undefined
    }
  }
  await client?.leave()
  return all
}

const MOST_POLLS = 1200

function tellsRunning(reply: Buffer): boolean {
  return reply.includes('"exited": false')
}

function recorded({ recv_b64 }: Exchange): Buffer {
  return Buffer.from(recv_b64, 'base64')
}

function requestBytes({ send_b64, send_template }: Exchange, pid: string): Buffer {
  return send_template === undefined
    ? Buffer.from(send_b64, 'base64')
    : Buffer.from(send_template.replaceAll('$PID', pid), 'utf8')
}

/** The pid in a reply of guest-exec. */
export function startedPid(reply: Buffer): string | undefined {
  return /^\{"return": \{"pid": (\d+)\}\}\n$/.exec(reply.toString('latin1'))?.[1]
}
