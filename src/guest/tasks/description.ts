/** Open file descriptions: what descriptors of processes refer to, several of them to the same one (dup(2), fork(2)). */
import { Errno } from '../errno.js'
import type { OpenFile } from '../files/open-file.js'
import type { Pipe } from '../files/pipe.js'
import type { Wait } from '../wait.js'

export abstract class Description {
  /** What the link in /proc/PID/fd says: "/dev/null", "pipe:[31]". */
  abstract readonly link: string
  /** For fstat(2), lseek(2) and ftruncate(2); undefined for what is no file. */
  readonly file: OpenFile | undefined = undefined
  /** What it is an end of; a fifo, which has a name and others use later, is a file. */
  readonly pipe: Pipe | undefined = undefined
  #holders = 0

  /** One descriptor more refers to it. */
  hold(): this {
    this.#holders++
    return this
  }

  /** Some descriptor refers to it. */
  get isOpen(): boolean {
    return this.#holders > 0
  }

  /** One less; the last one closes it. */
  release(): void {
    this.#holders--
    if (this.#holders === 0) this.close()
  }

  /** read(2): empty at the end. Errors: EBADF, EAGAIN when it would block (see `changed`), what the file gives. */
  read(_length: number): Uint8Array {
    throw new Errno('EBADF')
  }

  /** write(2): how many bytes were written. Errors: EBADF, EPIPE, EAGAIN when it would block, what the file gives. */
  write(_bytes: Uint8Array): number {
    throw new Errno('EBADF')
  }

  /** What to wait for after EAGAIN. */
  changed: Wait = resume => resume()

  protected close(): void {}
}

/** A file of the guest. */
export class FileDescription extends Description {
  override readonly file: OpenFile
  readonly link: string

  constructor(file: OpenFile, link: string) {
    super()
    this.file = file
    this.link = link
  }

  override read(length: number): Uint8Array {
    return this.file.read(length)
  }

  override write(bytes: Uint8Array): number {
    return this.file.write(bytes)
  }

  override changed: Wait = resume => {
    const { pipe } = this.file
    if (pipe === undefined) resume()
    else pipe.changed.wait(resume)
  }

  protected override close(): void {
    try {
      this.file.close()
    } catch (error) {
      // The guest has been restored to an earlier state, which has no such file.
      if (!(error instanceof Errno && error.code === 'EBADF')) throw error
    }
  }
}

/** One end of a pipe(2). */
export class PipeEnd extends Description {
  readonly link: string
  override readonly pipe: Pipe
  readonly #side: 'readers' | 'writers'

  constructor(pipe: Pipe, side: 'readers' | 'writers', link: string) {
    super()
    this.pipe = pipe
    this.#side = side
    this.link = link
    pipe[side] += 1
  }

  override read(length: number): Uint8Array {
    if (this.#side === 'writers') throw new Errno('EBADF')
    return this.pipe.read(length)
  }

  override write(bytes: Uint8Array): number {
    if (this.#side === 'readers') throw new Errno('EBADF')
    return this.pipe.write(bytes)
  }

  override changed: Wait = resume => this.pipe.changed.wait(resume)

  protected override close(): void {
    this.pipe[this.#side] -= 1
    this.pipe.closed()
  }
}

/** What was given to a process beforehand: a pipe whose writer has written it all and gone. */
export class Given extends Description {
  readonly link: string
  #bytes: Uint8Array

  constructor(bytes: Uint8Array, link: string) {
    super()
    this.#bytes = bytes
    this.link = link
  }

  override read(length: number): Uint8Array {
    const bytes = this.#bytes.subarray(0, length)
    this.#bytes = this.#bytes.subarray(bytes.length)
    return bytes
  }
}

/** /dev/null, whatever it is called. */
export class Null extends Description {
  readonly link: string

  constructor(link = '/dev/null') {
    super()
    this.link = link
  }

  override read(): Uint8Array {
    return new Uint8Array(0)
  }

  override write(bytes: Uint8Array): number {
    return bytes.length
  }
}
