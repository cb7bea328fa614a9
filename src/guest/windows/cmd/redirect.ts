/** Streams of a command that lead elsewhere while it runs. */
import { type Description, FileDescription } from '../../tasks/description.js'
import type { Wait } from '../../wait.js'
import type { Running, Shell } from './shell.js'
import type { Redirection } from './statement.js'
import { errorText } from './texts.js'
import { unquoted } from './words.js'

/** Where a stream that is closed leads: no number. */
type Before = readonly [fd: number, description: Description | undefined]

/** Runs `action` with them, and puts everything back. Where one can't be opened nothing is run, and it ends with 1. */
export function* redirected(
  shell: Shell,
  redirections: readonly Redirection[],
  expand: (text: string) => string,
  action: () => Running,
): Running {
  if (redirections.length === 0) return yield* action()
  const before: Before[] = []
  try {
    for (const redirection of redirections) {
      const description = yield* opened(shell, redirection, expand)
      if (description === undefined) {
        shell.errorlevel = 1
        return 1
      }
      before.push(replace(shell, redirection.fd, description))
    }
    return yield* action()
  } finally {
    for (const [fd, description] of before.reverse()) putBack(shell, fd, description)
  }
}

function* opened(
  shell: Shell,
  { how, target }: Redirection,
  expand: (text: string) => string,
): Generator<Wait, Description | undefined, void> {
  const { descriptors } = shell.task
  if (how === 'copy') return descriptors.has(Number(target)) ? descriptors.get(Number(target)) : undefined
  const path = shell.path(unquoted(expand(target)))
  try {
    return new FileDescription(shell.disk.open(path, how), path)
  } catch (error) {
    yield* shell.complain(errorText(error))
    return undefined
  }
}

function replace(shell: Shell, fd: number, description: Description): Before {
  const { descriptors } = shell.task
  const before = descriptors.has(fd) ? descriptors.get(fd).hold() : undefined
  descriptors.set(fd, description)
  return [fd, before]
}

function putBack(shell: Shell, fd: number, description: Description | undefined): void {
  const { descriptors } = shell.task
  if (description === undefined) {
    if (descriptors.has(fd)) descriptors.close(fd)
    return
  }
  descriptors.set(fd, description)
  description.release()
}
