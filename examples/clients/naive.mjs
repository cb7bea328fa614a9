/**
 * A client as many are first written: a line out, the next line in is the answer. It works until it doesn't: after a
 * time-out the next line is somebody else's answer.
 */
export class NaiveClient {
  #stream
  #timer
  #timeout
  /** Lines that have come, and whoever waits for the next one. */
  #lines = []
  #waiting
  #isClosed = false
  #half = ''

  /** `timer.after(milliseconds, run)` sets a timer, on whatever clock, and gives a function that cancels it. */
  constructor(stream, { timer, timeout = 5000 }) {
    this.#stream = stream
    this.#timer = timer
    this.#timeout = timeout
    stream.on('data', chunk => this.#take(chunk.toString('latin1')))
    stream.on('close', () => this.#hangUp())
    stream.on('error', () => {})
  }

  /** What the command returns. Throws when it is an error, and when nothing has come in time. */
  async call(name, args) {
    if (this.#isClosed) throw new Error('the connection is closed')
    this.#stream.write(`${JSON.stringify({ execute: name, arguments: args })}\n`)
    const reply = JSON.parse(await this.#nextLine(name))
    if (reply.error) throw new Error(reply.error.desc)
    return reply.return
  }

  close() {
    this.#stream.destroy()
  }

  #hangUp() {
    this.#isClosed = true
    this.#waiting?.(new Error('the connection is closed'))
  }

  #nextLine(name) {
    return new Promise((resolve, reject) => {
      const cancel = this.#timer.after(this.#timeout, () => {
        this.#waiting = undefined
        reject(new Error(`no answer to ${name} in ${this.#timeout / 1000} s`))
      })
      this.#waiting = line => {
        cancel()
        this.#waiting = undefined
        if (line instanceof Error) reject(line)
        else resolve(line)
      }
      this.#hand()
    })
  }

  #take(text) {
    const lines = text.split('\n')
    lines[0] = this.#half + lines[0]
    this.#half = lines.pop()
    this.#lines.push(...lines)
    this.#hand()
  }

  #hand() {
    if (this.#waiting && this.#lines.length > 0) this.#waiting(this.#lines.shift())
  }
}
