import { Errno } from '../../guest/errno.js'
import { SERVICE_NOT_ACTIVE } from '../../guest/windows/time-service.js'
import { elsewhere } from '../define.js'
import { guestSetTime } from '../guest-set-time.js'
import { onWindows } from './behaviour.js'
import { runProgram } from './run-program.js'
import { badTime, noInternet, resyncFailed, timeServiceNotRunning } from './texts.js'

const MILLISECOND = 1_000_000n
/** What cmd.exe exits with, through which it is run, when it finds no such program. */
const NOT_FOUND = 1

/** Without a time it is the time service that sets it, some seconds later, and an error may come although it will. */
export const guestSetTimeOnWindows = elsewhere(guestSetTime, function* (context, { time }) {
  const { windows } = onWindows(context)
  if (time !== undefined) {
    if (time < 0n) throw badTime(time)
    windows.setClocks((time / MILLISECOND) * MILLISECOND)
    return
  }
  const ended = yield* runProgram(context, 'w32tm', ['/resync', '/nowait'])
  const status = ended instanceof Errno ? NOT_FOUND : ended.status
  if (status === SERVICE_NOT_ACTIVE) throw timeServiceNotRunning()
  if (status !== 0) throw resyncFailed(status)
  if (!windows.timeService.hasInternet) throw noInternet()
})
