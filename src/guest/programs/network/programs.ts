/** The programs about the network, by name. */
import type { Program } from '../program.js'
import { ifconfig } from './ifconfig.js'
import { ip } from './ip.js'
import { netstat } from './netstat.js'
import { route } from './route.js'
import { ss } from './ss.js'

export const networkPrograms: ReadonlyMap<string, Program> = new Map([
  ['ifconfig', ifconfig],
  ['ip', ip],
  ['netstat', netstat],
  ['route', route],
  ['ss', ss],
])
