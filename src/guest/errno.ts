/** The error numbers of Linux (x86-64) that a guest can meet, with the texts that strerror(3) of glibc gives. */
const ERRNO = {
  EPERM: [1, 'Operation not permitted'],
  ENOENT: [2, 'No such file or directory'],
  ESRCH: [3, 'No such process'],
  EIO: [5, 'Input/output error'],
  ENXIO: [6, 'No such device or address'],
  E2BIG: [7, 'Argument list too long'],
  ENOEXEC: [8, 'Exec format error'],
  EBADF: [9, 'Bad file descriptor'],
  EAGAIN: [11, 'Resource temporarily unavailable'],
  ENOMEM: [12, 'Cannot allocate memory'],
  EACCES: [13, 'Permission denied'],
  EBUSY: [16, 'Device or resource busy'],
  EEXIST: [17, 'File exists'],
  EXDEV: [18, 'Invalid cross-device link'],
  ENODEV: [19, 'No such device'],
  ENOTDIR: [20, 'Not a directory'],
  EISDIR: [21, 'Is a directory'],
  EINVAL: [22, 'Invalid argument'],
  EMFILE: [24, 'Too many open files'],
  ENOTTY: [25, 'Inappropriate ioctl for device'],
  ETXTBSY: [26, 'Text file busy'],
  EFBIG: [27, 'File too large'],
  ENOSPC: [28, 'No space left on device'],
  ESPIPE: [29, 'Illegal seek'],
  EROFS: [30, 'Read-only file system'],
  EMLINK: [31, 'Too many links'],
  EPIPE: [32, 'Broken pipe'],
  ERANGE: [34, 'Numerical result out of range'],
  ENAMETOOLONG: [36, 'File name too long'],
  ENOSYS: [38, 'Function not implemented'],
  ENOTEMPTY: [39, 'Directory not empty'],
  ELOOP: [40, 'Too many levels of symbolic links'],
  EOVERFLOW: [75, 'Value too large for defined data type'],
  EOPNOTSUPP: [95, 'Operation not supported'],
  ETIMEDOUT: [110, 'Connection timed out'],
} as const

export type ErrnoCode = keyof typeof ERRNO

export const ERRNO_CODES = Object.keys(ERRNO) as ErrnoCode[]

/** The text of an error number, as strerror(3) gives it: `strerror('ENOENT')` is "No such file or directory". */
export function strerror(code: ErrnoCode): string {
  return ERRNO[code][1]
}

/** What a system call of the guest throws: `code` is the symbolic name, `errno` Linux's number. */
export class Errno extends Error {
  override readonly name = 'Errno'
  readonly code: ErrnoCode
  readonly errno: number

  constructor(code: ErrnoCode, what = '') {
    super(what === '' ? `${code}: ${strerror(code)}` : `${code}: ${strerror(code)}, ${what}`)
    this.code = code
    this.errno = ERRNO[code][0]
  }

  /** "No such file or directory" and the like. */
  get text(): string {
    return strerror(this.code)
  }
}

/** Undefined where a system call fails. */
export function unlessErrno<T>(call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    if (error instanceof Errno) return undefined
    throw error
  }
}
