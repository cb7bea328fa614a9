/**
 * A stream of C's stdio on an open file, behaving as glibc's does with full buffering. How that works, in our words:
 *
 * - One buffer serves both directions. It is as large as the file's preferred block and comes with the first use.
 * - `#offset` is the file's offset as far as the stream knows; it belongs to the end of what was read ahead (`#readEnd`).
 * - Bytes to be written lie from `#writeFrom` to `#writeAt`. A write that just fits stays there; of a longer one, what
 *   does not fit goes out directly, in whole buffers.
 * - Reads of less than a buffer fill it, others go past it, in whole buffers. What was read ahead is served even if
 *   others have written to the file since.
 * - A seek within what was read ahead only moves the pointer; another one goes to the start of a page and reads it in.
 *
 * Unlike C's functions these throw where C returns an error, except fread and fwrite: as there, the flag tells.
 */
import { Errno } from './errno.js'
import type { OpenFile, Whence } from './files/open-file.js'

/** What a stream was opened for. */
export interface StreamMode {
  readonly read: boolean
  readonly write: boolean
  readonly append: boolean
}

/** The largest buffer, whatever the file prefers: BUFSIZ of glibc. */
const BUFSIZ = 8192

const NOTHING: Uint8Array = new Uint8Array(0)

/** A stream as plain data; the open file is not part of it. */
export interface StreamSnapshot {
  readonly mode: StreamMode
  readonly buffer: Uint8Array
  readonly offset?: bigint
  /** readFrom, readAt, readEnd, writeFrom, writeAt, writeLimit */
  readonly marks: readonly [number, number, number, number, number, number]
  readonly writing: boolean
  readonly closed: boolean
  readonly eof: boolean
  readonly error: boolean
}

export class Stream {
  readonly #file: OpenFile
  readonly #mode: StreamMode
  /** Empty until the first use. */
  #buffer = NOTHING
  #offset: bigint | undefined
  #readFrom = 0
  #readAt = 0
  #readEnd = 0
  #writeFrom = 0
  #writeAt = 0
  #writeLimit = 0
  #writing = false
  #closed = false
  /** feof(3): a read met the end of the file. */
  eof = false
  /** ferror(3): a read or write failed. */
  error = false

  constructor(file: OpenFile, mode: StreamMode, from?: StreamSnapshot) {
    this.#file = file
    this.#mode = mode
    if (!from) return
    this.#buffer = from.buffer.slice()
    this.#offset = from.offset
    ;[this.#readFrom, this.#readAt, this.#readEnd, this.#writeFrom, this.#writeAt, this.#writeLimit] = from.marks
    this.#writing = from.writing
    this.#closed = from.closed
    this.eof = from.eof
    this.error = from.error
  }

  clearerr(): void {
    this.eof = false
    this.error = false
  }

  /**
   * fread(3): up to `length` bytes. Fewer mean that `eof` or `error` is set; `errno` then tells what happened.
   */
  fread(length: number): { bytes: Uint8Array; errno?: Errno } {
    if (length === 0) return { bytes: NOTHING }
    if (this.#closed) return { bytes: NOTHING, errno: this.#fail() }
    this.#makeBuffer()
    const parts: Uint8Array[] = []
    let errno: Errno | undefined
    for (let left = length; left > 0 && !errno; ) {
      const ahead = this.#buffer.slice(this.#readAt, Math.min(this.#readEnd, this.#readAt + left))
      this.#readAt += ahead.length
      left -= ahead.length
      parts.push(ahead)
      if (left === 0) break
      try {
        if (left < this.#buffer.length) {
          if (!this.#readAhead()) break
        } else {
          const part = this.#readPast(left - (left % this.#buffer.length))
          if (part.length === 0) break
          parts.push(part)
          left -= part.length
        }
      } catch (error) {
        errno = asErrno(error)
      }
    }
    return { bytes: new Uint8Array(Buffer.concat(parts)), ...(errno && { errno }) }
  }

  /** fwrite(3): how many bytes were taken. Fewer than given if a write failed; `errno` tells why. */
  fwrite(bytes: Uint8Array): { count: number; errno?: Errno } {
    if (bytes.length > 0 && this.#closed) return { count: 0, errno: this.#fail() }
    let left = this.#take(bytes, this.#writeLimit)
    try {
      if (left.length > 0) {
        this.#startWriting()
        this.#flushBuffer()
        const whole = left.length - (left.length % this.#buffer.length)
        if (whole > 0) {
          const count = this.#writeOut(left.subarray(0, whole))
          left = left.subarray(count.done)
          if (count.errno) throw count.errno
        }
        // The rest goes in byte by byte, so to speak: the limit does not count, it may be 0 after a read past the buffer.
        // After reading, the buffer may start in its middle: then even less than a buffer can overflow it.
        left = this.#take(left, this.#buffer.length)
        while (left.length > 0) {
          this.#flushBuffer()
          left = this.#take(left, this.#buffer.length)
        }
      }
    } catch (error) {
      return { count: bytes.length - left.length, errno: asErrno(error) }
    }
    return { count: bytes.length }
  }

  /**
   * fseek(3): pending writes go out first. Errors: EINVAL, ESPIPE, and those of write(2). False is the failure without an
   * errno: on a device that accepts any offset, glibc takes the offset -1 that was reached for its own sign of failure.
   */
  fseek(offset: bigint, whence: Whence): boolean {
    if (this.#closed) throw new Errno('EBADF')
    // Only as much of a page is read as is skipped, if nothing had been read or written.
    const exact = this.#readFrom === this.#readEnd && this.#writeFrom === this.#writeAt
    if (this.#writing || this.#writeAt > this.#writeFrom) this.#stopWriting()
    this.#makeBuffer()
    const target = this.#seekTarget(offset, whence)
    if (target === undefined) {
      // fseek(3) of a relative offset counts from where the program is, not from how far was read ahead.
      this.#seekFile(whence === 'cur' ? offset - BigInt(this.#readEnd - this.#readAt) : offset, whence)
      return true
    }
    if (this.#offset !== undefined) {
      const start = this.#offset - BigInt(this.#readEnd)
      if (target >= start && target < this.#offset) {
        this.#setRead(0, Number(target - start), this.#readEnd)
        this.#setWrite(0)
        this.eof = false
        // Others may have moved the file's offset. A failure changes nothing.
        attempt(() => this.#file.seek(this.#offset ?? 0n, 'set'))
        return true
      }
    }
    if (this.#mode.read) return this.#seekPage(target, exact)
    this.#seekFile(target, 'set')
    return true
  }

  /** ftell(3), with what is pending counted. Errors: ESPIPE. */
  ftell(): bigint {
    if (this.#closed) throw new Errno('EBADF')
    const pending = this.#writeAt > this.#writeFrom
    let offset = this.#offset
    let delta = 0
    if (this.#buffer.length > 0) {
      if (pending && this.#mode.append) {
        this.#offset = this.#file.seek(0n, 'end')
        offset = this.#offset
        delta = this.#writeAt - this.#writeFrom
      } else delta = pending ? this.#writeAt - this.#readEnd : this.#readAt - this.#readEnd
    }
    const position = (offset ?? this.#file.seek(0n, 'cur')) + BigInt(delta)
    if (position < 0n) throw new Errno('EINVAL')
    return position
  }

  /** fflush(3): writes what is pending, or puts the file's offset back to where the program is. */
  fflush(): void {
    if (this.#closed) throw new Errno('EBADF')
    if (this.#writeAt > this.#writeFrom) this.#flushBuffer()
    const delta = this.#readAt - this.#readEnd
    if (delta !== 0) {
      try {
        this.#file.seek(BigInt(delta), 'cur')
        this.#readEnd = this.#readAt
      } catch (error) {
        if (asErrno(error).code !== 'ESPIPE') throw error
      }
    }
    this.#offset = undefined
  }

  /** fclose(3): the file is closed even if the last write fails. Errors: those of write(2), EBADF if it is closed. */
  fclose(): void {
    if (this.#closed) throw new Errno('EBADF')
    this.#closed = true
    try {
      if (this.#writing && this.#writeAt > this.#writeFrom) this.#flushBuffer()
    } finally {
      this.#file.close()
    }
  }

  snapshot(): StreamSnapshot {
    return {
      mode: this.#mode,
      buffer: this.#buffer.slice(),
      ...(this.#offset !== undefined && { offset: this.#offset }),
      marks: [this.#readFrom, this.#readAt, this.#readEnd, this.#writeFrom, this.#writeAt, this.#writeLimit],
      writing: this.#writing,
      closed: this.#closed,
      eof: this.eof,
      error: this.error,
    }
  }

  /** The stream is not there for that. */
  #fail(): Errno {
    this.error = true
    return new Errno('EBADF')
  }

  #makeBuffer(): void {
    if (this.#buffer.length > 0) return
    const { blksize } = this.#file.stat()
    this.#buffer = new Uint8Array(blksize > 0 && blksize < BUFSIZ ? blksize : BUFSIZ)
  }

  #setRead(from: number, at: number, end: number): void {
    this.#readFrom = from
    this.#readAt = at
    this.#readEnd = end
  }

  #setWrite(limit: number): void {
    this.#writeFrom = 0
    this.#writeAt = 0
    this.#writeLimit = limit
  }

  /** Puts into the buffer what it can take up to a limit, and gives back the rest. */
  #take(bytes: Uint8Array, limit: number): Uint8Array {
    const part = bytes.subarray(0, Math.max(limit - this.#writeAt, 0))
    this.#buffer.set(part, this.#writeAt)
    this.#writeAt += part.length
    return bytes.subarray(part.length)
  }

  /** Turns the buffer to writing, from where the program was reading. */
  #startWriting(): void {
    if (!this.#mode.write) throw this.#fail()
    if (this.#writing) return
    this.#makeBuffer()
    if (this.#readAt === this.#buffer.length) this.#setRead(0, 0, 0)
    this.#writeFrom = this.#readAt
    this.#writeAt = this.#readAt
    this.#writeLimit = this.#buffer.length
    this.#setRead(this.#readEnd, this.#readEnd, this.#readEnd)
    this.#writing = true
  }

  /** Turns the buffer to reading; pending bytes go out. */
  #stopWriting(): void {
    if (this.#writeAt > this.#writeFrom) this.#flushBuffer()
    this.#setRead(0, this.#writeAt, Math.max(this.#readEnd, this.#writeAt))
    this.#writeFrom = this.#writeAt
    this.#writeLimit = this.#writeAt
    this.#writing = false
  }

  #flushBuffer(): void {
    if (this.#writeAt === this.#writeFrom) return
    const { errno } = this.#writeOut(this.#buffer.slice(this.#writeFrom, this.#writeAt))
    if (errno) throw errno
  }

  /** Writes to the file at the place that the buffer stands for, and empties the buffer even if that fails. */
  #writeOut(bytes: Uint8Array): { done: number; errno?: Errno } {
    if (this.#mode.append) this.#offset = undefined
    else if (this.#readEnd !== this.#writeFrom) {
      try {
        this.#offset = this.#file.seek(BigInt(this.#writeFrom - this.#readEnd), 'cur')
      } catch (error) {
        // The pending bytes stay, and the stream has not failed: so it is in glibc.
        return { done: 0, errno: asErrno(error) }
      }
    }
    let done = 0
    let errno: Errno | undefined
    try {
      while (done < bytes.length) done += this.#file.write(bytes.subarray(done))
    } catch (error) {
      errno = asErrno(error)
      this.error = true
    }
    if (this.#offset !== undefined) this.#offset += BigInt(done)
    this.#setRead(0, 0, 0)
    this.#setWrite(this.#buffer.length)
    return errno ? { done, errno } : { done }
  }

  /** Fills the buffer; false at the end of the file. */
  #readAhead(): boolean {
    if (this.#writing) this.#stopWriting()
    if (this.#readAt < this.#readEnd) return true
    if (this.eof) return false
    if (!this.#mode.read) throw this.#fail()
    this.#setRead(0, 0, 0)
    this.#setWrite(0)
    let bytes = NOTHING
    try {
      bytes = this.#readFile(this.#buffer.length)
    } finally {
      if (bytes.length === 0) this.#offset = undefined
    }
    this.#buffer.set(bytes)
    this.#readEnd = bytes.length
    return bytes.length > 0
  }

  /** Reads past the buffer. */
  #readPast(length: number): Uint8Array {
    this.#setRead(0, 0, 0)
    this.#setWrite(0)
    return this.#readFile(length)
  }

  #readFile(length: number): Uint8Array {
    try {
      const bytes = this.#file.read(length)
      if (bytes.length === 0) this.eof = true
      else if (this.#offset !== undefined) this.#offset += BigInt(bytes.length)
      return bytes
    } catch (error) {
      this.error = true
      throw error
    }
  }

  /** The absolute offset that a seek means, or undefined if only the file can tell. Errors: EINVAL. */
  #seekTarget(offset: bigint, whence: Whence): bigint | undefined {
    if (whence === 'set') return offset
    if (whence === 'cur') {
      if (this.#offset === undefined) return undefined
      const target = offset - BigInt(this.#readEnd - this.#readAt) + this.#offset
      if (target < 0n) throw new Errno('EINVAL')
      return target
    }
    const stat = this.#file.stat()
    return stat.kind === 'file' ? offset + stat.size : undefined
  }

  /** Goes to the page of the target and reads it. */
  #seekPage(target: bigint, exact: boolean): boolean {
    const delta = Number(BigInt.asUintN(64, target) % BigInt(this.#buffer.length))
    const start = this.#file.seek(target - BigInt(delta), 'set')
    let bytes = NOTHING
    let skipped = 0
    if (delta > 0) {
      try {
        bytes = this.#file.read(exact ? delta : this.#buffer.length)
        skipped = bytes.length
      } catch {
        // What cannot be read can still be skipped.
      }
      if (skipped < delta) {
        this.#seekFile(BigInt(delta - skipped), 'cur')
        return true
      }
    }
    this.#buffer.set(bytes)
    this.#setRead(0, delta, bytes.length)
    this.#setWrite(0)
    this.#offset = start + BigInt(bytes.length)
    this.eof = false
    return target !== -1n
  }

  /** Leaves the seeking to the file. */
  #seekFile(offset: bigint, whence: Whence): void {
    this.#offset = this.#file.seek(offset, whence)
    this.eof = false
    this.#setRead(0, 0, 0)
    this.#setWrite(0)
  }
}

function asErrno(error: unknown): Errno {
  if (error instanceof Errno) return error
  throw error
}

function attempt(action: () => unknown): void {
  try {
    action()
  } catch (error) {
    asErrno(error)
  }
}
