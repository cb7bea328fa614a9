import { freebsdSh } from '../shell/dialect.js'
import { shellProgram } from '../shell/program.js'
import type { System } from '../system.js'
import { ZONEINFO, zoneinfoTree } from '../timezone/zoneinfo.js'
import { freebsdAccounts } from './accounts.js'
import { freebsdDevTree } from './dev.js'
import { FREEBSD_DIRECTORIES, freebsdFiles } from './files.js'
import { freebsdPrograms } from './programs.js'

/** Without /proc and /sys: proc(5) of FreeBSD is mounted only where somebody asks for it. */
export const freebsd: System = {
  accounts: freebsdAccounts,
  trees: guest =>
    new Map([
      ['/dev', freebsdDevTree(guest)],
      [ZONEINFO, zoneinfoTree()],
    ]),
  directories: FREEBSD_DIRECTORIES,
  files: freebsdFiles,
  hostname: read => /^hostname="?([^"\n]*)"?$/m.exec(read('/etc/rc.conf') ?? '')?.[1] || undefined,
  programs: freebsdPrograms,
  bodies: new Map([['sh', shellProgram(freebsdSh)]]),
}
