/** The fifos of a program that is one function: it is called again when what it opens has met its other end. */
import { FifoContent } from '../files/fifo-content.js'
import type { OpenFile } from '../files/open-file.js'
import type { OpenedFifo } from '../files/opening.js'
import { statInode } from '../files/stat.js'
import type { Wait } from '../wait.js'
import type { Description } from './description.js'
import type { Task } from './task.js'

/** Thrown where a fifo is opened that isn't there yet. */
export class FifoNeeded extends Error {
  readonly fifo: OpenedFifo

  constructor(fifo: OpenedFifo) {
    super('a fifo waits for its other end')
    this.fifo = fifo
  }
}

export class Fifos {
  readonly #task: Task
  /** What was read, by the number of the inode. */
  readonly #contents = new Map<number, Uint8Array>()
  /** Open for writing, so that they stay so from one call to the next. */
  readonly #held: Description[] = []

  constructor(task: Task) {
    this.#task = task
  }

  /** What a call of the program opens. Throws FifoNeeded. */
  readonly open = (fifo: OpenedFifo): OpenFile | undefined => {
    const { inode, path, flags } = fifo
    if (flags.read && flags.write) return undefined
    if (flags.write && (inode.pipe?.readers ?? 0) > 0) return undefined
    const content = flags.read ? this.#contents.get(inode.ino) : undefined
    if (content === undefined) throw new FifoNeeded(fifo)
    return new FifoContent(path, content, {
      stat: () => statInode(inode),
      chmod(mode) {
        inode.mode = mode & 0o7777
      },
    })
  };

  /** Waits for it: for all that comes out of it, or for somebody who reads. */
  *provide({ inode, path, flags }: OpenedFifo): Generator<Wait, void, void> {
    const { descriptors } = this.#task
    const description = (yield* this.#task.open(path, flags)).hold()
    if (!flags.read) {
      this.#held.push(description)
      return
    }
    const fd = descriptors.add(description, 3)
    description.release()
    try {
      this.#contents.set(inode.ino, yield* this.#task.readAll(fd))
    } finally {
      if (descriptors.has(fd)) descriptors.close(fd)
    }
  }

  close(): void {
    for (const description of this.#held.splice(0)) description.release()
  }
}
