import { getSystemErrorMap } from 'node:util'

/** libuv words a few errors otherwise than strerror(3). */
const OTHERWISE: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'Cannot assign requested address',
  EHOSTUNREACH: 'No route to host',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
}

/** What strerror(3) says of a system error: "No such file or directory"; the whole message of any other. */
export function strerror(error: unknown): string {
  // Of a name with several addresses each has failed.
  if (error instanceof AggregateError) return strerror(error.errors[0])
  const { code = '', message, errno = 0 } = error as NodeJS.ErrnoException
  // Errors of sockets say what was tried, and not what went wrong.
  const words = /^[A-Z0-9]+: (.*?)(?:, |$)/.exec(message)?.[1] ?? getSystemErrorMap().get(errno)?.[1]
  return OTHERWISE[code] ?? (words === undefined ? message : words.charAt(0).toUpperCase() + words.slice(1))
}
