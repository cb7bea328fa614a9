/** Files of the guest that curl(1) gets by file:// */
import { unlessErrno } from '../../errno.js'
import type { Task } from '../../tasks/task.js'
import type { Wait } from '../../wait.js'
import { calendar } from '../local-time.js'
import type { Console } from '../streaming/console.js'
import { strftime } from '../strftime.js'
import { WRONG_USAGE } from './curl-options.js'
import { Failure, outputOf, writeOutput } from './curl-output.js'
import type { Transfer } from './curl-transfer.js'
import type { Url } from './url.js'

export function* fetchFile(console: Console, { options, meter }: Transfer, { path }: Url): Generator<Wait, void, void> {
  const { task } = console
  const name = decode(path)
  const output = yield* outputOf(console, options, name)
  const stat = openable(task, name)
  if (stat === undefined) throw new Failure(37, `Couldn't open file ${name}`)
  if (options.has('i')) return yield* console.fail("mockvm doesn't do -i of a file yet", WRONG_USAGE)
  if (options.has('I')) {
    const toUtc = calendar(task.guest, {}, true)
    const modified = strftime('%a, %d %b %Y %H:%M:%S GMT', toUtc(stat.mtime))
    return yield* console.print(
      `Content-Length: ${stat.size}\r\nAccept-ranges: bytes\r\nLast-Modified: ${modified}\r\n`,
    )
  }
  yield* meter.begin()
  const bytes = yield* task.call(() => task.guest.files.readFile(name))
  yield* writeOutput(console, output, bytes)
  yield* meter.end(bytes.length)
}

function openable(task: Task, path: string): { readonly size: number | bigint; readonly mtime: bigint } | undefined {
  const { files } = task.guest
  return unlessErrno(() => {
    files.access(path, 'r', task.cred)
    const stat = files.stat(path, task.cred)
    return stat.kind === 'file' ? stat : undefined
  })
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
