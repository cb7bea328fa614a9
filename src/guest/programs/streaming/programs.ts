/** The programs that read and write as they go, or run others, by name. */
import type { Body } from '../../tasks/stream.js'
import { cat } from '../cat.js'
import { head } from '../head.js'
import { tail } from '../tail.js'
import { wc } from '../wc.js'
import { counting } from './counting.js'
import { env } from './env.js'
import { find } from './find/find.js'
import { flock } from './flock.js'
import { copying, seq } from './pieces.js'
import { chroot, ionice, nice, nohup, setsid, stdbuf } from './starting.js'
import { stopping } from './stopping.js'
import { following } from './tail.js'
import { tee } from './tee.js'
import { timeout } from './timeout.js'
import { runuser, su, sudo } from './users.js'
import { which } from './which.js'
import { xargs } from './xargs.js'
import { yes } from './yes.js'

export const streamingPrograms: ReadonlyMap<string, Body> = new Map<string, Body>([
  ['cat', copying(cat)],
  ['chroot', chroot],
  ['env', env],
  ['find', find],
  ['flock', flock],
  ['head', stopping(head)],
  ['ionice', ionice],
  ['nice', nice],
  ['nohup', nohup],
  ['runuser', runuser],
  ['seq', seq],
  ['setsid', setsid],
  ['stdbuf', stdbuf],
  ['su', su],
  ['sudo', sudo],
  ['tail', following(tail)],
  ['tee', tee],
  ['timeout', timeout],
  ['wc', counting(wc)],
  ['which', which],
  ['xargs', xargs],
  ['yes', yes],
])
