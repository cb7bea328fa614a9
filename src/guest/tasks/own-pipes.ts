/** /dev/fd/63 and the like in a program that is one function: it is called again when what it opens there has been read. */
import { Errno } from '../errno.js'
import { FifoContent } from '../files/fifo-content.js'
import type { OpenFile, OpenFlags } from '../files/open-file.js'
import type { FileStat } from '../files/stat.js'
import type { Wait } from '../wait.js'
import type { Task } from './task.js'

/** Thrown where such a descriptor is opened. */
export class DescriptorNeeded extends Error {
  readonly fd: number

  constructor(fd: number) {
    super('a descriptor is to be read first')
    this.fd = fd
  }
}

/** The descriptor that a path names: /dev/stdin, /dev/fd/3, /proc/self/fd/3. */
export function descriptorOf(path: string): number | undefined {
  const [, name, number] =
    /^\/dev\/(stdin|stdout|stderr)$|^(?:\/dev|\/proc\/self|\/proc\/\d+)\/fd\/(\d+)$/.exec(path) ?? []
  if (number !== undefined) return Number(number)
  return name === undefined ? undefined : ['stdin', 'stdout', 'stderr'].indexOf(name)
}

function refuse(): never {
  throw new Errno('EPERM')
}

export class OwnPipes {
  readonly #task: Task
  readonly #contents = new Map<number, Uint8Array>()

  constructor(task: Task) {
    this.#task = task
  }

  /** Undefined for a path that is none of a pipe that this process has open. */
  readonly stat = (path: string): FileStat | undefined => {
    const fd = descriptorOf(path)
    if (fd === undefined || !this.#task.descriptors.has(fd)) return undefined
    const [, ino] = /^pipe:\[(\d+)\]$/.exec(this.#task.descriptors.get(fd).link) ?? []
    if (ino === undefined) return undefined
    const { uid, gid } = this.#task.cred
    const now = this.#task.guest.clock.now()
    return {
      ...{ kind: 'fifo', ino: Number(ino), mode: 0o600, nlink: 1, uid, gid, size: 0n },
      ...{ atime: now, mtime: now, ctime: now, blocks: 0n, blksize: 4096 },
    }
  }

  /** Undefined for what is not to be read from such a pipe. Throws DescriptorNeeded. */
  readonly open = (path: string, flags: OpenFlags): OpenFile | undefined => {
    const stat = flags.write ? undefined : this.stat(path)
    if (stat === undefined) return undefined
    const fd = descriptorOf(path) ?? 0
    const content = this.#contents.get(fd)
    if (content === undefined) throw new DescriptorNeeded(fd)
    return new FifoContent(path, content, { stat: () => stat, chmod: refuse })
  };

  *provide(fd: number): Generator<Wait, void, void> {
    this.#contents.set(fd, yield* this.#task.readAll(fd))
  }
}
