/** tar -x: entries of an archive as files. */
import { Errno } from '../../../../errno.js'
import { SECOND } from '../../../../programs/local-time.js'
import { quoted } from '../../../../programs/quote.js'
import type { Wait } from '../../../../wait.js'
import type { Entry } from './entry.js'
import { strippedName } from './names.js'
import type { TarRun } from './run.js'

export class Extraction {
  readonly #run: TarRun
  readonly #base: string
  /** Their modes and times are set when all is in them. */
  readonly #directories: { readonly path: string; readonly entry: Entry }[] = []

  constructor(run: TarRun, base: string) {
    this.#run = run
    this.#base = base
  }

  *add(entry: Entry): Generator<Wait, void, void> {
    const { settings, console } = this.#run
    const kept = strippedName(entry.name, settings.stripped)
    if (kept === undefined) return
    yield* this.#run.tell(entry, settings.verbosity, settings.toStdout ? 2 : 1)
    if (settings.toStdout) {
      if (entry.kind === 'file') yield* console.print(entry.content)
      return
    }
    if (kept.split('/').includes('..') && !settings.keepsSlash)
      return yield* this.#run.complain(`${this.#run.shown(kept)}: Member name contains '..'`)
    const name = (yield* this.#run.safe(kept, 'member names')).replace(/(.)\/+$/, '$1')
    const path = name.startsWith('/') ? name : `${this.#base.replace(/\/$/, '')}/${name}`
    yield* this.#make(entry, name, path)
  }

  /** Once all are there. */
  *finish(): Generator<Wait, void, void> {
    for (const { path, entry } of this.#directories.reverse()) yield* this.#attributes(path, entry)
  }

  *#make(entry: Entry, name: string, path: string): Generator<Wait, void, void> {
    const { task } = this.#run.console
    const { files } = task.guest
    const { kind, target } = entry
    const action = ACTIONS[kind]?.(target) ?? 'Cannot open'
    try {
      yield* task.call(() => this.#parents(path))
      if (kind === 'directory') {
        if (!(yield* task.call(() => this.#isDirectory(path)))) {
          yield* task.call(() => this.#remove(path))
          yield* task.call(() => files.mkdir(path, { mode: 0o777 & ~task.umask }, task.cred))
        }
        this.#directories.push({ path, entry })
        return
      }
      yield* task.call(() => this.#remove(path))
      if (kind === 'symlink') yield* task.call(() => files.symlink(target, path, task.cred))
      else if (kind === 'link') yield* this.#link(target, path)
      else if (kind === 'file') yield* this.#file(entry, path)
      else if (kind === 'fifo') yield* task.call(() => files.mkfifo(path, entry.mode & ~task.umask, task.cred))
      else return yield* this.#run.complain(`${this.#run.shown(name)}: mockvm doesn't make device nodes yet`)
      if (kind === 'file' || kind === 'fifo') yield* this.#attributes(path, entry)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      yield* this.#run.complainOf(name, action, error)
    }
  }

  *#link(given: string, path: string): Generator<Wait, void, void> {
    const { task } = this.#run.console
    const target = yield* this.#run.safe(given, 'hard link targets')
    const from = target.startsWith('/') ? target : `${this.#base.replace(/\/$/, '')}/${target}`
    yield* task.call(() => task.guest.files.link(from, path, task.cred))
  }

  *#file({ content }: Entry, path: string): Generator<Wait, void, void> {
    const { task } = this.#run.console
    const flags = { read: false, write: true, create: true, exclusive: true }
    const fd = task.descriptors.add(yield* task.open(path, flags, 0o600), 3)
    try {
      if (content.length > 0) yield* task.write(fd, content)
    } finally {
      task.descriptors.close(fd)
    }
  }

  *#attributes(path: string, { mode, uid, gid, owner, group, mtime }: Entry): Generator<Wait, void, void> {
    const { settings, console } = this.#run
    const { task } = console
    const { files, users, clock } = task.guest
    const isRoot = task.cred.uid === 0
    const byName = !settings.hasNumericOwners
    const user = byName ? (users.accounts().find(({ name }) => name === owner)?.uid ?? uid) : uid
    const club = byName ? (users.groups().find(({ name }) => name === group)?.gid ?? gid) : gid
    yield* task.call(() => {
      if (settings.sameOwner ?? isRoot) files.chown(path, user, club, task.cred)
      files.chmod(path, (settings.samePermissions ?? isRoot) ? mode : mode & 0o777 & ~task.umask, task.cred)
      if (settings.keepsTimes) files.utimes(path, clock.now(), BigInt(mtime) * SECOND, task.cred)
    })
  }

  #parents(path: string): void {
    const { task } = this.#run.console
    const parent = path.slice(0, path.lastIndexOf('/')) || '/'
    const { files } = task.guest
    if (!files.exists(parent, task.cred)) files.mkdir(parent, { recursive: true, mode: 0o777 & ~task.umask }, task.cred)
  }

  #isDirectory(path: string): boolean {
    const { task } = this.#run.console
    const { files } = task.guest
    return files.exists(path, task.cred) && files.lstat(path, task.cred).kind === 'directory'
  }

  /** What is in the way goes; where it can't, making the new one tells why. */
  #remove(path: string): void {
    const { task } = this.#run.console
    const { files } = task.guest
    try {
      if (this.#isDirectory(path)) files.rmdir(path, task.cred)
      else files.unlink(path, task.cred)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
    }
  }
}

/** What could not be done, by kind. */
const ACTIONS: Partial<Readonly<Record<Entry['kind'], (target: string) => string>>> = {
  directory: () => 'Cannot mkdir',
  symlink: target => `Cannot create symlink to ${quoted(target)}`,
  link: target => `Cannot hard link to ${quoted(target)}`,
  fifo: () => 'Cannot mkfifo',
}
