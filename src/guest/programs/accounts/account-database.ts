/** The files of accounts as shadow-utils change them: all of them together, and only when nothing went wrong. */
import type { Tool } from '../tool.js'

/** The fields of a line. */
export type Row = string[]

export const PASSWD = '/etc/passwd'
export const SHADOW = '/etc/shadow'
export const GROUP = '/etc/group'
export const GSHADOW = '/etc/gshadow'

const CANNOT_LOCK = 1

export class AccountDatabase {
  readonly #tool: Tool
  readonly #files = new Map<string, Row[]>()

  constructor(tool: Tool) {
    this.#tool = tool
  }

  /** Throws what ends the program when the caller may not change them, or somebody else is about to. */
  lock(): void {
    const tool = this.#tool
    if (tool.cred.uid !== 0) tool.stderr.add(`${tool.name}: Permission denied.\n`)
    else if (!this.#isLockHeld()) return
    throw tool.fail('cannot lock /etc/passwd; try again later.', CANNOT_LOCK)
  }

  /** Changed in place; written by `save`. Empty for a file that isn't there, which stays so. */
  rows(path: string): Row[] {
    let rows = this.#files.get(path)
    if (rows === undefined) {
      const { files } = this.#tool
      const text = files.exists(path) ? files.readFile(path, 'utf8') : ''
      rows = text
        .split('\n')
        .filter(line => line !== '')
        .map(line => line.split(':'))
      this.#files.set(path, rows)
    }
    return rows
  }

  find(path: string, name: string): Row | undefined {
    return this.rows(path).find(([first]) => first === name)
  }

  add(path: string, row: Row): void {
    this.rows(path).push(row)
  }

  remove(path: string, name: string): void {
    this.#files.set(
      path,
      this.rows(path).filter(([first]) => first !== name),
    )
  }

  /** Under its new name a line comes last. */
  rename(path: string, from: string, to: string): void {
    const row = this.find(path, from)
    if (row === undefined) return
    this.remove(path, from)
    this.add(path, [to, ...row.slice(1)])
  }

  /** The group of a name, or of a number. */
  group(text: string): Row | undefined {
    return this.find(GROUP, text) ?? this.rows(GROUP).find(([, , gid]) => /^\d+$/.test(text) && gid === text)
  }

  /** Lets the members of a group be others: in /etc/group, and in /etc/gshadow if that has the group. */
  changeMembers(group: string, change: (members: readonly string[]) => readonly string[]): void {
    for (const path of [GROUP, GSHADOW]) {
      const row = this.find(path, group)
      if (row !== undefined) row[3] = change((row[3] ?? '').split(',').filter(member => member !== '')).join(',')
    }
  }

  save(): void {
    const { files } = this.#tool
    for (const [path, rows] of this.#files) {
      if (files.exists(path)) files.writeFile(path, rows.map(row => `${row.join(':')}\n`).join(''))
    }
  }

  /** A lock file counts for as long as the process lives whose pid is in it. */
  #isLockHeld(): boolean {
    const { files, guest, stderr, name } = this.#tool
    for (const file of [PASSWD, GROUP, SHADOW, GSHADOW].map(path => `${path}.lock`)) {
      if (!files.exists(file)) continue
      const pid = Number.parseInt(files.readFile(file, 'utf8'), 10)
      if (Number.isNaN(pid)) stderr.add(`${name}: existing lock file ${file} without a PID\n`)
      else if (guest.processes.get(pid) !== undefined) stderr.add(`${name}: lock ${file} already used by PID ${pid}\n`)
      else continue
      return true
    }
    return false
  }
}
