/** The programs of Windows that mockvm plays, by the names of their files. */
import type { Program } from '../../programs/program.js'
import { defrag } from './defrag.js'
import { hostname } from './hostname.js'
import { shutdown } from './shutdown.js'
import { w32tm } from './w32tm.js'
import { whoami } from './whoami.js'

export const windowsPrograms: ReadonlyMap<string, Program> = new Map([
  ['defrag.exe', defrag],
  ['hostname.exe', hostname],
  ['shutdown.exe', shutdown],
  ['w32tm.exe', w32tm],
  ['whoami.exe', whoami],
])
