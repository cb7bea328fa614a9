import { Errno } from '../../guest/errno.js'
import { elsewhere } from '../define.js'
import { guestSetTime } from '../guest-set-time.js'
import { onWindows } from './behaviour.js'
import { runProgram } from './run-program.js'
import { badTime, noInternet, resyncFailed, timeServiceNotRunning } from './texts.js'

const MILLISECOND = 1_000_000n
/** HRESULT_FROM_WIN32(ERROR_SERVICE_NOT_ACTIVE) */
const NOT_ACTIVE = 0x8007_0426
/** What cmd.exe exits with, through which it is run, when it finds no such program. */
const NOT_FOUND = 1

/** Without a time it is the time service that sets it, some seconds later, and an error may come although it will. */
export const guestSetTimeOnWindows = elsewhere(guestSetTime, function* (context, { time }) {
  if (time !== undefined) {
    if (time < 0n) throw badTime(time)
    context.guest.setTime((time / MILLISECOND) * MILLISECOND)
    return
  }
  const { timeService } = onWindows(context).windows
  const ended = yield* runProgram(context, 'w32tm', ['/resync', '/nowait'])
  const status = ended instanceof Errno ? NOT_FOUND : ended.status
  if (status === NOT_ACTIVE) throw timeServiceNotRunning()
  if (status !== 0) throw resyncFailed(status)
  if (!timeService.hasInternet) throw noInternet()
})
