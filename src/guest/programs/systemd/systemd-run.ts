/** systemd-run(1): how it is called is checked; what it would start is left out. */
import { tool } from '../tool.js'
import { complain, notSimulated } from './refuse.js'
import { versionLine } from './version.js'

const OPTIONS = [
  ...['unit=', 'p,property=', 'description=', 'slice=', 'r,remain-after-exit', 'send-sighup', 'service-type=', 'uid='],
  ...['gid=', 'nice=', 'working-directory=', 'd,same-dir', 'E,setenv=', 't,pty', 'P,pipe', 'q,quiet', 'G,collect'],
  ...['S,shell', 'wait', 'scope', 'user', 'system', 'no-block', 'no-ask-password', 'on-active=', 'on-boot='],
  ...['on-startup=', 'on-unit-active=', 'on-unit-inactive=', 'on-calendar=', 'timer-property=', 'path-property='],
  ...['socket-property=', 'slice-inherit', 'on-timezone-change', 'on-clock-change', 'H,host=', 'M,machine=', 'version'],
]

export const systemdRun = tool(tool => {
  const options = tool.options(OPTIONS, { terse: true, stopEarly: true })
  if (options.has('version')) {
    tool.print(versionLine(tool))
    return
  }
  if (options.operands.length === 0 && !options.has('S')) throw complain(tool, 'Command line to execute required.')
  throw notSimulated(tool, 'transient units')
})
