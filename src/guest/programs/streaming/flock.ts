import { Errno } from '../../errno.js'
import type { Guest } from '../../guest.js'
import type { Description } from '../../tasks/description.js'
import { program, statusOf } from './console.js'

/** An open file, whoever has inherited it; or the process that has opened the file for its lock alone. */
type Holder = Description | number

/** Who holds the lock of a file, by its number; files that are closed and processes that are gone hold none. */
class Locks {
  readonly #holders = new Map<number, { readonly by: Holder; readonly isShared: boolean }[]>()

  take(guest: Guest, ino: number, by: Holder, isShared: boolean): boolean {
    const isAlive = (it: Holder) => (typeof it === 'number' ? guest.processes.get(it) !== undefined : it.isOpen)
    const holders = (this.#holders.get(ino) ?? []).filter(holder => isAlive(holder.by) && holder.by !== by)
    this.#holders.set(ino, holders)
    if (holders.some(holder => !isShared || !holder.isShared)) return false
    holders.push({ by, isShared })
    return true
  }

  release(ino: number, by: Holder): void {
    this.#holders.set(
      ino,
      (this.#holders.get(ino) ?? []).filter(holder => holder.by !== by),
    )
  }
}

/** They live no longer than the processes that hold them, and no snapshot is taken while there are such. */
const locks = new WeakMap<Guest, Locks>()

const USAGE = 64
const FAILED = 66
const NOT_RUN = 69

export const flock = program(
  function* (console) {
    const { task } = console
    const { guest } = task
    const declared = [
      ...[
        's,shared',
        'x,exclusive',
        'e',
        'u,unlock',
        'n,nonblock,nb',
        'w,timeout,wait=',
        'o,close',
        'E,conflict-exit-code=',
      ],
      ...['c,command=', 'F,no-fork', 'verbose'],
    ]
    // Options may stand behind the file, as in `flock FILE -c COMMAND`.
    const options = yield* console.options(declared, { usageCode: USAGE, stopEarly: true })
    const [file, ...rest] = options.operands
    if (file === undefined) {
      return console.args.length === 0
        ? yield* console.usage('not enough arguments', USAGE)
        : yield* console.fail('requires file descriptor, file or directory', USAGE)
    }
    const table = locks.get(guest) ?? new Locks()
    locks.set(guest, table)
    const isDescriptor = rest.length === 0 && /^\d+$/.test(file)
    const shell = task.env.SHELL ?? '/bin/sh'
    const [first, ...others] = rest
    const argv = first === '-c' || first === '--command' ? [shell, '-c', ...others] : rest
    if (!isDescriptor && argv.length === 0) return yield* console.fail(`bad file descriptor: '${file}'`, USAGE)
    let ino: number
    try {
      ino = isDescriptor ? (task.descriptors.get(Number(file)).file?.stat().ino ?? -Number(file)) : yield* inodeOf(file)
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* console.fail(
        isDescriptor ? `${file}: ${error.text}` : `cannot open lock file ${file}: ${error.text}`,
        isDescriptor ? 65 : FAILED,
      )
    }
    // A descriptor's lock stays when this process has gone, as long as any has the file open.
    const holder = isDescriptor ? task.descriptors.get(Number(file)) : task.pid
    if (options.has('u')) {
      table.release(ino, holder)
      return { exitCode: 0 }
    }
    const conflict = Number(options.value('E') ?? 1)
    const wait = options.value('w')
    const deadline = wait === undefined ? undefined : guest.clock.inGuest() + BigInt(Math.round(Number(wait) * 1e9))
    while (!table.take(guest, ino, holder, options.has('s'))) {
      if (options.has('n')) return { exitCode: conflict }
      if (deadline !== undefined && guest.clock.inGuest() >= deadline) return { exitCode: conflict }
      // Holders that were killed tell nobody.
      yield* task.sleep(10_000_000n)
    }
    if (isDescriptor) return { exitCode: 0 }
    try {
      return { exitCode: statusOf(yield* task.run({ path: argv[0] ?? '', argv })) }
    } catch (error) {
      if (!(error instanceof Errno)) throw error
      return yield* console.fail(`failed to execute ${argv[0]}: ${error.text}`, NOT_RUN)
    } finally {
      table.release(ino, holder)
    }

    function* inodeOf(name: string) {
      const { files } = guest
      const path = task.path(name)
      if (!files.exists(path, task.cred)) {
        const opened = yield* task.open(name, { read: true, write: false, create: true }, 0o666 & ~task.umask)
        task.descriptors.close(task.descriptors.add(opened, 3))
      }
      return files.stat(path, task.cred).ino
    }
  },
  { shortName: true },
)
