/** The built-in programs by name: what a stub in the guest's file system stands for. */
import { basename } from './basename.js'
import { cat } from './cat.js'
import { chmod } from './chmod.js'
import { chown } from './chown.js'
import { chpasswd } from './chpasswd.js'
import { cp } from './cp.js'
import { date } from './date.js'
import { dirname } from './dirname.js'
import { echo } from './echo.js'
import { env } from './env.js'
import { fsfreezeHook } from './fsfreeze-hook.js'
import { fstrim } from './fstrim.js'
import { head } from './head.js'
import { hostname } from './hostname.js'
import { hwclock } from './hwclock.js'
import { id } from './id.js'
import { kill } from './kill.js'
import { ln } from './ln.js'
import { ls } from './ls.js'
import { mkdir } from './mkdir.js'
import { mkfifo } from './mkfifo.js'
import { mv } from './mv.js'
import { halt, poweroff, reboot } from './poweroff.js'
import { printenv } from './printenv.js'
import { printf } from './printf.js'
import type { Program } from './program.js'
import { pwd } from './pwd.js'
import { readlink } from './readlink.js'
import { realpath } from './realpath.js'
import { rm } from './rm.js'
import { rmdir } from './rmdir.js'
import { shutdown } from './shutdown.js'
import { sleep } from './sleep.js'
import { stat } from './stat.js'
import { sync } from './sync.js'
import { systemctl } from './systemctl.js'
import { tail } from './tail.js'
import { bracket, test } from './test.js'
import { touch } from './touch.js'
import { falseProgram, trueProgram } from './true.js'
import { uname } from './uname.js'
import { uptime } from './uptime.js'
import { wc } from './wc.js'
import { whoami } from './whoami.js'

export const builtins: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['[', bracket],
  ['basename', basename],
  ['cat', cat],
  ['chmod', chmod],
  ['chown', chown],
  ['chpasswd', chpasswd],
  ['cp', cp],
  ['date', date],
  ['dirname', dirname],
  ['echo', echo],
  ['env', env(name => builtins.get(name))],
  ['false', falseProgram],
  ['fsfreeze-hook', fsfreezeHook],
  ['fstrim', fstrim],
  ['halt', halt],
  ['head', head],
  ['hostname', hostname],
  ['hwclock', hwclock],
  ['id', id],
  ['kill', kill],
  ['ln', ln],
  ['ls', ls],
  ['mkdir', mkdir],
  ['mkfifo', mkfifo],
  ['mv', mv],
  ['poweroff', poweroff],
  ['printenv', printenv],
  ['printf', printf],
  ['pwd', pwd],
  ['readlink', readlink],
  ['realpath', realpath],
  ['reboot', reboot],
  ['rm', rm],
  ['rmdir', rmdir],
  ['shutdown', shutdown],
  ['sleep', sleep],
  ['stat', stat],
  ['sync', sync],
  ['systemctl', systemctl],
  ['tail', tail],
  ['test', test],
  ['touch', touch],
  ['true', trueProgram],
  ['uname', uname],
  ['uptime', uptime],
  ['wc', wc],
  ['whoami', whoami],
])
