import type { Duplex } from 'node:stream'
import { parseJson } from '../../src/json/parse.js'
import { type PlainJson, toPlain } from '../../src/json/plain.js'

/** Whose milliseconds: `vm.timer`, in a test. */
export interface Timer {
  after(milliseconds: number, run: () => void): () => void
}

/** Something that came and was not taken for an answer, latin1, and what the client made of it. */
export interface Skipped {
  readonly bytes: string
  readonly why: string
}

/** The agent has answered an error. */
export class Refused extends Error {
  readonly class: string

  constructor(reply: { readonly [name: string]: PlainJson }) {
    const error = (reply.error ?? {}) as { readonly [name: string]: PlainJson }
    super(String(error.desc))
    this.class = String(error.class)
  }
}

/** What stands behind `return`, or throws what stands behind `error`. */
export function resultOf(reply: { readonly [name: string]: PlainJson }): PlainJson | undefined {
  if ('error' in reply) throw new Refused(reply)
  return reply.return
}

/** An object as JSON, integers exact; undefined for what is none. */
export function parseObject(line: string): { readonly [name: string]: PlainJson } | undefined {
  try {
    const value = toPlain(parseJson(Buffer.from(line, 'latin1').toString('utf8')))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as { readonly [name: string]: PlainJson }) : undefined
  } catch {
    return undefined
  }
}

export function request(name: string, args?: object): string {
  return `${JSON.stringify({ execute: name, ...(args && { arguments: args }) })}\n`
}

/** Reads a connection by lines, latin1, without their line feed. */
export class LineStream {
  readonly #stream: Duplex
  #rest = ''

  constructor(stream: Duplex, on: { line(line: string): void; chunkEnded?(rest: number): void; lost(): void }) {
    this.#stream = stream
    stream.on('data', (chunk: Buffer) => {
      const lines = (this.#rest + chunk.toString('latin1')).split('\n')
      this.#rest = lines.pop() ?? ''
      for (const line of lines) on.line(line)
      on.chunkEnded?.(this.#rest.length)
    })
    // An error is followed by this as well.
    stream.on('error', () => {})
    stream.on('close', () => on.lost())
  }

  write(bytes: string): void {
    this.#stream.write(bytes, 'latin1')
  }

  close(): void {
    this.#stream.destroy()
  }
}
