/** Plays a story to both sides and stops at the first difference. */
import { excuse } from './excused.js'
import { Limbo } from './limbo.js'
import type { MockSide } from './mock-side.js'
import { isReply } from './reply-line.js'
import type { Side } from './side.js'
import { bytesOf, type Step, type Story } from './story.js'

/** What mockvm said, and what the other side did. */
export interface Replies {
  readonly left: string
  readonly right: string
}

export interface Difference extends Replies {
  /** The step that it came to light at; behind the last one when it is about how things were left. */
  readonly at: number
}

export interface Played {
  /** How often something was compared. */
  readonly exchanges: number
  readonly difference?: Difference
}

/** Who is played to. Both sides have the same folder, each in its own world. */
export interface Stage {
  readonly mock: MockSide
  /** What it is compared with. */
  readonly other: Side
  readonly folder: string
  /** Whether bytes may be sent; what may not is left out, on both sides. */
  readonly harmless: () => (bytes: Buffer) => boolean
}

export async function play(story: Story, stage: Stage): Promise<Played> {
  const { mock, other } = stage
  await Promise.all([mock.start(), other.start()])
  const playing = new Playing(stage)
  let exchanges = 0
  for (const [at, step] of story.steps.entries()) {
    const replies = await playing.do(step)
    if (replies === undefined) continue
    exchanges++
    if (replies.left !== replies.right) return { exchanges, difference: { at, ...replies } }
  }
  // What was still in buffers is on the disk when the agent has ended.
  await Promise.all([mock.stop(), other.stop()])
  const files = { left: mock.look(), right: other.look() }
  exchanges++
  return files.left === files.right ? { exchanges } : { exchanges, difference: { at: story.steps.length, ...files } }
}

/** More than any program of a story takes, in turns of waiting. */
const MOST_POLLS = 5000

class Playing {
  readonly #stage: Stage
  readonly #isHarmless: (bytes: Buffer) => boolean
  readonly #limbo = new Limbo()
  readonly #mockPids = new Map<string, string>()
  readonly #otherPids = new Map<string, string>()

  constructor(stage: Stage) {
    this.#stage = stage
    this.#isHarmless = stage.harmless()
  }

  /** Undefined when there was nothing to compare. */
  async do(step: Step): Promise<Replies | undefined> {
    const { mock, other } = this.#stage
    if ('look' in step) return { left: mock.look(), right: other.look() }
    if ('send' in step) return this.#send(step)
    if ('poll' in step) return this.#poll(step)
    await Promise.all([mock.reconnect(), other.reconnect()])
    return undefined
  }

  async #send(step: Extract<Step, { send: string }>): Promise<Replies | undefined> {
    const { mock, other, folder } = this.#stage
    const bytes = bytesOf(step.send, folder)
    if (this.#limbo.isIn(step.send) || !this.#isHarmless(bytes)) return undefined
    const replies = await Promise.all([mock.send(bytes), other.send(bytes)])
    const [left = '', right = ''] = replies.map(reply => reply.toString('latin1'))
    this.#limbo.note(step.send, right)
    if (step.starts !== undefined) {
      notePid(left, step.starts, this.#mockPids)
      notePid(right, step.starts, this.#otherPids)
    }
    const labels = mock.takeLabels()
    const lines = left.split('\n').slice(0, -1)
    if (labels.length !== lines.length || !lines.every(isReply)) {
      return { left, right: `one reply to each of: ${labels.join(', ')}` }
    }
    return { left: comparable(left, labels, mock), right: comparable(right, labels, other) }
  }

  /** How often it has to be asked is of the moment. */
  async #poll(step: Extract<Step, { poll: string }>): Promise<Replies> {
    const { mock, other } = this.#stage
    const [left, right] = await Promise.all([
      this.#last(mock, step, this.#mockPids),
      this.#last(other, step, this.#otherPids),
    ])
    mock.takeLabels()
    return { left, right }
  }

  async #last(side: Side, step: Extract<Step, { poll: string }>, pids: ReadonlyMap<string, string>): Promise<string> {
    const { poll } = step
    const bytes = Buffer.from(`{"execute":"guest-exec-status","arguments":{"pid":${pids.get(poll) ?? -1}}}`)
    let got = await side.send(bytes)
    for (let polls = 0; polls < MOST_POLLS && got.includes('"exited": false'); polls++) {
      await side.wait()
      got = await side.send(bytes)
    }
    return got.toString('latin1') + ending(side)
  }
}

function notePid(reply: string, name: string, pids: Map<string, string>): void {
  const pid = /^\{"return": \{"pid": (\d+)\}/.exec(reply)?.[1]
  if (pid !== undefined) pids.set(name, pid)
}

/** Without what is of the machine; `labels`: the commands that the lines answer. */
function comparable(reply: string, labels: readonly string[], side: Side): string {
  const lines = reply.split('\n').map((line, index) => excuse(line, labels[index] ?? ''))
  return lines.join('\n') + ending(side)
}

function ending({ closed }: Side): string {
  return closed ? '(end)' : ''
}
