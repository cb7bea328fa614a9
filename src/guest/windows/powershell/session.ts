/** powershell.exe while it runs. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { Disk } from '../disk.js'
import { Environment } from '../environment.js'
import { fullPath } from '../full-path.js'

/** Thrown by `exit`. */
export class Exit extends Error {
  override readonly name = 'Exit'
  readonly code: number

  constructor(code: number) {
    super(`exit ${code}`)
    this.code = code
  }
}

export class Session {
  readonly task: Task
  readonly disk: Disk
  readonly environment: Environment

  constructor(task: Task) {
    this.task = task
    this.disk = new Disk(task.guest)
    this.environment = new Environment(task.environ)
  }

  get guest() {
    return this.task.guest
  }

  path(name: string): string {
    return fullPath(name, this.task.cwd)
  }

  variable(name: string): string | undefined {
    if (name.toUpperCase() === 'COMPUTERNAME') return this.environment.get(name) ?? this.guest.windows?.computerName
    return this.environment.get(name)
  }

  *say(...lines: readonly string[]): Generator<Wait, void, void> {
    yield* this.#write(1, lines)
  }

  *complain(...lines: readonly string[]): Generator<Wait, void, void> {
    yield* this.#write(2, lines)
  }

  *#write(fd: number, lines: readonly string[]): Generator<Wait, void, void> {
    if (lines.length === 0 || !this.task.descriptors.has(fd)) return
    try {
      yield* this.task.write(fd, Buffer.from(lines.map(line => `${line}\r\n`).join('')))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }
}
