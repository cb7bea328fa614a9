/** Reading piece by piece, no further than is needed: what follows is left to whoever reads next. */

import type { Timer } from '../../clock.js'
import { Errno } from '../../errno.js'
import type { Wait } from '../../wait.js'
import { runPendingTraps } from '../run/traps.js'
import type { Shell } from '../shell.js'

/** A byte; undefined at the end; late: none came in time. */
export type Piece = number | undefined | 'late'

/** `until`: nanoseconds on the guest's clock. Throws EBADF and what the file gives. */
export function* readByte(shell: Shell, fd: number, until?: bigint): Generator<Wait, Piece, void> {
  const { task } = shell
  const { clock } = task.guest
  const description = task.descriptors.get(fd)
  for (;;) {
    try {
      return description.read(1)[0]
    } catch (error) {
      if (!(error instanceof Errno && error.code === 'EAGAIN')) throw error
    }
    if (until !== undefined && clock.inGuest() >= until) return 'late'
    let timer: Timer | undefined
    yield resume => {
      description.changed(resume)
      task.signalled.wait(resume)
      if (until !== undefined) timer = clock.after(until - clock.inGuest(), resume)
    }
    timer?.cancel()
    yield* runPendingTraps(shell)
  }
}

/** How many bytes follow the first one of a character (UTF-8). */
export function following(byte: number): number {
  return byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc0 ? 1 : 0
}
