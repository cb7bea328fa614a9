/** cmd.exe while it runs: its variables, folder and streams, and the script that it is in. */
import { Errno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { Disk } from '../disk.js'
import { Environment } from '../environment.js'
import { fullPath } from '../full-path.js'
import { versionLine } from '../version.js'
import { dateText, wallTime } from '../wall-clock.js'
import { Win32Error } from '../win32-error.js'
import { promptText } from './prompt.js'
import type { Script } from './script.js'

/** What a command ends with; how it got there cmd.exe tells two ways. */
export type Running = Generator<Wait, number, void>

export interface Settings {
  readonly isDelayed: boolean
  readonly isEcho: boolean
  /** /u: what built-in commands print is UTF-16. */
  readonly isUnicode: boolean
  /** CMDCMDLINE */
  readonly line: string
}

const LARGEST_RANDOM = 32_768

export class Shell {
  readonly task: Task
  readonly disk: Disk
  readonly settings: Settings
  environment: Environment
  isDelayed: boolean
  isEcho: boolean
  errorlevel = 0
  script: Script | undefined
  /** Values of `%i` by the letter. */
  readonly loops: Map<string, string>
  /** Where `pushd` was. */
  readonly folders: string[] = []

  constructor(task: Task, settings: Settings, from?: Shell) {
    this.task = task
    this.disk = new Disk(task.guest)
    this.settings = settings
    this.environment = new Environment(from?.environment.environ ?? task.environ)
    this.isDelayed = from?.isDelayed ?? settings.isDelayed
    this.isEcho = from?.isEcho ?? settings.isEcho
    this.errorlevel = from?.errorlevel ?? 0
    // Another cmd.exe is in no script.
    this.script = undefined
    this.loops = new Map(from?.loops)
  }

  get guest() {
    return this.task.guest
  }

  /** The working directory: `C:\Windows\System32`. */
  get folder(): string {
    return this.task.cwd
  }

  /** Of a name as it is given. */
  path(name: string): string {
    const drive = /^([A-Za-z]:)(?![\\/])/.exec(name)?.[1]
    if (drive === undefined || drive.toUpperCase() === this.folder.slice(0, 2).toUpperCase()) {
      return fullPath(name, this.folder)
    }
    return fullPath(name, this.folderOf(drive))
  }

  /** Where that drive was left. */
  folderOf(drive: string): string {
    return this.environment.get(`=${drive.toUpperCase()}`) ?? `${drive}\\`
  }

  /** Throws Win32Error. */
  enter(path: string): void {
    const { isFolder, path: spelt } = this.disk.get(path)
    if (!isFolder) throw new Win32Error('ERROR_DIRECTORY', path)
    // Each drive remembers where it was left.
    this.environment.set(`=${this.folder.slice(0, 2).toUpperCase()}`, this.folder)
    this.task.chdir(spelt)
    this.environment.set(`=${spelt.slice(0, 2).toUpperCase()}`, spelt)
  }

  /** A variable, or what looks like one and is found out when somebody asks. */
  variable(name: string): string | undefined {
    return this.environment.get(name) ?? this.#dynamic(name.toUpperCase())
  }

  #dynamic(name: string): string | undefined {
    switch (name) {
      case 'CD':
        return this.folder
      case 'DATE':
        return this.date
      case 'TIME':
        return this.time
      case 'RANDOM':
        return `${this.guest.random.stream('cmd').below(LARGEST_RANDOM)}`
      case 'ERRORLEVEL':
        return `${this.errorlevel}`
      case 'CMDEXTVERSION':
        return '2'
      case 'CMDCMDLINE':
        return this.settings.line
      default:
        return undefined
    }
  }

  /** "Mon 11/23/2026" */
  get date(): string {
    const time = wallTime(this.guest)
    return `${time.weekday.slice(0, 3)} ${dateText(time)}`
  }

  /** " 9:05:01.25" */
  get time(): string {
    const { hour, minute, second, nanosecond } = wallTime(this.guest)
    const two = (number: number) => `${number}`.padStart(2, '0')
    const hundredths = Math.floor(nanosecond / 10_000_000)
    return `${`${hour}`.padStart(2)}:${two(minute)}:${two(second)}.${two(hundredths)}`
  }

  get prompt(): string {
    const format = this.environment.get('PROMPT') ?? '$P$G'
    const { folder, date, time } = this
    return promptText(format, { folder, date, time, version: versionLine(this.guest) })
  }

  *print(text: string): Generator<Wait, void, void> {
    yield* this.write(1, Buffer.from(text, this.settings.isUnicode ? 'utf16le' : 'utf8'))
  }

  /** As print, with the end of the line. */
  *say(...lines: readonly string[]): Generator<Wait, void, void> {
    yield* this.print(lines.map(line => `${line}\r\n`).join(''))
  }

  /** Lines on standard error. */
  *complain(...lines: readonly string[]): Generator<Wait, void, void> {
    yield* this.write(2, Buffer.from(lines.map(line => `${line}\r\n`).join('')))
  }

  /** Of what can't be written nobody learns, but of a full disk. */
  *write(fd: number, bytes: Uint8Array): Generator<Wait, void, void> {
    if (!this.task.descriptors.has(fd)) return
    try {
      yield* this.task.write(fd, bytes)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      if (error.code === 'ENOSPC' && fd !== 2) yield* this.complain('There is not enough space on the disk.')
    }
  }

  /** Undefined at the end. */
  *readLine(): Generator<Wait, string | undefined, void> {
    if (!this.task.descriptors.has(0)) return undefined
    const bytes: number[] = []
    for (;;) {
      const [byte] = yield* this.task.read(0, 1)
      if (byte === undefined && bytes.length === 0) return undefined
      if (byte === undefined || byte === 10) break
      bytes.push(byte)
    }
    return Buffer.from(bytes).toString('utf8').replace(/\r$/, '')
  }
}
