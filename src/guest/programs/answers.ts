/** Answers to what a program asks before it does something: lines of standard input, and no when there are none. */
import { Errno } from '../errno.js'
import type { Tool } from './tool.js'

export class Answers {
  readonly #tool: Tool
  readonly #lines: string[]
  /** What comes again and again, as `yes` writes it. */
  readonly #always: string | undefined

  /** To be made before the program has done anything: it begins anew when its input is there. */
  constructor(tool: Tool) {
    this.#tool = tool
    try {
      this.#lines = Buffer.from(tool.call.stdin).toString('latin1').split('\n')
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      this.#lines = []
      this.#always = Buffer.from(tool.call.answer ?? []).toString('latin1')
    }
  }

  /** Whether the next line begins like a yes. */
  agrees(question: string): boolean {
    this.#tool.stderr.add(`${this.#tool.name}: ${question}? `)
    return /^y/i.test(this.#always ?? this.#lines.shift() ?? '')
  }
}
