import { Errno } from '../../guest/errno.js'
import { elsewhere } from '../define.js'
import { guestFstrim } from '../guest-fstrim.js'
import { onWindows } from './behaviour.js'
import { runProgram } from './run-program.js'
import { noTrim } from './texts.js'

/** What defrag.exe complains of has a code in brackets, in whatever language. */
const COMPLAINT = '(0x'
/** Windows Vista and 7. */
const BEFORE_8 = ['6.0', '6.1']

/** One volume after the other; the agent does nothing else meanwhile. Nobody asks for the minimum. */
export const guestFstrimOnWindows = elsewhere(guestFstrim, function* (context) {
  const { windows, behaviour } = onWindows(context)
  if (behaviour.trimsFromWindows8On && BEFORE_8.includes(windows.config.version)) throw noTrim()
  const paths: { path: string; error?: string }[] = []
  for (const { path, kind, fileSystem } of windows.volumes) {
    if (path === undefined || kind !== 'fixed' || fileSystem === undefined) continue
    const ended = yield* runProgram(context, 'defrag.exe', ['/L', path])
    const error =
      ended instanceof Errno
        ? `Failed to execute child process (${ended.text})`
        : ended.output.split(/\r?\n/).find(line => line.includes(COMPLAINT))
    paths.unshift({ path, ...(error !== undefined && { error }) })
  }
  return { paths }
})
