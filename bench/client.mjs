/** The one client of all arms: a raw socket that counts lines and reads nothing else out of the replies. */
import { connect } from 'node:net'

const LINE_FEED = 10

export class LineClient {
  #socket
  /** Replies that are still to come before `#reached` is called. */
  #missing = 0
  #reached = () => {}
  #lost = () => {}
  #bytes = 0
  #last = []
  /** Called at every reply while there are requests to send. */
  #onReply = undefined

  static open(path) {
    return new Promise((resolve, reject) => {
      const socket = connect(path)
      socket.once('error', reject)
      socket.once('connect', () => resolve(new LineClient(socket)))
    })
  }

  constructor(socket) {
    this.#socket = socket
    socket.on('data', chunk => this.#take(chunk))
    socket.on('error', () => {})
    socket.on('close', () => this.#lost(new Error('the server closed the connection')))
  }

  /** Sends one request and resolves with its reply line. */
  async ask(request) {
    this.#last = []
    await this.#exchange(request, 1, 1)
    return Buffer.concat(this.#last).toString('latin1')
  }

  /** Sends one request and resolves with how many bytes came back. */
  async measure(request) {
    const before = this.#bytes
    await this.#exchange(request, 1, 1)
    this.#last = []
    return this.#bytes - before
  }

  /** Sends the request `count` times, `inFlight` at a time, and resolves when all replies are there. */
  async repeat(request, count, inFlight) {
    await this.#exchange(request, count, inFlight)
    this.#last = []
  }

  close() {
    this.#socket.end()
    this.#socket.destroy()
  }

  #exchange(request, count, inFlight) {
    const line = Buffer.from(`${JSON.stringify(request)}\n`)
    const first = Math.min(count, inFlight)
    let unsent = count - first
    this.#missing = count
    this.#onReply = replies => {
      const next = Math.min(unsent, replies)
      unsent -= next
      if (next > 0) this.#socket.write(next === 1 ? line : Buffer.concat(Array(next).fill(line)))
    }
    return new Promise((resolve, reject) => {
      this.#reached = resolve
      this.#lost = reject
      this.#socket.write(first === 1 ? line : Buffer.concat(Array(first).fill(line)))
    })
  }

  #take(chunk) {
    this.#bytes += chunk.length
    if (this.#missing === 1) this.#last.push(chunk)
    let replies = 0
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) replies++
    if (replies === 0) return
    this.#missing -= replies
    if (this.#missing === 0) this.#reached()
    else this.#onReply?.(replies)
  }
}
