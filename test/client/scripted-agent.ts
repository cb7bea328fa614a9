/** An agent in memory that answers as a test says, and a timer that moves when a test says. */
import type { Duplex } from 'node:stream'
import { inMemory } from '../../src/channel/in-memory.js'
import type { ClientTimer } from '../../src/client/index.js'

export interface Request {
  readonly name: string
  /** Of guest-sync-delimited. */
  readonly id: string
  /** As it came, latin1, without its line feed. */
  readonly line: string
}

type Script = (request: Request, agent: ScriptedAgent) => void

export class ScriptedAgent {
  /** Every line that came. */
  readonly lines: string[] = []
  /** What came together. */
  readonly writes: string[] = []
  connections = 0
  readonly #script: Script
  #server: Duplex | undefined
  #news = () => {}

  constructor(script: Script = () => {}) {
    this.#script = script
  }

  /** Connects anew: a target of a client. */
  readonly connect = (): Duplex => {
    const { client, server } = inMemory()
    this.connections++
    this.#server = server
    server.on('error', () => {})
    server.on('end', () => server.end())
    let rest = ''
    server.on('data', (chunk: Buffer) => {
      this.writes.push(chunk.toString('latin1'))
      const lines = (rest + chunk.toString('latin1')).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#take(line)
      this.#news()
    })
    return client
  }

  /** Latin1. */
  send(data: string | Buffer): void {
    this.#server?.write(data, 'latin1')
  }

  synced({ id }: Request): void {
    this.send(`\xff{"return": ${id}}\n`)
  }

  end(): void {
    this.#server?.end()
  }

  destroy(): void {
    this.#server?.destroy()
  }

  /** Resolves when so many lines have come. */
  async asked(lines: number): Promise<void> {
    while (this.lines.length < lines) {
      await new Promise<void>(resolve => {
        this.#news = resolve
      })
    }
  }

  #take(line: string): void {
    this.lines.push(line)
    const name = /"execute": "([^"]*)"/.exec(line)?.[1] ?? ''
    this.#script({ name, id: /"id":\s*(-?\d+)/.exec(line)?.[1] ?? '', line }, this)
  }
}

/** Answers syncs, and commands with the line that is given for them. */
export function answering(replies: Readonly<Record<string, string>>): ScriptedAgent {
  return new ScriptedAgent((request, agent) => {
    if (request.name === 'guest-sync-delimited') agent.synced(request)
    else if (replies[request.name] !== undefined) agent.send(`${replies[request.name]}\n`)
  })
}

export class ManualTimer implements ClientTimer {
  #now = 0
  #due: { readonly at: number; readonly run: () => void }[] = []

  /** How many timers are set. */
  get size(): number {
    return this.#due.length
  }

  after(milliseconds: number, run: () => void): () => void {
    const due = { at: this.#now + milliseconds, run }
    this.#due.push(due)
    return () => {
      this.#due = this.#due.filter(other => other !== due)
    }
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds
    for (const due of this.#due.filter(({ at }) => at <= this.#now)) {
      this.#due = this.#due.filter(other => other !== due)
      due.run()
    }
  }
}

/** Everything that is on its way arrives. No time passes. */
export async function arrive(): Promise<void> {
  for (let turns = 0; turns < 5; turns++) await new Promise(resolve => setImmediate(resolve))
}
