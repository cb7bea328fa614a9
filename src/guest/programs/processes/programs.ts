/** The programs about processes and those who are logged in, by name. */
import type { Program } from '../program.js'
import { killall } from './killall.js'
import { last, lastb, lastlog } from './last.js'
import { pgrep, pkill } from './pgrep.js'
import { pidof } from './pidof.js'
import { ps } from './ps.js'
import { top } from './top.js'
import { w } from './w.js'
import { users, who } from './who.js'

export const processPrograms: ReadonlyMap<string, Program> = new Map([
  ['killall', killall],
  ['last', last],
  ['lastb', lastb],
  ['lastlog', lastlog],
  ['pgrep', pgrep],
  ['pidof', pidof],
  ['pkill', pkill],
  ['ps', ps],
  ['top', top],
  ['users', users],
  ['w', w],
  ['who', who],
])
