/** The built-in programs by name: what a stub in the guest's file system stands for. */
import { accountPrograms } from './accounts/programs.js'
import { arch } from './arch.js'
import { basename } from './basename.js'
import { cat } from './cat.js'
import { chmod } from './chmod.js'
import { chown } from './chown.js'
import { chpasswd } from './chpasswd.js'
import { cp } from './cp.js'
import { crontab } from './crontab.js'
import { date } from './date.js'
import { dirname } from './dirname.js'
import { echo } from './echo.js'
import { expr } from './expr.js'
import { fstrim } from './fstrim.js'
import { getconf } from './getconf.js'
import { hardwarePrograms } from './hardware/programs.js'
import { head } from './head.js'
import { hostname } from './hostname.js'
import { hwclock } from './hwclock.js'
import { id } from './id.js'
import { install } from './install.js'
import { kernelPrograms } from './kernel/programs.js'
import { kill } from './kill.js'

import { ln } from './ln.js'
import { locale } from './locale.js'
import { ls } from './ls.js'
import { mkdir } from './mkdir.js'
import { mkfifo } from './mkfifo.js'
import { mknod } from './mknod.js'
import { mktemp } from './mktemp.js'
import { mv } from './mv.js'
import { networkPrograms } from './network/programs.js'
import { nologin } from './nologin.js'
import { packagePrograms } from './packages/programs.js'
import { less, more } from './pagers.js'
import { halt, poweroff, reboot } from './poweroff.js'
import { printenv } from './printenv.js'
import { printf } from './printf.js'
import { processPrograms } from './processes/programs.js'
import type { Program } from './program.js'
import { pwd } from './pwd.js'
import { readlink } from './readlink.js'
import { realpath } from './realpath.js'
import { rm } from './rm.js'
import { rmdir } from './rmdir.js'
import { seq } from './seq.js'
import { shuf } from './shuf.js'
import { shutdown } from './shutdown.js'
import { sleep } from './sleep.js'
import { stat } from './stat.js'
import { storagePrograms } from './storage/programs.js'
import { sync } from './sync.js'
import { systemdPrograms } from './systemd/programs.js'
import { tail } from './tail.js'
import { bracket, test } from './test.js'
import { touch } from './touch.js'
import { falseProgram, trueProgram } from './true.js'
import { logname, stty, tty } from './tty.js'
import { uname } from './uname.js'
import { uptime } from './uptime.js'
import { uuidgen } from './uuid.js'
import { wc } from './wc.js'
import { whoami } from './whoami.js'

export const builtins: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['[', bracket],
  ['arch', arch],
  ['basename', basename],
  ['cat', cat],
  ['chmod', chmod],
  ['chown', chown],
  ['chpasswd', chpasswd],
  ['cp', cp],
  ['crontab', crontab],
  ['date', date],
  ['dirname', dirname],
  ['echo', echo],
  ['expr', expr],
  ['false', falseProgram],
  ['fstrim', fstrim],
  ['getconf', getconf],
  ['halt', halt],
  ['head', head],
  ['hostname', hostname],
  ['hwclock', hwclock],
  ['id', id],
  ['install', install],
  ['kill', kill],
  ['less', less],
  ['ln', ln],
  ['locale', locale],
  ['logname', logname],
  ['ls', ls],
  ['mkdir', mkdir],
  ['mkfifo', mkfifo],
  ['mknod', mknod],
  ['mktemp', mktemp],
  ['more', more],
  ['mv', mv],
  ['nologin', nologin],
  ['poweroff', poweroff],
  ['printenv', printenv],
  ['printf', printf],
  ['pwd', pwd],
  ['readlink', readlink],
  ['realpath', realpath],
  ['reboot', reboot],
  ['rm', rm],
  ['rmdir', rmdir],
  ['seq', seq],
  ['shuf', shuf],
  ['shutdown', shutdown],
  ['sleep', sleep],
  ['stat', stat],
  ['stty', stty],
  ['sync', sync],
  ['tail', tail],
  ['test', test],
  ['touch', touch],
  ['true', trueProgram],
  ['tty', tty],
  ['uname', uname],
  ['uptime', uptime],
  ['uuidgen', uuidgen],
  ['wc', wc],
  ['whoami', whoami],
  ...accountPrograms,
  ...hardwarePrograms,
  ...kernelPrograms,
  ...storagePrograms,
  ...networkPrograms,
  ...packagePrograms,
  ...processPrograms,
  ...systemdPrograms,
])
