/** What the parts of a run of tar share: how they complain, and what they tell. */
import type { Errno } from '../../../../errno.js'
import { calendar, SECOND } from '../../../../programs/local-time.js'
import { modeText } from '../../../../programs/mode-text.js'
import { type Console, Exit } from '../../../../programs/streaming/console.js'
import { strftime } from '../../../../programs/strftime.js'
import type { Wait } from '../../../../wait.js'
import { LocaleText } from '../locale-text.js'
import type { Entry } from './entry.js'
import { safeName, shownName } from './names.js'
import type { TarSettings } from './options.js'

const FAILED = 2

export class TarRun {
  readonly console: Console
  readonly settings: TarSettings
  readonly #isUnicode: boolean
  readonly #warned = new Set<string>()
  /** Columns of owner and size, which grow with what is listed. */
  #width = 19

  constructor(console: Console, settings: TarSettings) {
    this.console = console
    this.settings = settings
    this.#isUnicode = new LocaleText(console.task.env).isUnicode
  }

  /** Told and remembered: it goes on. */
  *complain(message: string): Generator<Wait, void, void> {
    yield* this.console.warn(message, FAILED)
  }

  *complainOf(name: string, action: string, error: Errno): Generator<Wait, void, void> {
    yield* this.complain(`${this.shown(name)}: ${action}: ${error.text}`)
  }

  *giveUp(message: string): Generator<Wait, never, void> {
    yield* this.complain(message)
    return yield* this.console.fail('Error is not recoverable: exiting now', FAILED)
  }

  *end(): Generator<Wait, void, void> {
    if (this.console.exitCode === 0) return
    yield* this.complain('Exiting with failure status due to previous errors')
    throw new Exit(FAILED)
  }

  shown(name: string): string {
    return shownName(name, this.#isUnicode)
  }

  /** A name as it may be in an archive; what is taken from it is told once. `what`: "member names". */
  *safe(name: string, what: string): Generator<Wait, string, void> {
    if (this.settings.keepsSlash) return name
    const { name: safe, prefix } = safeName(name)
    const message = `Removing leading \`${prefix}' from ${what}`
    if (prefix !== '' && !this.#warned.has(message)) {
      this.#warned.add(message)
      yield* this.console.say(`${this.console.name}: ${message}\n`)
    }
    return safe
  }

  /** `level`: 1 for its name, more for a line as `ls -l` has it. `fd`: where to. */
  *tell(entry: Entry, level: number, fd: 1 | 2): Generator<Wait, void, void> {
    if (level === 0) return
    const text = level === 1 ? this.shown(entry.name) : this.#line(entry)
    if (fd === 1) yield* this.console.print(`${text}\n`)
    else yield* this.console.say(`${text}\n`)
  }

  #line(entry: Entry): string {
    const { task } = this.console
    const { name, kind, mode, mtime, target, device } = entry
    const [owner, group] = this.#owners(entry)
    const size = device === undefined ? String(entry.size) : `${device.major},${device.minor}`
    this.#width = Math.max(this.#width, owner.length + group.length + size.length + 2)
    const space = this.#width - owner.length - group.length - 1
    const time = strftime('%Y-%m-%d %H:%M', calendar(task.guest, task.env)(BigInt(mtime) * SECOND))
    const letters = kind === 'link' ? `h${modeText({ kind: 'file', mode }).slice(1)}` : modeText({ kind, mode })
    const leads = kind === 'symlink' ? ' -> ' : kind === 'link' ? ' link to ' : undefined
    const link = leads === undefined ? '' : leads + this.shown(target)
    return `${letters} ${owner}/${group}${size.padStart(space)} ${time} ${this.shown(name)}${link}`
  }

  #owners({ owner, group, uid, gid }: Entry): [string, string] {
    if (this.settings.hasNumericOwners) return [String(uid), String(gid)]
    return [owner || String(uid), group || String(gid)]
  }
}
