/** Plays a session to a fresh VM and compares the replies. */
import type { Duplex } from 'node:stream'
import { createVm, type Vm } from '../../src/index.js'
import { vmOptions } from './guest-setup.js'
import type { Exchange, Session } from './recording.js'

export interface Outcome {
  readonly exchange: Exchange
  readonly sent: Buffer
  readonly expected: Buffer
  readonly got: Buffer
  /** The agent ended the connection. */
  readonly closed: boolean
  /** `volatile`: its bytes are of the machine, and it has the shape that was recorded. */
  readonly verdict: 'same' | 'volatile' | 'differs'
}

export async function runSession(session: Session): Promise<Outcome[]> {
  const vm = await createVm(vmOptions(session))
  try {
    return await play(session, vm)
  } finally {
    await vm.close()
  }
}

async function play(session: Session, vm: Vm): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  let client: Client | undefined
  let number = 0
  let pid = ''
  for (const exchange of session.exchanges) {
    if (client === undefined || exchange.conn !== number) {
      await client?.leave()
      client = new Client(vm)
      number = exchange.conn
    }
    const sent = requestBytes(exchange, pid)
    let got = await client.exchange(sent)
    for (let polls = 0; exchange.poll_until_exited && got.includes('"exited": false') && polls < MOST_POLLS; polls++) {
      vm.advance(POLL_INTERVAL)
      got = await client.exchange(sent)
    }
    pid = /^\{"return": \{"pid": (\d+)\}\}\n$/.exec(got.toString('latin1'))?.[1] ?? pid
    const expected = Buffer.from(exchange.recv_b64, 'base64')
    const { closed } = client
    outcomes.push({ exchange, sent, expected, got, closed, verdict: judge(exchange, expected, got, closed) })
    if (exchange.then_client_disconnects) {
      await client.leave()
      client = undefined
    }
  }
  return outcomes
}

const POLL_INTERVAL = '50ms'
const MOST_POLLS = 1200

function requestBytes({ send_b64, send_template }: Exchange, pid: string): Buffer {
  return send_template === undefined
    ? Buffer.from(send_b64, 'base64')
    : Buffer.from(send_template.replaceAll('$PID', pid), 'utf8')
}

function judge(exchange: Exchange, expected: Buffer, got: Buffer, closed: boolean): Outcome['verdict'] {
  const shouldClose = (exchange.agent_closed_connection || exchange.agent_died) ?? false
  if (closed !== shouldClose) return 'differs'
  if (got.equals(expected)) return 'same'
  const isOfTheMachine = exchange.volatile === true && exchange.send_template === undefined
  return isOfTheMachine && shapeOf(got) === shapeOf(expected) ? 'volatile' : 'differs'
}

/** Names and types of a reply without its values; of a list only its first element. */
function shapeOf(reply: Buffer): string {
  const shape = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.slice(0, 1).map(shape)
    if (typeof value !== 'object' || value === null) return typeof value
    return Object.entries(value).map(([name, member]) => [name, shape(member)])
  }
  return JSON.stringify(shape(JSON.parse(reply.toString('latin1').replaceAll('\u00ff', ''))))
}

/** A client that reads all the time. */
class Client {
  readonly #vm: Vm
  readonly #stream: Duplex
  #got: Buffer[] = []
  closed = false

  constructor(vm: Vm) {
    this.#vm = vm
    this.#stream = vm.connect()
    this.#stream.on('data', chunk => this.#got.push(chunk))
    this.#stream.on('end', () => {
      this.closed = true
    })
  }

  /** What comes back until the agent falls silent. */
  async exchange(bytes: Buffer): Promise<Buffer> {
    this.#got = []
    this.#stream.write(bytes)
    await this.#silence()
    return Buffer.concat(this.#got)
  }

  async leave(): Promise<void> {
    this.#stream.destroy()
    await turn()
  }

  /** Everything in memory happens in one turn of the event loop; what the guest's clock has to bring is brought. */
  async #silence(): Promise<void> {
    for (let chunks = -1; chunks !== this.#got.length; ) {
      chunks = this.#got.length
      await turn()
      const { clock } = this.#vm.guest
      for (let due = clock.nextDue(); this.#vm.agent.isBusy && due !== undefined; due = clock.nextDue()) {
        this.#vm.advance(due - clock.monotonic())
        await turn()
      }
    }
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
