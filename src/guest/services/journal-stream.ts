/** Where the output of a service goes: line by line into the journal. */
import type { Journal } from '../journal.js'
import { Description } from '../tasks/description.js'

/** LineMax of journald.conf(5). */
const LONGEST_LINE = 49_152

export class JournalStream extends Description {
  readonly link: string
  /** Of whom the lines are; not known before the process has begun. */
  pid = 0
  readonly #journal: Journal
  readonly #unit: string
  readonly #identifier: string
  #rest = ''

  constructor(journal: Journal, unit: string, identifier: string, link: string) {
    super()
    this.#journal = journal
    this.#unit = unit
    this.#identifier = identifier
    this.link = link
  }

  override write(bytes: Uint8Array): number {
    const lines = (this.#rest + Buffer.from(bytes).toString('latin1')).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#log(line)
    if (this.#rest.length >= LONGEST_LINE) {
      this.#log(this.#rest)
      this.#rest = ''
    }
    return bytes.length
  }

  protected override close(): void {
    if (this.#rest !== '') this.#log(this.#rest)
    this.#rest = ''
  }

  /** SyslogLevelPrefix: "<3>" before a line is its priority. */
  #log(line: string): void {
    const [, level, text = ''] = /^(?:<([0-7])>)?(.*)$/s.exec(line) ?? []
    if (text.trim() === '') return
    this.#journal.log({
      ...{ identifier: this.#identifier, pid: this.pid, unit: this.#unit, transport: 'stdout' },
      ...(level !== undefined && { priority: Number(level) }),
      message: Buffer.from(text, 'latin1').toString('utf8'),
    })
  }
}
