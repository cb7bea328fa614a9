/** A connection to a service of the guest, as somebody holds it who speaks for himself. */
import type { Guest } from '../../guest.js'
import { Description } from '../../tasks/description.js'
import { request } from './http.js'

export class Connection extends Description {
  readonly link: string
  readonly #guest: Guest
  readonly #address: string
  readonly #port: number
  #sent = ''
  #answer = Buffer.alloc(0)

  constructor(guest: Guest, address: string, port: number) {
    super()
    this.link = guest.tasks.pipeLink().replace('pipe', 'socket')
    this.#guest = guest
    this.#address = address
    this.#port = port
  }

  /** Whoever has answered, or has nothing to say, has closed its end. */
  override read(length: number): Uint8Array {
    const bytes = this.#answer.subarray(0, length)
    this.#answer = this.#answer.subarray(bytes.length)
    return bytes
  }

  override write(bytes: Uint8Array): number {
    this.#sent += Buffer.from(bytes).toString('latin1')
    for (;;) {
      const [head, method, path = '/'] = /^([A-Z]+) (\S+)[^\n]*\n(?:[^\n]*[^\r\n][^\n]*\n)*\r?\n/.exec(this.#sent) ?? []
      if (head === undefined) return bytes.length
      this.#sent = this.#sent.slice(head.length)
      const response = request(this.#guest, this.#address, this.#port, path)
      if (response === undefined) continue
      const body = method === 'HEAD' ? [] : [response.body]
      this.#answer = Buffer.concat([this.#answer, Buffer.from(response.head), ...body])
    }
  }
}
