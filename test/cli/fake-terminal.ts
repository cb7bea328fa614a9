import { EventEmitter } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { run } from '../../src/cli/run.js'
import type { Terminal } from '../../src/cli/terminal.js'

/** A terminal without a process: keeps what is written, and gives the signals that a test asks for. */
export class FakeTerminal implements Terminal {
  out = ''
  err = ''
  name = 'mockvm'
  readonly stdin = new PassThrough()
  readonly stdout = this.#sink(text => {
    this.out += text
  })
  readonly stderr = this.#sink(text => {
    this.err += text
  })
  readonly env: Record<string, string | undefined> = {}
  readonly pid = 4711
  readonly detached: { args: readonly string[]; env: Readonly<Record<string, string>> }[] = []
  readonly #signals = new EventEmitter()
  readonly #exits = new Set<() => void>()
  readonly #news = new EventEmitter()

  onSignal(signals: readonly NodeJS.Signals[], listener: (signal: NodeJS.Signals) => void): () => void {
    this.#news.emit('signals')
    for (const signal of signals) this.#signals.on(signal, listener)
    return () => {
      for (const signal of signals) this.#signals.off(signal, listener)
    }
  }

  onExit(listener: () => void): () => void {
    this.#exits.add(listener)
    return () => this.#exits.delete(listener)
  }

  startDetached(args: readonly string[], env: Readonly<Record<string, string>>): void {
    this.detached.push({ args, env })
  }

  async startDetachedUntilReady(args: readonly string[], env: Readonly<Record<string, string>>): Promise<undefined> {
    this.detached.push({ args, env })
  }

  detach(): void {}

  ready(): void {
    this.#news.emit('ready')
  }

  /** Resolves when the command has said that it is ready. */
  async gotReady(): Promise<void> {
    await new Promise<void>(resolve => this.#news.once('ready', resolve))
  }

  /** False if nobody listens for it: a real process would die of it. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#signals.emit(signal, signal)
  }

  /** What a real process does last. */
  exit(): void {
    for (const listener of this.#exits) listener()
  }

  /** Resolves with the first match on stdout, now or later. */
  async printed(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.out)
      if (match) return match
      await new Promise(resolve => this.#news.once('text', resolve))
    }
  }

  /** Resolves when something matches on stderr, now or later. */
  async saying(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.err)) await new Promise(resolve => this.#news.once('text', resolve))
  }

  /** Resolves when the command begins to listen for signals, which is when it has started. */
  async started(): Promise<void> {
    await new Promise(resolve => this.#news.once('signals', resolve))
  }

  #sink(take: (text: string) => void): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        take(chunk.toString('utf8'))
        this.#news.emit('text')
        done()
      },
    })
  }
}

export interface Outcome {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs a command line to its end. */
export async function runToEnd(...args: string[]): Promise<Outcome> {
  const terminal = new FakeTerminal()
  const status = await run(args, terminal)
  return { status, out: terminal.out, err: terminal.err }
}
