/** The programs of Windows that mockvm plays, by the names of their files. */
import type { Program } from '../../programs/program.js'
import type { Body } from '../../tasks/stream.js'
import { cmd } from '../cmd/cmd.js'
import { powershell } from '../powershell/powershell.js'
import { defrag } from './defrag.js'
import { find } from './find.js'
import { findstr } from './findstr.js'
import { hostname } from './hostname.js'
import { ipconfig } from './ipconfig.js'
import { more } from './more.js'
import { net } from './net.js'
import { otherPrograms } from './others.js'
import { ping } from './ping.js'
import { reg } from './reg.js'
import { sc } from './sc.js'
import { shutdown } from './shutdown.js'
import { sort } from './sort.js'
import { systeminfo } from './systeminfo.js'
import { taskkill } from './taskkill.js'
import { tasklist } from './tasklist.js'
import { timeout } from './timeout.js'
import { vssadmin } from './vssadmin.js'
import { w32tm } from './w32tm.js'
import { where } from './where.js'
import { whoami } from './whoami.js'

export const windowsPrograms: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...otherPrograms,
  ['defrag.exe', defrag],
  ['find.exe', find],
  ['findstr.exe', findstr],
  ['hostname.exe', hostname],
  ['ipconfig.exe', ipconfig],
  ['more.com', more],
  ['net.exe', net],
  ['reg.exe', reg],
  ['sc.exe', sc],
  ['sort.exe', sort],
  ['shutdown.exe', shutdown],
  ['systeminfo.exe', systeminfo],
  ['taskkill.exe', taskkill],
  ['tasklist.exe', tasklist],
  ['timeout.exe', timeout],
  ['vssadmin.exe', vssadmin],
  ['w32tm.exe', w32tm],
  ['where.exe', where],
  ['whoami.exe', whoami],
])

/** Those that go on while others do. */
export const windowsBodies: ReadonlyMap<string, Body> = new Map([
  ['cmd.exe', cmd],
  ['ping.exe', ping],
  ['powershell.exe', powershell],
])
