/** sed -i: a new file takes the place of the old one, with its mode and owner. */
import { Errno } from '../../../../errno.js'
import type { FileStat } from '../../../../files/stat.js'
import type { Console } from '../../../../programs/streaming/console.js'
import type { Wait } from '../../../../wait.js'
import { FAILED, type Output } from './output.js'

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** `suffix`: of the copy that is kept, or with `*` its name; none where it is empty. `edit` reads the file. */
export function* inPlace(
  console: Console,
  name: string,
  { output, suffix, edit }: { output: Output; suffix: string; edit: () => Generator<Wait, void, void> },
): Generator<Wait, void, void> {
  const { task } = console
  const { files } = task.guest
  const path = task.path(name)
  const stat = files.exists(path, task.cred) ? files.stat(path, task.cred) : undefined
  if (stat !== undefined && stat.kind !== 'file')
    return yield* console.warn(`couldn't edit ${name}: not a regular file`, FAILED)
  output.beginEdit()
  const before = console.exitCode
  try {
    yield* edit()
  } finally {
    const text = output.endEdit()
    const isUnread = console.exitCode !== before && text === '' && stat !== undefined && stat.size > 0n
    if (stat !== undefined && !isUnread)
      yield* replace(console, { name, path, text: output.encode(text), suffix }, stat)
  }
}

function* replace(
  console: Console,
  { name, path, text, suffix }: { name: string; path: string; text: Uint8Array; suffix: string },
  stat: FileStat,
): Generator<Wait, void, void> {
  const { task } = console
  const { files, random } = task.guest
  const directory = path.slice(0, path.lastIndexOf('/') + 1)
  const temporary = `${directory}sed${random.stream('sed').text(LETTERS, 6)}`
  try {
    const opened = yield* task.open(temporary, { read: false, write: true, create: true, exclusive: true }, 0o600)
    const fd = task.descriptors.add(opened, 3)
    yield* task.write(fd, text)
    task.descriptors.close(fd)
    yield* task.call(() => {
      files.chmod(temporary, stat.mode, task.cred)
      if (task.cred.uid === 0) files.chown(temporary, stat.uid, stat.gid, task.cred)
      const base = name.slice(name.lastIndexOf('/') + 1)
      if (suffix !== '') {
        const backup = suffix.includes('*') ? suffix.replaceAll('*', base) : base + suffix
        files.rename(path, backup.includes('/') ? task.path(backup) : directory + backup, task.cred)
      }
      files.rename(temporary, path, task.cred)
    })
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    yield* console.fail(`couldn't open temporary file ${temporary}: ${error.text}`, FAILED)
  }
}
