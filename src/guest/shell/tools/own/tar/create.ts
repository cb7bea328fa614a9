/** tar -c: files and all that is below them as entries of an archive. */
import { Errno } from '../../../../errno.js'
import type { FileStat } from '../../../../files/stat.js'
import { SECOND } from '../../../../programs/local-time.js'
import { closeInput, openInput } from '../../../../programs/streaming/input.js'
import type { Wait } from '../../../../wait.js'
import { type ArchiveTarget, openArchive, writeArchive } from './archive.js'
import { type Entry, encodeEnd, encodeEntry } from './entry.js'
import { isExcluded } from './names.js'
import type { TarRun } from './run.js'

const NOTHING = new Uint8Array(0)

export function* create(run: TarRun): Generator<Wait, void, void> {
  const target = yield* openArchive(run)
  const creation = new Creation(run, target)
  for (const { name, directory } of run.settings.members) yield* creation.add(name, directory)
  yield* creation.enter(run.settings.directory)
  const entries = Buffer.concat(creation.parts)
  yield* writeArchive(run, target, Buffer.concat([entries, encodeEnd(entries.length)]))
}

class Creation {
  readonly parts: Uint8Array[] = []
  readonly #run: TarRun
  readonly #target: ArchiveTarget
  /** Names of files that have several, by inode. */
  readonly #links = new Map<number, string>()

  constructor(run: TarRun, target: ArchiveTarget) {
    this.#run = run
    this.#target = target
  }

  *add(name: string, directory: string | undefined): Generator<Wait, void, void> {
    const base = yield* this.enter(directory)
    const path = name.startsWith('/') ? name : `${base.replace(/\/$/, '')}/${name}`
    yield* this.#visit(name.replace(/(.)\/+$/, '$1'), path)
  }

  /** The path of what -C names; where the program is if that is nothing. */
  *enter(directory: string | undefined): Generator<Wait, string, void> {
    const { task } = this.#run.console
    if (directory === undefined) return task.cwd
    if (!task.guest.files.exists(task.path(directory), task.cred))
      yield* this.#run.giveUp(`${this.#run.shown(directory)}: Cannot open: No such file or directory`)
    return task.path(directory)
  }

  *#visit(name: string, path: string): Generator<Wait, void, void> {
    const { console, settings } = this.#run
    const { task } = console
    const { files } = task.guest
    yield* task.work()
    if (isExcluded(name, settings.excludes)) return
    let stat: FileStat
    try {
      stat = yield* task.call(() => (settings.follows ? files.stat(path, task.cred) : files.lstat(path, task.cred)))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.#run.complainOf(name, 'Cannot stat', error)
    }
    if (stat.kind === 'file' && this.#target.path === files.realpath(path, task.cred)) {
      yield* console.say(`${console.name}: ${this.#run.shown(name)}: file is the archive; not dumped\n`)
      return
    }
    if (stat.kind === 'directory') yield* this.#directory(name, path, stat)
    else yield* this.#file(name, path, stat)
  }

  *#directory(name: string, path: string, stat: FileStat): Generator<Wait, void, void> {
    const { task } = this.#run.console
    const slashed = name.endsWith('/') ? name : `${name}/`
    try {
      const names = yield* task.call(() => task.guest.files.readdir(path, task.cred))
      yield* this.#put(yield* this.#entry(slashed, stat, { kind: 'directory' }))
      for (const below of names) yield* this.#visit(slashed + below, `${path.replace(/\/$/, '')}/${below}`)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#run.complainOf(name, 'Cannot open', error)
    }
  }

  *#file(name: string, path: string, stat: FileStat): Generator<Wait, void, void> {
    const { task } = this.#run.console
    const first = this.#links.get(stat.ino)
    if (first !== undefined) {
      const target = yield* this.#run.safe(first, 'hard link targets')
      return yield* this.#put(yield* this.#entry(name, stat, { kind: 'link', target }))
    }
    try {
      const { kind } = stat
      if (kind === 'symlink') {
        const target = task.guest.files.readlink(path, task.cred)
        yield* this.#put(yield* this.#entry(name, stat, { kind, target }))
      } else if (kind === 'file') {
        const fd = yield* openInput(task, path)
        const content = yield* task.readAll(fd)
        closeInput(task, fd)
        yield* this.#put(yield* this.#entry(name, stat, { kind, content }))
      } else yield* this.#put(yield* this.#entry(name, stat, { kind, device: stat.rdev }))
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* this.#run.complainOf(name, 'Cannot open', error)
    }
    if (stat.nlink > 1) this.#links.set(stat.ino, name)
  }

  *#entry(
    given: string,
    stat: FileStat,
    what: { kind: Entry['kind']; target?: string; content?: Uint8Array; device?: Entry['device'] | undefined },
  ): Generator<Wait, Entry, void> {
    const { users } = this.#run.console.task.guest
    const name = yield* this.#run.safe(given, 'member names')
    const { mode, uid, gid } = stat
    const { kind, target = '', content = NOTHING, device } = what
    const owners = this.#run.settings.hasNumericOwners
      ? { owner: '', group: '' }
      : {
          owner: users.accounts().find(account => account.uid === uid)?.name ?? '',
          group: users.groups().find(group => group.gid === gid)?.name ?? '',
        }
    const mtime = Number(stat.mtime / SECOND)
    return {
      name,
      kind,
      mode,
      uid,
      gid,
      ...owners,
      mtime,
      target,
      size: content.length,
      content,
      ...(device !== undefined && { device }),
    }
  }

  *#put(entry: Entry): Generator<Wait, void, void> {
    yield* this.#run.tell(entry, this.#run.settings.verbosity, this.#target.path === undefined ? 2 : 1)
    this.parts.push(encodeEntry(entry))
  }
}
